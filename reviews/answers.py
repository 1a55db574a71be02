"""What the employee answers to a decided outcome: agreed, disagreed, received, refused, or nothing (R11, R14).

The state is worked out from what was done and stored nowhere. Silence is no agreement, and keeps nobody from signing
later; neither does a refusal.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from plans import rulesets
from plans.models import Plan, SignOff
from plans.states import Step

from .ended import standing_outcome
from .models import Outcome, OutcomeRefusal
from .states import AnswerState


@dataclass(frozen=True)
class Answered:
    """How far the employee is with one outcome; `answer_by` is the last day of the window."""

    outcome: Outcome
    sign_off: SignOff | None
    refusal: OutcomeRefusal | None
    answer_by: date
    today: date

    @property
    def state(self) -> AnswerState:
        if self.sign_off:
            return AnswerState.SIGNED
        if self.refusal:
            return AnswerState.REFUSED
        return AnswerState.NO_ANSWER if self.today > self.answer_by else AnswerState.WAITING


def answered_of(outcome: Outcome, sign_offs: Iterable[SignOff], today: date) -> Answered:
    """`outcome` is decided; `sign_offs` are the plan's. What was signed is known by its digest: sign-offs from before
    outcomes were numbered have no number.
    """
    signed = next((row for row in sign_offs if row.step == Step.OUTCOME and row.digest == outcome.digest), None)
    return Answered(outcome, signed, getattr(outcome, "refusal", None), answer_by(outcome), today)


def answer_by(outcome: Outcome) -> date:
    """So many days after the decision as the rules of the case give for a receipt, where the case is."""
    assert outcome.decided_at  # noqa: S101 - asked of decided outcomes only
    decided_on = timezone.localdate(outcome.decided_at, ZoneInfo(outcome.plan.case.time_zone))
    return decided_on + timedelta(days=rulesets.get(outcome.plan.ruleset).receipt.window_days)


def against_signing_outcome(plan: Plan) -> Iterator[str]:
    outcome = standing_outcome(plan)
    if outcome is None or plan.sign_offs.filter(step=Step.OUTCOME, digest=outcome.digest).exists():
        yield _("You have signed this already.")


def against_refusing_outcome(plan: Plan) -> Iterator[str]:
    yield from against_signing_outcome(plan)
    if OutcomeRefusal.objects.filter(outcome=standing_outcome(plan)).exists():
        yield _("It is noted already that you do not sign. You can still sign, or add a comment.")
