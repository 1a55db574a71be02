"""Acts about the evidence that an outcome "not met" would need to rest on (R29). None of them dismisses anybody."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.acts import EVERYONE, OF_HR, declare
from cases.states import Part
from plans import rulesets
from plans.models import Plan
from plans.states import PlanStatus
from reviews.ended import result_of
from reviews.models.evidence import names_of
from reviews.states import HELP_AFTER, EvidenceKind, Result

AFTER_DECISION = frozenset({PlanStatus.DECIDED, PlanStatus.CLOSED})


def _no_map(plan: Plan) -> Iterator[str]:
    if not rulesets.get(plan.ruleset).evidence_map:
        yield _("The rules of this case ask for no evidence map.")
    elif result_of(plan) in (None, Result.MET):
        yield _("Evidence is recorded where the outcome is not “met”. Here it is.")


def _nothing_stands(plan: Plan) -> Iterator[str]:
    yield from _no_map(plan)
    if not plan.evidence_records.filter(replaced=None, withdrawal=None).exists():
        yield _("Nothing that is recorded here stands any more, or nothing was recorded.")


RECORD_EVIDENCE = declare(
    "reviews.record_evidence",
    gettext_lazy("Record evidence"),
    on="plans.Plan",
    who={Part.HR_PARTNER},
    when=AFTER_DECISION,
    blocks=_no_map,
    mail=(Part.SUBJECT,),
    texts={name: EVERYONE if kind in HELP_AFTER else OF_HR for kind in EvidenceKind for name in names_of(kind)},
    coded=frozenset({"prompts"}),
)

WITHDRAW_EVIDENCE = declare(
    "reviews.withdraw_evidence",
    gettext_lazy("Withdraw evidence"),
    on="plans.Plan",
    who={Part.HR_PARTNER},
    when=AFTER_DECISION,
    blocks=_nothing_stands,
    mail=(Part.SUBJECT,),
    texts={"words": EVERYONE, "reason": OF_HR},
)
