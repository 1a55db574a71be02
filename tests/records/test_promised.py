"""What the record tells of what was promised: as it stood at its last event, in its own words and pictures."""

from datetime import timedelta

import pytest

from cases.models import CaseChain
from plans.models import Plan
from plans.states import PlanStatus
from records.asof import as_of
from records.compose import compose, context_of
from records.models import RecordCopy
from records.promised import promised_as_of, strip_as_of
from reviews.charts.strip import Standing
from tests import amending
from tests.deliveries import confirm, deliver, dispute, support_of
from tests.receipts import slip
from tests.reviews.test_deliveries import other_help
from tests.world import START, People, hold, plan_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_plan")]


@pytest.fixture
def plan(who: People) -> Plan:
    return plan_in(PlanStatus.ACTIVE, who)


def copy_at(plan: Plan, who: People, seq: int) -> RecordCopy:
    """Ben's copy, as it would have been made after this event."""
    told = {"part": "subject", "language": "en", "head": "0" * 64}
    return RecordCopy(case=plan.case, requested_by=who.ben, seq=seq, **told)


def head(plan: Plan) -> int:
    return CaseChain.objects.get(pk=plan.case_id).seq


def test_each_copy_tells_what_had_come_and_been_said_by_then(who: People, plan: Plan) -> None:
    seqs = [head(plan)]
    for step in (deliver, dispute, deliver, confirm):
        step(plan, who)
        seqs.append(head(plan))
    told = []
    for seq in seqs:
        found = promised_as_of(as_of(copy_at(plan, who, seq)))
        assert found
        told.append((found.all[0].state, len(found.all[0].deliveries)))
    assert told == [("overdue", 0), ("delivered", 1), ("disputed", 1), ("delivered", 2), ("confirmed", 2)]


def test_what_was_delivered_and_is_promised_no_more_stays(who: People, plan: Plan) -> None:
    deliver(plan, who, promised=support_of(plan), words="Every Monday.")
    amending.in_force(plan, who, edit=other_help)
    found = promised_as_of(as_of(copy_at(plan, who, head(plan))))
    assert found
    assert [row.content["content"] for row in found.dropped] == ["One-to-one at the bench"]
    assert [row.content["content"] for row in found.all][1] == "A course"


def test_it_says_both_sides_words_and_names_the_files(who: People, plan: Plan) -> None:
    deliver(plan, who, evidence=[slip()], delivered_on=START + timedelta(days=1))
    dispute(plan, who, "He was ill.")
    hold(plan, who)
    html = compose(copy_at(plan, who, head(plan)))
    section = html[html.index('<section id="promised"') : html.index('<section id="outcome"')]
    for words in ("Two hours a week", "Each Monday with Gus.", "Disputed", "He was ill.", "slip.txt", "Nothing was"):
        assert words in section, words
    assert "0 of 2 delivered" in section
    assert section.count("<rect") == 2
    calendar = html[html.index('<section id="calendar"') : html.index('<section id="consequences"')]
    assert 'class="strip-held"' in calendar


def test_before_the_plan_runs_there_is_nothing(who: People) -> None:
    plan = plan_in(PlanStatus.ISSUED, who)
    case = as_of(copy_at(plan, who, head(plan)))
    assert (promised_as_of(case), strip_as_of(case)) == (None, None)
    assert context_of(case, [])["promised"] is None


def test_the_strip_is_that_of_the_moment(who: People, plan: Plan) -> None:
    before = head(plan)
    hold(plan, who)
    stood = []
    for seq in (before, head(plan)):
        strip = strip_as_of(as_of(copy_at(plan, who, seq)))
        assert strip
        stood.append(strip.stops[0].standing)
    assert stood == [Standing.MISSED, Standing.HELD]


def test_both_targets_stand_in_the_chart_after_a_change(who: People, plan: Plan) -> None:
    amending.in_force(plan, who)
    (row,) = as_of(copy_at(plan, who, head(plan))).items
    (stretch,) = row["chart"].former
    assert (str(stretch.former.target.target), str(row["chart"].target.target)) == ("2.00", "3.00")
