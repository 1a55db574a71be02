"""Acts of the sustain period after a good outcome."""

from django.utils.translation import gettext_lazy

from cases.acts import EVERYONE, declare
from cases.states import Part
from plans.states import PlanStatus
from reviews.sustaining import against_beginning, against_recording

BEGIN_SUSTAIN = declare(
    "reviews.begin_sustain",
    gettext_lazy("Begin the sustain period"),
    on="plans.Plan",
    who={Part.HR_PARTNER},
    when={PlanStatus.DECIDED},
    then=PlanStatus.SUSTAIN,
    blocks=against_beginning,
    mail=(Part.SUBJECT, Part.MANAGER),
)

RECORD_CHECK_IN = declare(
    "reviews.record_check_in",
    gettext_lazy("Record the check-in"),
    on="plans.Plan",
    who={Part.MANAGER},
    when={PlanStatus.SUSTAIN},
    blocks=against_recording,
    mail=(Part.SUBJECT,),
    texts={"words": EVERYONE, "agreed": EVERYONE},
)

ANSWER_CHECK_IN = declare(
    "reviews.answer_check_in",
    gettext_lazy("Add your words to a check-in"),
    on="plans.Plan",
    who={Part.SUBJECT},
    when={PlanStatus.SUSTAIN, PlanStatus.CLOSED},
    mail=(Part.MANAGER,),
    texts={"words": EVERYONE},
)
