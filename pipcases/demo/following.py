"""Steps of a story after its outcome: what follows it, and the sustain period."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from reviews import actions as reviews
from reviews.models import CheckIn
from reviews.sustaining import next_check_in, period_for

from .evidence import files_of
from .story import Story

if TYPE_CHECKING:
    from .walk import Walk


def _record(going: "Walk", step: Story) -> None:
    told = {name: step[name] for name in ("kind", "words", "owner", "due_on")}
    reviews.record_follow_on(going.plan, by=going.by(step.get("by", "hr_partner")), **told)


def _finish(going: "Walk", step: Story) -> None:
    """The one of this number, by whoever sees to it."""
    row = going.plan.follow_ons.get(number=step["number"])
    told = {"done_on": step["done_on"], "words": step["words"], "evidence": files_of(step)}
    reviews.finish_follow_on(going.plan, by=going.by(row.owner_part), follow_on=row, **told)


def _begin(going: "Walk", step: Story) -> None:
    shown = period_for(going.plan, step["days"]).in_one_line
    reviews.begin_sustain(going.plan, by=going.by("hr_partner"), days=step["days"], shown=shown)


def _check_in(going: "Walk", step: Story) -> None:
    """The next one, on the day of the step."""
    found = next_check_in(going.plan)
    assert found  # noqa: S101 - the story has no more of them than were planned
    told = {"keeping": step["keeping"], "words": step["words"], "agreed": step.get("agreed", "")}
    reviews.record_check_in(going.plan, by=going.by("manager"), number=found.number, held_on=step["on"], **told)


def _answer(going: "Walk", step: Story) -> None:
    """The one that was recorded last."""
    found = CheckIn.objects.filter(sustain__plan=going.plan, record__isnull=False).latest("number")
    reviews.answer_check_in(going.plan, by=going.by("subject"), check_in=found, words=step["words"])


STEPS: dict[str, Callable[["Walk", Story], None]] = {
    "record_follow_on": _record,
    "finish_follow_on": _finish,
    "begin_sustain": _begin,
    "record_check_in": _check_in,
    "answer_check_in": _answer,
}
