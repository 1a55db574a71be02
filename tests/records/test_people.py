"""Who had a part, from when to when, stands on the record's first page; as of its last event, not of today."""

import re

import pytest
import time_machine
from django.utils import timezone
from django.utils.formats import date_format

from cases.states import ChangeReason, Part
from plans.models import Plan
from plans.states import PlanStatus
from records.compose import compose
from tests.handing_over import WORDS, change_hr_partner, change_manager, delegate, end
from tests.records.cases import asked_for
from tests.records.test_compose import words
from tests.world import People, hold, plan_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_plan")]


@pytest.fixture
def plan(who: People) -> Plan:
    return plan_in(PlanStatus.ACTIVE, who)


def first_page(html: str) -> str:
    found = re.search(r'<header class="title">.*?</header>', html, re.DOTALL)
    assert found
    return words(found[0])


def test_with_nothing_changed_no_dates_stand_there(who: People, plan: Plan) -> None:
    page = first_page(compose(asked_for(plan.case, who.ben)))
    assert "Line manager Ada · Assembly HR partner Cleo" in page


def test_everybody_who_had_a_part_with_their_days(who: People, plan: Plan) -> None:
    opened = date_format(plan.case.parts.earliest("since").since, "DATE_FORMAT")
    day = date_format(timezone.localdate(), "DATE_FORMAT")
    change_manager(plan.case, who)
    change_hr_partner(plan.case, who)
    for reader in (who.ben, who.dora, who.emil):
        page = first_page(compose(asked_for(plan.case, reader)))
        assert f"Line manager Ada · Assembly from {opened} to {day} Line manager Gus · Assembly from {day} on" in page
        assert f"HR partner Cleo · Assembly from {opened} to {day} HR partner Dora · Assembly from {day} on" in page


def test_deputies_and_what_they_did(who: People, plan: Plan) -> None:
    delegate(plan.case, who, first=0, days=2)
    hold(plan, People(**{**vars(who), "ada": who.fay}))
    html = compose(asked_for(plan.case, who.ben))
    assert "Line manager (deputy) Fay · Assembly for Ada, from May 2, 2026 to May 3, 2026" in first_page(html)
    assert "Fay for Ada recorded" in words(html)


def test_one_to_come_is_told_and_one_called_off_is_not(who: People, plan: Plan) -> None:
    delegate(plan.case, who, first=10, days=1)
    end(plan.case, delegate(plan.case, who, who.gus, first=20), who.ada)
    page = first_page(compose(asked_for(plan.case, who.cleo)))
    assert "for Ada, from May 12, 2026 to May 12, 2026" in page
    assert "Gus" not in page


def test_a_copy_tells_what_was_so_at_its_last_event(who: People, plan: Plan) -> None:
    row = delegate(plan.case, who, first=0, days=9)
    copy = asked_for(plan.case, who.cleo)
    before = compose(copy)
    end(plan.case, row, who.ada)
    delegate(plan.case, who, who.dora, by=who.cleo, part=Part.HR_PARTNER)
    change_manager(plan.case, who)
    with time_machine.travel(timezone.now().replace(year=2027)):
        assert compose(copy) == before


@pytest.mark.parametrize("reason", [ChangeReason.CONFLICT, ChangeReason.ABSENCE])
def test_words_of_a_conflict_are_for_hr(who: People, plan: Plan, reason: ChangeReason) -> None:
    change_manager(plan.case, who, reason=reason)
    read = {name for name in ("ben", "gus", "cleo", "emil")
            if WORDS in words(compose(asked_for(plan.case, getattr(who, name))))}  # fmt: skip
    assert read == ({"cleo", "emil"} if reason == ChangeReason.CONFLICT else {"ben", "gus", "cleo", "emil"})
