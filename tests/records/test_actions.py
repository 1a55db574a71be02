"""Asking for a copy."""

import pytest

from cases.models import CaseEvent
from cases.refusals import NotVisible, WrongMoment
from cases.states import Part, Stage
from plans.states import PlanStatus
from records.actions import request_copy
from records.models import RecordCopy
from records.states import CopyState, Fault
from tests.records.cases import asked_for, head_of
from tests.world import People, actor, opened, plan_in

pytestmark = pytest.mark.usefixtures("after_the_plan")


def test_a_request_is_an_event_that_names_what_was_taken(who: People) -> None:
    plan = plan_in(PlanStatus.ACTIVE, who)
    seq, head = head_of(plan.case)
    copy = asked_for(plan.case, who.ben)
    assert (copy.seq, copy.head, copy.part, copy.state) == (seq, head, Part.SUBJECT, CopyState.WAITING)
    event = CaseEvent.objects.get(case=plan.case, seq=seq + 1)
    assert event.act == "records.request_copy"
    facts = {"copy": str(copy.pk), "part": "subject", "language": "en", "seq": seq, "head": head, "kind": "record"}
    assert event.data["facts"] == facts


def test_a_second_click_makes_no_second_copy(who: People) -> None:
    plan = plan_in(PlanStatus.ACTIVE, who)
    first = asked_for(plan.case, who.ben)
    assert asked_for(plan.case, who.ben) == first
    assert head_of(plan.case)[0] == first.seq + 1
    assert asked_for(plan.case, who.ada) != first
    assert asked_for(plan.case, who.ben) != first  # something has happened since: Ada asked


def test_a_failed_copy_is_asked_for_anew(who: People) -> None:
    plan = plan_in(PlanStatus.ACTIVE, who)
    first = asked_for(plan.case, who.ben)
    RecordCopy.objects.update(state=CopyState.FAILED, fault=Fault.BROKEN, finished_at=first.requested_at)
    assert asked_for(plan.case, who.ben) != first


def test_others_find_nothing_and_an_opening_case_has_no_record(who: People) -> None:
    case = opened(who)
    for user in (who.fay, who.gus, who.ivy, who.ben, who.hal):
        with pytest.raises(NotVisible):
            request_copy(case, by=actor(user))
    type(case).objects.update(stage=Stage.OPENING)
    case.refresh_from_db()
    with pytest.raises(WrongMoment):
        request_copy(case, by=actor(who.ada))
    assert not RecordCopy.objects.exists()
