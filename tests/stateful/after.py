"""Acts after an outcome, as `tests.stateful.acts` has the others: what follows it, and the sustain period."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from cases.refusals import WrongMoment
from people.models import User
from reviews import actions as reviews
from reviews.models import CheckIn, FollowOn
from reviews.states import Keeping
from tests.stateful.acts import Try
from tests.stateful.end_model import DECIDED, CheckIns, Followed
from tests.stateful.model import Model
from tests.stateful.run import Run
from tests.world import actor

DAY = timedelta(days=1)
LENGTH, EVERY, CHECK_INS = 90, 30, 3  # by the general rules
FRIDAY = 4
FOLLOWS = {"recognition": {"met", "partially_met"}, "training": {"partially_met", "not_met"}}


def newest(run: Run) -> FollowOn:
    return FollowOn.objects.filter(plan=run.plan).latest("number")


def agree(kind: str) -> Try:
    """Thanks follow what was reached, help what was not."""

    def do(run: Run, user: User, fault: str) -> None:
        due_on = timezone.localdate() + (-DAY if fault == "yesterday" else 14 * DAY)
        said: dict[str, Any] = {"owner": "mentor" if fault == "nobody's part" else "manager", "due_on": due_on}
        found = "dismissal" if fault == "what no rule offers" else kind
        reviews.record_follow_on(run.plan, by=actor(user), kind=found, words="In May.", **said)

    return Try(
        act="reviews.record_follow_on",
        way=kind,
        parts=("manager", "hr_partner"),
        open=lambda model, part: model.status in DECIDED and result(model) != "cancelled",
        faults=dict.fromkeys(("yesterday", "nobody's part", "what no rule offers"), ValidationError),
        refused=lambda model, person: None if result(model) in FOLLOWS[kind] else ValidationError,
        do=do,
        then=lambda model, person: model.end.follow_ons.append(Followed(kind)),
    )


def result(model: Model) -> str:
    """Of the outcome that stands; there is one wherever this is asked."""
    return model.end.standing.result if model.end.standing else ""


def day_of(run: Run, fault: str, first: date) -> date:
    """Today, or a wrong day: one ahead, or one before the first."""
    if fault:
        return timezone.localdate() + DAY if fault == "tomorrow" else first - DAY
    return timezone.localdate()


def finish(run: Run, user: User, fault: str) -> None:
    row = newest(run)
    day = day_of(run, fault, timezone.localdate(row.at))
    reviews.finish_follow_on(run.plan, by=actor(user), follow_on=row, done_on=day, words="It was done.")


def ended(how: str) -> Callable[[Model, str], None]:
    return lambda model, person: setattr(model.end.follow_ons[-1], "ended", how)


def of_follow_on(act: str, **fields: Any) -> Try:
    """Of the one agreed on last, as long as it is open."""
    return Try(
        act=act,
        there=lambda model: bool(model.end.follow_ons),
        open=lambda model, part: model.status in DECIDED and not model.end.follow_ons[-1].ended,
        **fields,
    )


def begin(run: Run, user: User, fault: str) -> None:
    days = 400 if fault == "too long" else LENGTH
    shown = shown_days(days - 7 * (fault == "other days than were shown"))
    reviews.begin_sustain(run.plan, by=actor(user), days=days, shown=shown)


def shown_days(length: int) -> str:
    """Of check-ins from today on: every thirty days and on the last, on a working day at the latest then."""
    days = sorted({*range(EVERY, length, EVERY), length})
    wanted = [timezone.localdate() + day * DAY for day in days]
    return " ".join((day - max(0, day.weekday() - FRIDAY) * DAY).isoformat() for day in wanted)


def begins(model: Model, person: str) -> None:
    model.status = "sustain"
    model.end.check_ins = CheckIns(model.today + timedelta(days=LENGTH), [""] * CHECK_INS)


def check_in(run: Run, user: User, fault: str) -> None:
    found = run.model.end.check_ins
    number = (found.done if found else 0) + 1 + (fault == "not the next one")
    first = CheckIn.objects.filter(sustain__plan=run.plan).first()
    day = day_of(run, "" if fault == "not the next one" else fault, first.sustain.first_on if first else date.max)
    said: dict[str, Any] = {"keeping": Keeping.KEEPS_UP, "held_on": day, "words": "Under 2 %."}
    reviews.record_check_in(run.plan, by=actor(user), number=number, **said)


def checks_in(model: Model, person: str) -> None:
    assert model.end.check_ins
    model.end.check_ins.states[model.end.check_ins.done] = "recorded"


def answer(run: Run, user: User, fault: str) -> None:
    row = CheckIn.objects.filter(sustain__plan=run.plan, record__isnull=False).latest("number")
    reviews.answer_check_in(run.plan, by=actor(user), check_in=row, words="" if fault else "The sheet helps.")


def answers(model: Model, person: str) -> None:
    assert model.end.check_ins
    model.end.check_ins.states[model.end.check_ins.done - 1] = "answered"


def may_check_in(model: Model, part: str) -> bool:
    found = model.end.check_ins
    return model.status == "sustain" and found is not None and found.done < CHECK_INS


def may_answer(model: Model, part: str) -> bool:
    found = model.end.check_ins
    return model.status in {"sustain", "closed"} and found is not None and found.states[found.done - 1] == "recorded"


AFTER = (
    agree("recognition"),
    agree("training"),
    of_follow_on(
        "reviews.finish_follow_on",
        parts=("manager", "second_line", "hr_partner"),
        faults=dict.fromkeys(("tomorrow", "before it was agreed"), ValidationError),
        do=finish,
        then=ended("done"),
    ),
    of_follow_on(
        "reviews.drop_follow_on",
        parts=("hr_partner",),
        do=lambda run, user, _: reviews.drop_follow_on(run.plan, by=actor(user), follow_on=newest(run), words="No."),
        then=ended("dropped"),
    ),
    Try(
        act="reviews.begin_sustain",
        parts=("hr_partner",),
        open=lambda model, part: model.status == "decided" and result(model) == "met",
        faults=dict.fromkeys(("too long", "other days than were shown"), ValidationError),
        do=begin,
        then=begins,
    ),
    Try(
        act="reviews.record_check_in",
        parts=("manager",),
        open=may_check_in,
        faults={"tomorrow": ValidationError, "before it began": ValidationError, "not the next one": WrongMoment},
        do=check_in,
        then=checks_in,
    ),
    Try(
        act="reviews.answer_check_in",
        parts=("subject",),
        there=lambda model: bool(model.end.check_ins and model.end.check_ins.done),
        open=may_answer,
        faults={"no words": ValidationError},
        do=answer,
        then=answers,
    ),
)
