"""Every act as somebody may try it, with the moment in which it is theirs written down by hand. One entry an act."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cases import actions as cases
from cases.refusals import NotVisible, NotYourPart, WrongMoment
from people.models import User
from plans import actions as plans
from plans.states import Answer, Step
from records import actions as records
from tests.consultation import answer_digest, reply_to, view
from tests.stateful.model import ENDED, SHOWN, WITH_A_MANAGER, Model
from tests.stateful.run import FAULTS_OF_SIGNING, Run
from tests.world import FAIRNESS, actor, document

HR_ONLY = "Among HR only."  # words that the employee must never read

Do = Callable[[Run, User, str], object]


def always(model: Model, part: str) -> bool:
    return True


def nothing(model: Model, person: str) -> None:
    """Nothing of the model changes."""


@dataclass(frozen=True, kw_only=True)
class Try:
    """`parts` may do it, and only while it is `open`; `there` says whether what it is done to exists. `faults` are
    wrong ways to do it, each with what it is refused with; `refused` is a rule that this moment breaks. As many events
    as `events` says are appended. `way` tells one from others of the same act.
    """

    act: str
    parts: tuple[str, ...]
    do: Do
    way: str = ""
    open: Callable[[Model, str], bool] = always
    there: Callable[[Model], bool] = lambda model: True
    then: Callable[[Model, str], None] = nothing
    faults: Mapping[str, type[Exception]] = field(default_factory=dict)
    refused: Callable[[Model, str], type[Exception] | None] = lambda model, person: None
    events: tuple[int, ...] = (1,)

    def __repr__(self) -> str:
        return f"{self.act} {self.way}".rstrip()

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: FBT001 - as hypothesis calls it
        """How a walk that found a fault is printed."""
        printer.text(repr(self))

    def expected(self, model: Model, person: str, fault: str = "") -> type[Exception] | None:
        """The refusal, or None where it is done."""
        part = model.parts.get(person) or next((part for part in model.narrow(person) if part in self.parts), None)
        if part is None:
            return NotVisible
        if part not in self.parts:
            return NotYourPart
        if not self.open(model, part):
            return WrongMoment
        return self.faults.get(fault) or self.refused(model, person)


def at(*statuses: str) -> Callable[[Model, str], bool]:
    return lambda model, part: model.status in statuses


def to(status: str) -> Callable[[Model, str], None]:
    def then(model: Model, person: str) -> None:
        model.status = status

    return then


def signed(action: Callable[..., Any], step: Step, **words: Any) -> Do:
    return lambda run, user, fault: action(run.plan, **words, **run.signing(user, step, fault))


def receipt(action: Callable[..., Any], step: Step) -> Do:
    """With one of the employee's answers."""

    def sign(run: Run, user: User, fault: str) -> None:
        comment = "I see it otherwise." if run.answer == Answer.DISAGREED else ""
        action(run.plan, answer=run.answer, comment=comment, **run.signing(user, step, fault))

    return sign


# Of the case and the draft ---------------------------------------------------------------------


def say(run: Run, user: User, fault: str) -> None:
    among_hr = user != run.who.ben
    cases.add_comment(run.case, by=actor(user), text=HR_ONLY if among_hr else "So?", topic="plan", among_hr=among_hr)


def edit(run: Run, user: User, fault: str) -> None:
    revision = run.plan.revision - (fault == "an old revision")
    plans.save_draft(run.plan, by=actor(user), revision=revision, document=document())


def give_view(run: Run, user: User, fault: str) -> None:
    plan = run.plan
    digest = plan.versions.get(number=plan.consulted).digest
    shown = "0" * 64 if fault == "another digest" else digest
    plans.answer_consultation(plan, by=actor(user), digest=shown, answer=view(plan))


def reply(run: Run, user: User, fault: str) -> None:
    plan = run.plan
    plans.reply_to_consultation(plan, by=actor(user), digest=answer_digest(plan), reply=reply_to(plan))


def read(run: Run, user: User, fault: str) -> None:
    """The newest version that the employee may read, and has not read."""
    plan = run.plan
    plans.view_version(plan, plan.versions.get(number=run.model.to_view()), by=actor(user))


def answers(model: Model, person: str) -> None:
    assert model.round
    model.round.answered = True


def replies(model: Model, person: str) -> None:
    assert model.round
    model.round.replied = True


