"""Acts around a checkpoint: prepared by the employee, opened by the manager, and its minutes answered by both."""

from collections.abc import Callable
from typing import Any

from cases.signing import NotWhatWasShown
from people.models import User
from plans.states import Answer, Step
from reviews import actions as reviews
from tests.meetings import minutes_digest
from tests.stateful.acts import Try
from tests.stateful.model import Model
from tests.stateful.run import ANOTHER, FAULTS_OF_SIGNING, Run
from tests.world import actor

SIDES = {"manager", "subject"}


def meets_at(model: Model) -> int:
    """The checkpoint that is prepared for: the next one, or the last where none is planned."""
    return model.first("planned") or max(model.checkpoints)


def prepare(run: Run, user: User, fault: str) -> None:
    checkpoint = run.checkpoint(meets_at(run.model))
    saved = getattr(checkpoint, "preparation", None)
    revision = 99 if fault == "another window" else saved.revision if saved else 0
    views = [reviews.OwnView(item=item, words="I see it so.") for item in checkpoint.plan.asked_items]
    reviews.prepare_checkpoint(checkpoint, by=actor(user), general="Well.", views=views, revision=revision)


def prepared(model: Model, person: str) -> None:
    model.prepared[meets_at(model)] = "draft"


def may_prepare(model: Model, part: str) -> bool:
    return model.status == "active" and bool(model.first("planned")) and model.prepared.get(meets_at(model)) != "open"


def open_(run: Run, user: User, fault: str) -> None:
    reviews.open_preparation(run.checkpoint(meets_at(run.model)), by=actor(user))


def opened(model: Model, person: str) -> None:
    model.prepared[meets_at(model)] = "open"


def may_open(model: Model, part: str) -> bool:
    number = meets_at(model)
    is_there = may_prepare(model, part) and model.prepared.get(number) == "draft"
    return is_there and model.today >= model.due[number]


def signs_at(model: Model) -> int:
    """The minutes that are signed next: the first that somebody has not signed, where there are any."""
    held = [number for number, found in sorted(model.checkpoints.items()) if found in {"held", "noted"}]
    waiting = [number for number in held if not model.minutes.get(number, set()) >= SIDES]
    return next(iter([*waiting, *held]), min(model.checkpoints))


def answers(model: Model) -> set[str]:
    return model.minutes.setdefault(signs_at(model), set())


def is_held(model: Model) -> bool:
    return model.checkpoints[signs_at(model)] in {"held", "noted"}


def sign(run: Run, user: User, fault: str) -> None:
    checkpoint = run.checkpoint(signs_at(run.model))
    said: dict[str, Any] = {}
    if user == run.who.ben:
        comment = "I see it otherwise." if run.answer == Answer.DISAGREED else ""
        said = {"answer": run.answer, "comment": comment}
    shown = minutes_digest(run.plan, checkpoint.number) or ANOTHER
    reviews.sign_minutes(checkpoint, **said, **run.signing(user, Step.MINUTES, fault, shown))


def refuse(run: Run, user: User, fault: str) -> None:
    checkpoint = run.checkpoint(signs_at(run.model))
    digest = "0" * 64 if fault == "another digest" else minutes_digest(run.plan, checkpoint.number)
    reviews.refuse_minutes(checkpoint, by=actor(user), digest=digest, words="No.")


def answered(answer: Callable[[Model, str], str]) -> Callable[[Model, str], None]:
    def then(model: Model, person: str) -> None:
        answers(model).add(answer(model, person))

    return then


MEETINGS = (
    Try(
        act="reviews.prepare_checkpoint",
        parts=("subject",),
        there=lambda model: bool(model.checkpoints),
        open=may_prepare,
        faults={"another window": reviews.SavedMeanwhile},
        do=prepare,
        then=prepared,
        events=(0,),
    ),
    Try(
        act="reviews.open_preparation",
        parts=("manager",),
        there=lambda model: bool(model.checkpoints),
        open=may_open,
        do=open_,
        then=opened,
    ),
    Try(
        act="reviews.sign_minutes",
        parts=("manager", "subject"),
        there=lambda model: bool(model.checkpoints),
        open=lambda model, part: is_held(model) and part not in answers(model),
        faults=FAULTS_OF_SIGNING,
        do=sign,
        then=answered(lambda model, person: model.parts[person]),
    ),
    Try(
        act="reviews.refuse_minutes",
        parts=("subject",),
        there=lambda model: bool(model.checkpoints),
        open=lambda model, part: is_held(model) and answers(model).isdisjoint({"subject", "refused"}),
        faults={"another digest": NotWhatWasShown},
        do=refuse,
        then=answered(lambda model, person: "refused"),
    ),
)
