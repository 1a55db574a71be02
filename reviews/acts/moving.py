"""Acts that arrange a checkpoint, and move it to another day."""

from django.utils.translation import gettext_lazy

from cases.acts import EVERYONE, declare
from cases.states import Part
from reviews.meetings import not_running
from reviews.moving import against_postponing
from reviews.states import CheckpointStatus

ARRANGE_CHECKPOINT = declare(
    "reviews.arrange_checkpoint",
    gettext_lazy("Say when and where you meet"),
    on="reviews.Checkpoint",
    who={Part.MANAGER},
    when={CheckpointStatus.PLANNED},
    blocks=not_running,
    mail=(Part.SUBJECT,),
    texts={"place": EVERYONE},
)

RESCHEDULE_CHECKPOINT = declare(
    "reviews.reschedule_checkpoint",
    gettext_lazy("Move the checkpoint"),
    on="reviews.Checkpoint",
    who={Part.MANAGER, Part.HR_PARTNER},
    when={CheckpointStatus.PLANNED},
    blocks=not_running,
    mail=(Part.SUBJECT, Part.MANAGER, Part.HR_PARTNER),
    texts={"reason": EVERYONE},
)

POSTPONE_CHECKPOINT = declare(
    "reviews.postpone_checkpoint",
    gettext_lazy("Postpone the meeting"),
    on="reviews.Checkpoint",
    who={Part.SUBJECT},
    when={CheckpointStatus.PLANNED},
    blocks=against_postponing,
    mail=(Part.MANAGER, Part.HR_PARTNER),
    texts={"reason": EVERYONE},
)
