"""Acts on a plan that was issued, as `tests.stateful.acts` has the others."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from people.models import User
from reviews import actions as reviews
from reviews.models import Checkpoint, Delivery
from reviews.states import DeliveryWord, Judgement, Learned
from tests.deliveries import commitment_of, support_of
from tests.learning import learning_of
from tests.stateful.acts import Do, Try
from tests.stateful.model import Model
from tests.stateful.run import Run
from tests.world import START, actor, issued_on

RUNNING = ("active", "final_review")


def runs_at(model: Model) -> int:
    """The checkpoint that is recorded next; one that was recorded, where all were."""
    return model.first("planned") or max(model.checkpoints)


def held_on(checkpoint: Checkpoint, fault: str) -> date:
    """Today, or a wrong day."""
    if fault == "before the issue":
        return issued_on(checkpoint.plan) - timedelta(days=1)
    return timezone.localdate() + timedelta(days=fault == "tomorrow")


def hold(run: Run, user: User, fault: str) -> None:
    """Every item measured."""
    checkpoint = run.checkpoint(runs_at(run.model))
    measured = [
        reviews.Measured(item=item, value=Decimal(4), judgement=Judgement.AT_RISK, evidence="Log")
        for item in checkpoint.plan.asked_items
    ]
    reviews.hold_checkpoint(
        checkpoint,
        by=actor(user),
        held_on=held_on(checkpoint, fault),
        note="Good.",
        next_steps="Go on.",
        measured=measured[:-1] if fault == "an item left out" else measured,
    )


def held(model: Model, person: str) -> None:
    number = runs_at(model)
    model.checkpoints[number] = "held"
    if number in model.prepared:
        model.prepared[number] = "open"


def noted_at(model: Model) -> int:
    """The checkpoint that the employee notes something on: where there is none to note on, one that is not open."""
    return model.first("held") or model.first("noted") or model.first("planned")


def note(run: Run, user: User, fault: str) -> None:
    reviews.add_employee_note(run.checkpoint(noted_at(run.model)), by=actor(user), note="I see.")


def noted(model: Model, person: str) -> None:
    model.checkpoints[noted_at(model)] = "noted"


def correct(run: Run, user: User, fault: str) -> None:
    wrong = "" if fault == "nothing wrong" else "4 %"
    reviews.add_addendum(run.checkpoint(noted_at(run.model)), by=actor(user), wrong=wrong, right="5 %")


def learning(place: int, answer: Learned) -> Do:
    """The employee ticks, the manager answers; of one of the two things to learn from."""

    def do(run: Run, user: User, fault: str) -> None:
        what: dict[str, Any] = {"by": actor(user), "learning": learning_of(run.plan, place)}
        if answer == Learned.DONE:
            reviews.tick_learning(run.plan, **what)
        else:
            reviews.confirm_learning(run.plan, answer=answer, words="Show it.", **what)

    return do


def learned(place: int, answer: Learned, *before: str) -> dict[str, Any]:
    """When that step is open: while the plan runs, and after these steps; and what follows."""

    def then(model: Model, person: str) -> None:
        model.learned[place] = answer

    return {
        "there": lambda model: bool(model.checkpoints),  # rows to learn from are laid out at issue
        "open": lambda model, part: model.status in RUNNING and model.learned[place] in before,
        "do": learning(place, answer),
        "then": then,
    }


THINGS = (commitment_of, support_of)


def deliver(place: int) -> Try:
    """Recorded while nothing came, or what came is disputed."""

    def do(run: Run, user: User, fault: str) -> None:
        day = timezone.localdate() + timedelta(days=fault == "tomorrow")
        words = "" if fault == "no words" else "It came."
        reviews.deliver(run.plan, by=actor(user), promised=THINGS[place](run.plan), delivered_on=day, words=words)

    def then(model: Model, person: str) -> None:
        model.delivered[place] = "recorded"

    return Try(
        act="reviews.deliver",
        parts=("manager", "hr_partner"),
        there=lambda model: bool(model.checkpoints),
        open=lambda model, part: model.status in RUNNING and model.delivered[place] in ("", DeliveryWord.DISPUTED),
        faults=dict.fromkeys(("tomorrow", "no words"), ValidationError),
        do=do,
        then=then,
    )


def answer_delivery(place: int, answer: DeliveryWord) -> Try:
    def do(run: Run, user: User, fault: str) -> None:
        rows = Delivery.objects.filter(plan=run.plan, support__isnull=place == 0).order_by("number")
        words = "" if fault == "no words" else "So it was."
        reviews.confirm_delivery(run.plan, by=actor(user), delivery=rows.latest("number"), answer=answer, words=words)

    def then(model: Model, person: str) -> None:
        model.delivered[place] = answer

    return Try(
        act="reviews.confirm_delivery",
        parts=("subject",),
        there=lambda model: bool(model.delivered[place]),
        open=lambda model, part: (
            model.status in {*RUNNING, "paused", "decided"} and model.delivered[place] == "recorded"
        ),
        faults={"no words": ValidationError} if answer == DeliveryWord.DISPUTED else {},
        do=do,
        then=then,
    )


REVIEWS = (
    Try(
        act="reviews.hold_checkpoint",
        parts=("manager",),
        there=lambda model: bool(model.checkpoints),
        open=lambda model, part: model.status == "active" and bool(model.first("planned")),
        faults=dict.fromkeys(("tomorrow", "before the issue", "an item left out"), ValidationError),
        refused=lambda model, person: ValidationError if model.today < START else None,
        do=hold,
        then=held,
    ),
    Try(
        act="reviews.add_employee_note",
        parts=("subject",),
        there=lambda model: bool(model.checkpoints),
        open=lambda model, part: bool(model.first("held")),
        do=note,
        then=noted,
    ),
    Try(
        act="reviews.add_addendum",
        parts=("manager", "subject"),
        there=lambda model: bool(model.checkpoints),
        open=lambda model, part: bool(model.held),
        faults={"nothing wrong": ValidationError},
        do=correct,
    ),
    Try(act="reviews.tick_learning", parts=("subject",), **learned(0, Learned.DONE, "", Learned.NOT_YET)),
    Try(act="reviews.tick_learning", parts=("subject",), **learned(1, Learned.DONE, "", Learned.NOT_YET)),
    Try(act="reviews.confirm_learning", parts=("manager",), **learned(0, Learned.CONFIRMED, Learned.DONE)),
    Try(act="reviews.confirm_learning", parts=("manager",), **learned(0, Learned.NOT_YET, Learned.DONE)),
    deliver(0),
    deliver(1),
    answer_delivery(0, DeliveryWord.CONFIRMED),
    answer_delivery(0, DeliveryWord.DISPUTED),
    answer_delivery(1, DeliveryWord.DISPUTED),
)
