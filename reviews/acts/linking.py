"""Acts that open the case in which it goes on (R28): after a relapse, or because more time was agreed on."""

from django.utils.translation import gettext_lazy

from cases.acts import EVERYONE, declare
from cases.states import Part
from plans.states import PlanStatus
from reviews.linking import against_more_time, against_relapse

RECORD_RELAPSE = declare(
    "reviews.record_relapse",
    gettext_lazy("Record a relapse"),
    on="plans.Plan",
    who={Part.MANAGER},
    when={PlanStatus.SUSTAIN},
    then=PlanStatus.CLOSED,
    blocks=against_relapse,
    mail=(Part.SUBJECT, Part.HR_PARTNER),
    texts={"words": EVERYONE},
)

OPEN_FOLLOWING_CASE = declare(
    "reviews.open_following_case",
    gettext_lazy("Go on in a new case"),
    on="plans.Plan",
    who={Part.MANAGER},
    when={PlanStatus.DECIDED, PlanStatus.CLOSED},
    blocks=against_more_time,
    mail=(Part.SUBJECT, Part.HR_PARTNER),
)
