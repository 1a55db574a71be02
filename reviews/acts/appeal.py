"""Acts of an appeal, from its filing to its decision."""

from django.utils.translation import gettext_lazy

from cases.acts import EVERYONE, declare
from cases.states import Part
from reviews.appealing import APPEALABLE, against_filing, against_stating
from reviews.states import OPEN_APPEAL, WITH_HEARER, AppealStatus

ALL = (Part.SUBJECT, Part.MANAGER, Part.HR_PARTNER, Part.HEARER)

FILE_APPEAL = declare(
    "reviews.file_appeal",
    gettext_lazy("Appeal against the outcome"),
    on="plans.Plan",
    who={Part.SUBJECT},
    when=APPEALABLE,
    blocks=against_filing,
    mail=(Part.MANAGER, Part.HR_PARTNER),
    texts={"words": EVERYONE},
)

WITHDRAW_APPEAL = declare(
    "reviews.withdraw_appeal",
    gettext_lazy("Withdraw the appeal"),
    on="reviews.Appeal",
    who={Part.SUBJECT},
    when=OPEN_APPEAL,
    then=AppealStatus.WITHDRAWN,
    mail=(Part.MANAGER, Part.HR_PARTNER),
    texts={"words": EVERYONE},
)

NAME_HEARER = declare(
    "reviews.name_hearer",
    gettext_lazy("Name who hears the appeal"),
    on="reviews.Appeal",
    who={Part.HR_PARTNER, Part.HR},
    when=OPEN_APPEAL,
    then=AppealStatus.NAMED,
    mail=ALL,
    texts={"reason": EVERYONE},
)

ARRANGE_HEARING = declare(
    "reviews.arrange_hearing",
    gettext_lazy("Arrange the hearing"),
    on="reviews.Appeal",
    who={Part.HEARER, Part.HR_PARTNER},
    when=WITH_HEARER,
    then=AppealStatus.ARRANGED,
    mail=ALL,
    texts={"place": EVERYONE, "reason": EVERYONE},
)

RECORD_HEARING = declare(
    "reviews.record_hearing",
    gettext_lazy("Record the hearing"),
    on="reviews.Appeal",
    who={Part.HEARER},
    when={AppealStatus.ARRANGED},
    then=AppealStatus.HEARD,
    mail=(Part.SUBJECT, Part.MANAGER, Part.HR_PARTNER),
    texts={"attended": EVERYONE, "companion": EVERYONE, "employee_said": EVERYONE, "company_said": EVERYONE},
)

ADD_HEARING_STATEMENT = declare(
    "reviews.add_hearing_statement",
    gettext_lazy("Add your statement"),
    on="reviews.Appeal",
    who={Part.SUBJECT},
    when={AppealStatus.HEARD},
    blocks=against_stating,
    mail=(Part.HEARER, Part.HR_PARTNER),
    texts={"words": EVERYONE},
)

DECIDE_APPEAL = declare(
    "reviews.decide_appeal",
    gettext_lazy("Decide the appeal"),
    on="reviews.Appeal",
    who={Part.HEARER},
    when={AppealStatus.HEARD},
    then=AppealStatus.DECIDED,
    mail=(Part.SUBJECT, Part.MANAGER, Part.HR_PARTNER),
    texts={"reasons": EVERYONE},
)
