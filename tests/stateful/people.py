"""Acts that change who has a part, as `tests.stateful.acts` has the others."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError

from cases import actions as cases
from cases.models import CasePart
from cases.refusals import NotYourPart
from cases.states import ChangeReason
from people.models import User
from tests.stateful.acts import HR_ONLY, Try
from tests.stateful.model import ENDED, Deputy, Model
from tests.stateful.run import Run
from tests.world import actor

DAYS = 5  # that somebody deputises


def goes_on(model: Model, part: str) -> bool:
    return model.status not in ENDED


def has_a_part(model: Model, person: str, but_for: str) -> bool:
    """Whether this person has one in the case, now or some day; `but_for` the delegations of one part."""
    deputies = {row.person for row in model.delegations if row.part != but_for}
    return person in {*model.holders.values(), *deputies}


def change(part: str, to: str) -> Try:
    """HR gives the part to this person."""
    action: Callable[..., None] = getattr(cases, f"change_{part}")

    def do(run: Run, user: User, fault: str) -> None:
        reason = "because" if fault == "another reason" else ChangeReason.OTHER
        action(run.case, by=actor(user), to=getattr(run.who, to), reason=reason, words=HR_ONLY)

    def then(model: Model, person: str) -> None:
        model.holders[part] = to
        model.deputies = [row for row in model.deputies if row.part != part]

    return Try(
        act=f"cases.change_{part}",
        parts=("hr_partner", "hr"),
        open=goes_on,
        faults={"another reason": ValidationError},
        refused=lambda model, person: ValidationError if has_a_part(model, to, part) else None,
        do=do,
        then=then,
    )


def delegate(part: str, to: str, after: int) -> Try:
    """Somebody's own part, or by the HR partner the manager's, so many days from now."""

    def days(model: Model) -> tuple[Any, Any]:
        first = model.today + timedelta(days=after)
        return first, first + timedelta(days=DAYS - 1)

    def do(run: Run, user: User, fault: str) -> None:
        first, last = days(run.model)
        first -= timedelta(days=after + 1) if fault == "yesterday" else timedelta()
        fields = {"part": part, "to": getattr(run.who, to), "first_day": first, "last_day": last, "reason": HR_ONLY}
        cases.delegate_part(run.case, by=actor(user), **fields)

    def refused(model: Model, person: str) -> type[Exception] | None:
        first, last = days(model)
        same_days = [row for row in model.delegations if row.part == part and row.first <= last and first <= row.last]
        return ValidationError if same_days or has_a_part(model, to, part) else None

    def then(model: Model, person: str) -> None:
        first, last = days(model)
        model.deputies.append(Deputy(to, part, first, last))

    return Try(
        act="cases.delegate_part",
        parts=("manager", "hr_partner"),
        open=goes_on,
        faults={"yesterday": ValidationError},
        refused=lambda model, person: not_theirs(model, person, part) or refused(model, person),
        do=do,
        then=then,
    )


def not_theirs(model: Model, person: str, part: str) -> type[Exception] | None:
    """A deputy delegates nothing; everybody else their own part, the HR partner the manager's too."""
    own = next((held for held, holder in model.holders.items() if holder == person), None)
    return None if own == part or (own, part) == ("hr_partner", "manager") else NotYourPart


def end(run: Run, user: User, fault: str) -> None:
    """The one that begins first."""
    found = run.case.parts.delegations().first() or CasePart(pk=0)
    cases.end_delegation(run.case, by=actor(user), delegation=found)


def ended(model: Model, person: str) -> None:
    model.deputies.remove(model.delegations[0])


def another_s(model: Model, person: str) -> type[Exception] | None:
    return None if model.parts[person] in {model.delegations[0].part, "hr_partner"} else NotYourPart


HANDING_ON = (
    change("manager", "gus"),
    change("manager", "fay"),
    change("manager", "ada"),
    change("hr_partner", "dora"),
    change("hr_partner", "cleo"),
    delegate("manager", "fay", 0),
    delegate("manager", "gus", 3),
    delegate("hr_partner", "dora", 0),
    Try(
        act="cases.end_delegation",
        parts=("manager", "hr_partner"),
        open=lambda model, part: goes_on(model, part) and bool(model.delegations),
        refused=another_s,
        do=end,
        then=ended,
    ),
)
