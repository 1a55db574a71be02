"""What of this room one can comment on."""

import uuid

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.seat import Seat
from cases.topics import Topic, topic

from .models import Checkpoint


@topic("checkpoint")
def checkpoint_topic(seat: Seat, topic_id: uuid.UUID | None) -> Topic | None:
    checkpoint = Checkpoint.objects.filter(plan__case=seat.case, pk=topic_id).first() if topic_id else None
    if checkpoint is None:
        return None
    url = reverse("reviews:checkpoint", args=[seat.case.reference, checkpoint.number])
    return Topic(_("Checkpoint %(number)d") % {"number": checkpoint.number}, url)
