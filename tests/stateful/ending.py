"""Acts from the final review to the end of the case, as `tests.stateful.acts` has the others."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from cases.signing import NotWhatWasShown
from people.models import User
from plans import actions as plans
from plans.models import Plan
from plans.states import ChangeKind, Step
from reviews import actions as reviews
from reviews.models import AssessmentDraft
from reviews.states import Result
from tests import deciding
from tests.stateful.acts import HR_ONLY, Do, Try, at, receipt, to
from tests.stateful.end_model import DECIDED, SUMMARY_DAYS, Review
from tests.stateful.model import ENDED, EXTENSIONS, Model, later
from tests.stateful.run import ANOTHER, FAULTS_OF_SIGNING, Run
from tests.world import actor, outcome_digest

DAY = timedelta(days=1)

# The final review --------------------------------------------------------------------------------


def may_open(model: Model, part: str) -> bool:
    is_free = model.end.review is None and not model.end.to_extend
    return model.status == "active" and bool(model.held) and model.open_change is None and is_free


def opens(model: Model, person: str) -> None:
    model.end.reviews.append(Review(model.today, later(model.today, SUMMARY_DAYS)))


def may_sum_up(model: Model, part: str) -> bool:
    review = model.end.review
    return model.status in {"active", "final_review"} and review is not None and not review.summed_up


def sums_up(model: Model, person: str) -> None:
    assert model.end.review
    model.end.review.summed_up = True


def save(run: Run, user: User, fault: str) -> None:
    saved = AssessmentDraft.objects.filter(review=run.plan.final_reviews.last()).first()
    revision = 99 if fault == "another window" else saved.revision if saved else 0
    reviews.save_assessment(run.plan, by=actor(user), content={"summary": "Half done."}, revision=revision)


# The outcome -------------------------------------------------------------------------------------


def assessed(plan: Plan, result: str) -> list[reviews.Assessed]:
    said: dict[str, Any] = {"result": result, "value": Decimal("1.5"), "evidence": "Log", **deciding.words_for(result)}
    return [reviews.Assessed(item=item, **said) for item in plan.asked_items]


OTHER = {Result.MET: Result.NOT_MET, Result.PARTIALLY_MET: Result.MET, Result.NOT_MET: Result.MET}


def propose(result: Result) -> Do:
    def do(run: Run, user: User, fault: str) -> None:
        of_items = Result.PARTIALLY_MET if result == Result.EXTENDED else OTHER[result] if fault else result
        words = {"summary": "So it is.", "early_reason": "Clear already." if result == Result.MET else ""}
        rows = assessed(run.plan, of_items)
        reviews.propose_outcome(run.plan, by=actor(user), result=result, assessed=rows, **words)

    return do


def may_propose(model: Model, part: str) -> bool:
    is_running = model.status == "active" and bool(model.held) and model.open_change is None
    return is_running and model.end.may_propose(model.today)


def proposal(result: Result, refused: Callable[[Model, str], type[Exception] | None]) -> Try:
    def then(model: Model, person: str) -> None:
        model.status = "final_review"
        model.end.proposes(result)

    return Try(
        act="reviews.propose_outcome",
        way=result,
        parts=("manager",),
        open=may_propose,
        faults={} if result == Result.EXTENDED else {"other than every item": ValidationError},
        refused=refused,
        do=propose(result),
        then=then,
    )


def too_early(model: Model, person: str) -> type[Exception] | None:
    return ValidationError if model.today < model.ends_on else None


def extensions(model: Model) -> int:
    return len([row for row in model.changes if row.kind == ChangeKind.EXTENSION and row.status == "in_force"])


def too_often(model: Model, person: str) -> type[Exception] | None:
    return ValidationError if extensions(model) >= EXTENSIONS else too_early(model, person)


def is_proposed(model: Model, *, extended: bool) -> bool:
    return model.status == "final_review" and (model.end.proposed.result == "extended") == extended


def decide(action: Callable[..., Any], reasons: Any) -> Do:
    def do(run: Run, user: User, fault: str) -> None:
        signed = run.signing(user, Step.DECISION, fault, deciding.decision(run.plan))
        action(run.plan, reasons=reasons, **signed)

    return do


def decides(status: str) -> Callable[[Model, str], None]:
    def then(model: Model, person: str) -> None:
        model.status = status
        model.end.decides(model.today)

    return then


def missed(model: Model) -> bool:
    """Whether a checkpoint was due and was not held: no outcome is decided in spite of it without a reason."""
    return any(found == "planned" and model.due[number] <= model.today for number, found in model.checkpoints.items())


# What the employee answers, and the end ----------------------------------------------------------


def may_sign(model: Model, part: str) -> bool:
    outcome = model.end.standing
    return model.status in DECIDED and outcome is not None and not outcome.signed


def may_refuse(model: Model, part: str) -> bool:
    outcome = model.end.standing
    return may_sign(model, part) and outcome is not None and not outcome.refused


def answers(name: str) -> Callable[[Model, str], None]:
    return lambda model, person: setattr(model.end.standing, name, True)


def refuse(run: Run, user: User, fault: str) -> None:
    digest = ANOTHER if fault else outcome_digest(run.plan)
    reviews.refuse_outcome(run.plan, by=actor(user), digest=digest, words="I see it otherwise.")


def may_close(model: Model, part: str) -> bool:
    """Not while an appeal is open or could still come, nor inside a sustain period."""
    if model.status == "sustain":
        return model.end.check_ins is not None and model.today > model.end.check_ins.last_on
    if model.status != "decided" or model.end.has_open_appeal:
        return False
    return model.end.is_last_word or model.today > model.last_to_appeal()


def leave(run: Run, user: User, fault: str) -> None:
    day = timezone.localdate(run.case.opened_at) - DAY if fault == "before the case" else timezone.localdate()
    plans.record_leaving(run.plan, by=actor(user), left_on=day + DAY * (fault == "tomorrow"), words=HR_ONLY)


ENDING = (
    Try(
        act="reviews.open_final_review",
        parts=("manager",),
        open=may_open,
        do=lambda run, user, _: reviews.open_final_review(run.plan, by=actor(user)),
        then=opens,
    ),
    Try(
        act="reviews.summarise_plan",
        parts=("subject",),
        open=may_sum_up,
        do=lambda run, user, _: deciding.sum_up(run.plan, by=actor(user)),
        then=sums_up,
    ),
    Try(
        act="reviews.save_assessment",
        parts=("manager",),
        open=lambda model, part: model.status == "active" and model.end.review is not None,
        faults={"another window": reviews.AssessedMeanwhile},
        do=save,
        events=(0,),
    ),
    proposal(Result.MET, lambda model, person: None),
    proposal(Result.PARTIALLY_MET, too_early),
    proposal(Result.NOT_MET, too_early),
    proposal(Result.EXTENDED, too_often),
    Try(
        act="reviews.return_outcome",
        parts=("hr_partner",),
        open=at("final_review"),
        do=lambda run, user, _: reviews.return_outcome(run.plan, by=actor(user), comment=HR_ONLY),
        then=to("active"),
    ),
    Try(
        act="reviews.decide_outcome",
        parts=("hr_partner",),
        open=lambda model, part: is_proposed(model, extended=False),
        faults=FAULTS_OF_SIGNING,
        do=decide(reviews.decide_outcome, deciding.SOFT),
        then=decides("decided"),
    ),
    Try(
        act="reviews.decide_outcome",
        way="without a reason",
        parts=("hr_partner",),
        there=missed,
        open=lambda model, part: is_proposed(model, extended=False),
        refused=lambda model, person: ValidationError,
        do=decide(reviews.decide_outcome, {}),
    ),
    Try(
        act="reviews.decide_extension",
        parts=("hr_partner",),
        open=lambda model, part: is_proposed(model, extended=True) and extensions(model) < EXTENSIONS,
        faults=FAULTS_OF_SIGNING,
        do=decide(reviews.decide_extension, deciding.SOFT),
        then=decides("active"),
    ),
    Try(
        act="reviews.sign_outcome",
        parts=("subject",),
        open=may_sign,
        faults=FAULTS_OF_SIGNING,
        do=receipt(reviews.sign_outcome, Step.OUTCOME),
        then=answers("signed"),
    ),
    Try(
        act="reviews.refuse_outcome",
        parts=("subject",),
        open=may_refuse,
        faults={"another digest": NotWhatWasShown},
        do=refuse,
        then=answers("refused"),
    ),
    Try(
        act="reviews.close_case",
        parts=("hr_partner",),
        open=may_close,
        do=lambda run, user, _: reviews.close_case(run.plan, by=actor(user)),
        then=to("closed"),
    ),
    Try(
        act="plans.record_leaving",
        parts=("hr_partner", "hr"),
        open=lambda model, part: model.status not in ENDED,
        faults=dict.fromkeys(("tomorrow", "before the case"), ValidationError),
        do=leave,
        then=to("left"),
    ),
)