DRAFTING = (
    Try(act="cases.add_comment", parts=("subject", "manager", "hr_partner", "second_line"), do=say),
    Try(
        act="cases.read_as_auditor",
        parts=("auditor",),
        do=lambda run, user, _: cases.read_as_auditor(run.case, by=actor(user)),
    ),
    Try(
        act="records.request_copy",
        parts=("subject", "manager", "hr_partner", "hr", "auditor", "second_line", "hearer"),
        do=lambda run, user, _: records.request_copy(run.case, by=actor(user)),
        events=(0, 1),  # none where nothing happened since the same person asked
    ),
    Try(
        act="plans.start_plan",
        parts=("manager",),
        open=lambda model, part: False,  # there is one already
        do=lambda run, user, _: plans.start_plan(run.case, by=actor(user)),
    ),
    Try(
        act="plans.edit_plan",
        parts=("manager",),
        there=lambda model: not model.in_force,  # from then on an amendment is written
        open=at("draft", "consultation", "returned"),
        faults={"an old revision": plans.StaleDraft},
        do=edit,
        events=(0,),
    ),
    Try(
        act="plans.open_consultation",
        parts=("manager",),
        open=lambda model, part: model.status in {"draft", "returned", "consultation"} and model.is_settled,
        do=lambda run, user, _: plans.open_consultation(run.plan, by=actor(user)),
        then=lambda model, person: model.asks_the_employee(),
    ),
    Try(
        act="plans.answer_consultation",
        parts=("subject",),
        there=lambda model: model.round is not None,
        open=lambda model, part: model.status == "consultation" and bool(model.round and not model.round.answered),
        faults={"another digest": FAULTS_OF_SIGNING["another digest"]},
        do=give_view,
        then=answers,
    ),
    Try(
        act="plans.reply_to_consultation",
        parts=("manager",),
        open=lambda model, part: (
            model.status == "consultation" and bool(model.round and model.round.answered and not model.round.replied)
        ),
        do=reply,
        then=replies,
    ),
    Try(
        act="plans.submit_plan",
        parts=("manager",),
        open=lambda model, part: model.status in {"draft", "returned", "consultation"} and model.is_settled,
        do=lambda run, user, _: plans.submit_plan(run.plan, by=actor(user)),
        then=lambda model, person: model.freezes("hr_review"),
    ),
    Try(
        act="plans.view_version",
        parts=("subject",),
        there=lambda model: bool(model.readable) and model.to_view() not in model.viewed,
        open=lambda model, part: model.status in SHOWN,
        do=read,
        then=lambda model, person: model.viewed.add(model.to_view()),
    ),
)

# The review and the issue ----------------------------------------------------------------------

REVIEW = (
    Try(
        act="plans.return_plan",
        parts=("hr_partner", "second_line"),
        open=lambda model, part: (model.status, part) in {("hr_review", "hr_partner"), ("second_line", "second_line")},
        do=lambda run, user, _: plans.return_plan(run.plan, by=actor(user), comment=HR_ONLY),
        then=to("returned"),
    ),
    Try(
        act="plans.approve_plan",
        parts=("hr_partner",),
        open=at("hr_review"),
        faults=FAULTS_OF_SIGNING,
        do=signed(plans.approve_plan, Step.ISSUE, fairness=FAIRNESS),
        then=to("approved"),
    ),
    Try(
        act="plans.pass_to_second_line",
        parts=("hr_partner",),
        open=lambda model, part: model.status == "hr_review" and model.holders["manager"] in WITH_A_MANAGER,
        faults=FAULTS_OF_SIGNING,
        do=signed(plans.pass_to_second_line, Step.ISSUE, fairness=FAIRNESS),
        then=lambda model, person: model.asks_the_second_line(),
    ),
    Try(
        act="plans.approve_second_line",
        parts=("second_line",),
        open=at("second_line"),
        faults=FAULTS_OF_SIGNING,
        do=signed(plans.approve_second_line, Step.ISSUE),
        then=to("approved"),
    ),
    Try(
        act="plans.issue_plan",
        parts=("manager",),
        open=at("approved"),
        faults=FAULTS_OF_SIGNING,
        do=signed(plans.issue_plan, Step.ISSUE),
        then=lambda model, person: model.issues(),
    ),
    Try(
        act="plans.cancel_plan",
        parts=("hr_partner",),
        open=lambda model, part: model.status not in {*ENDED, "decided", "sustain"},
        do=lambda run, user, _: plans.cancel_plan(run.plan, by=actor(user), reason="Moved to another post."),
        then=to("cancelled"),
    ),
)
