"""Acts of coaching between checkpoints."""

from django.utils.translation import gettext_lazy

from cases.acts import EVERYONE, declare
from cases.states import Part
from plans.states import PlanStatus

COACHED = frozenset({PlanStatus.ACTIVE, PlanStatus.PAUSED, PlanStatus.FINAL_REVIEW})

LOG_SESSION = declare(
    "reviews.log_session",
    gettext_lazy("Log a coaching session"),
    on="plans.Plan",
    who={Part.MANAGER, Part.MENTOR},
    when={PlanStatus.ACTIVE, PlanStatus.FINAL_REVIEW},
    mail=(Part.SUBJECT,),
    texts={"done": EVERYONE, "next_steps": EVERYONE},
)

CONFIRM_SESSION = declare(
    "reviews.confirm_session",
    gettext_lazy("Answer to a coaching session"),
    on="plans.Plan",
    who={Part.SUBJECT},
    when=COACHED | {PlanStatus.DECIDED},
    mail=(Part.MANAGER,),
    texts={"words": EVERYONE},
)

PLAN_SESSIONS = declare(
    "reviews.plan_sessions",
    gettext_lazy("Plan regular sessions"),
    on="plans.Plan",
    who={Part.MANAGER, Part.MENTOR},
    when={PlanStatus.ACTIVE},
    mail=(Part.SUBJECT, Part.MANAGER),
)

END_SESSIONS = declare(
    "reviews.end_sessions",
    gettext_lazy("End regular sessions"),
    on="plans.Plan",
    who={Part.MANAGER, Part.MENTOR},
    when=COACHED,
    mail=(Part.SUBJECT, Part.MANAGER),
    texts={"reason": EVERYONE},
)
