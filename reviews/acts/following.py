"""Acts about what follows an outcome (R28). None of them ends anybody's employment, and none of the others does."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.acts import EVERYONE, declare
from cases.states import Part
from plans.models import Plan
from plans.states import PlanStatus
from reviews.following import OWNERS, bases_of

FOLLOWED = frozenset({PlanStatus.DECIDED, PlanStatus.SUSTAIN, PlanStatus.CLOSED})


def _nothing_decided(plan: Plan) -> Iterator[str]:
    if not bases_of(plan):
        yield _("There is no outcome yet from which something could follow.")


RECORD_FOLLOW_ON = declare(
    "reviews.record_follow_on",
    gettext_lazy("Record what follows"),
    on="plans.Plan",
    who={Part.MANAGER, Part.HR_PARTNER},
    when=FOLLOWED,
    blocks=_nothing_decided,
    mail=(Part.SUBJECT, *OWNERS),
    texts={"words": EVERYONE},
)

FINISH_FOLLOW_ON = declare(
    "reviews.finish_follow_on",
    gettext_lazy("Record that it was done"),
    on="plans.Plan",
    who=OWNERS,
    when=FOLLOWED,
    mail=(Part.SUBJECT, *OWNERS),
    texts={"words": EVERYONE},
)

DROP_FOLLOW_ON = declare(
    "reviews.drop_follow_on",
    gettext_lazy("Drop what was to follow"),
    on="plans.Plan",
    who={Part.HR_PARTNER},
    when=FOLLOWED,
    mail=(Part.SUBJECT, *OWNERS),
    texts={"words": EVERYONE},
)
