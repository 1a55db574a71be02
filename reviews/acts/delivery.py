"""Acts about what was promised."""

from django.utils.translation import gettext_lazy

from cases.acts import EVERYONE, declare
from cases.states import Part
from plans.states import PlanStatus

DELIVERED = frozenset({PlanStatus.ACTIVE, PlanStatus.FINAL_REVIEW})

DELIVER = declare(
    "reviews.deliver",
    gettext_lazy("Record a delivery"),
    on="plans.Plan",
    who={Part.MANAGER, Part.HR_PARTNER},
    when=DELIVERED,
    mail=(Part.SUBJECT, Part.MANAGER),
    texts={"words": EVERYONE},
)

CONFIRM_DELIVERY = declare(
    "reviews.confirm_delivery",
    gettext_lazy("Answer to a delivery"),
    on="plans.Plan",
    who={Part.SUBJECT},
    when=DELIVERED | {PlanStatus.PAUSED, PlanStatus.DECIDED},
    mail=(Part.MANAGER, Part.HR_PARTNER),
    texts={"words": EVERYONE},
)
