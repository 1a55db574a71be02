"""While a plan is paused nobody is late with what lies ahead; what was late when it stopped stays so (R22)."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

import pytest
import time_machine

from cases.seat import Seat
from plans.models import Plan
from plans.states import PlanStatus
from records.actions import request_copy
from records.compose import compose
from records.models import RecordCopy
from reviews.charts.strip import Standing
from reviews.promised import promises_for
from reviews.queries import checkpoints_of, strip_for
from reviews.states import PromiseState
from tests.amending import AWAY, pause
from tests.pages import signed_in, text
from tests.world import END, START, People, actor, plan_in

pytestmark = pytest.mark.django_db


def on(day: date) -> time_machine.travel:
    return time_machine.travel(datetime.combine(day, time(9), UTC), tick=False)


@pytest.fixture
def plan(who: People) -> Iterator[Plan]:
    """Paused after the commitment of its item was needed, and before a checkpoint; looked at after all of them."""
    with on(START):
        plan = plan_in(PlanStatus.ACTIVE, who)
    with on(AWAY):
        pause(plan, who)
    with on(END):
        yield Plan.objects.get(pk=plan.pk)


def test_only_what_was_due_before_is_missed(who: People, plan: Plan) -> None:
    checkpoints = checkpoints_of(plan)
    strip = strip_for(Seat(plan.case, who.ben), plan, checkpoints)
    assert strip is not None
    before = {row.number for row in checkpoints if row.due_on < AWAY}
    assert 0 < len(before) < len(checkpoints)
    assert {stop.number for stop in strip.stops if stop.standing == Standing.MISSED} == before


def test_only_what_was_promised_for_a_day_before_is_overdue(who: People, plan: Plan) -> None:
    found = promises_for(Seat(plan.case, who.ben), plan)
    assert [row.state for row in found] == [PromiseState.OVERDUE, PromiseState.OPEN]
    assert all(row.is_paused for row in found)


def test_pages_and_record_say_so(who: People, plan: Plan) -> None:
    shown = text(signed_in(who.ben).get(f"/cases/{plan.case.reference}/"))
    assert shown.count("overdue when the plan was paused") == 2
    assert "overdue," not in shown
    request_copy(plan.case, by=actor(who.ben))
    written = compose(RecordCopy.objects.get())
    assert written.count("overdue when the plan was paused") == 1
    assert written.count("ot held, overdue") == 2  # in the table of dates, and at the checkpoint
