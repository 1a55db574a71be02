"""Who sees a case at all, and the seat they have there."""

import pytest

from cases.models import CaseFile
from cases.queries import page_of_cases, work_of
from cases.refusals import NotVisible
from cases.seat import Seat, take_seat
from cases.states import Part
from people.actions import add_user, deactivate, grant_role, withdraw_role
from people.models import User
from people.states import Role
from plans.models import Plan
from plans.states import PlanStatus
from tests.handing_over import change_manager
from tests.world import People, plan_in

pytestmark = pytest.mark.django_db

PARTS = {
    "ada": {Part.MANAGER}, "ben": {Part.SUBJECT}, "cleo": {Part.HR_PARTNER}, "dora": {Part.HR}, "emil": {Part.AUDITOR},
    "fay": set(), "gus": set(), "hal": set(), "ivy": set(),
}  # fmt: skip


@pytest.fixture
def plan(who: People) -> Plan:
    return plan_in(PlanStatus.ISSUED, who)


def again(user: User) -> User:
    """The user as the next request loads them."""
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize("name", PARTS)
def test_seat_and_queryset_agree(who: People, plan: Plan, name: str) -> None:
    user = getattr(who, name)
    assert Seat(plan.case, user).parts == PARTS[name]
    assert CaseFile.objects.visible_to(user).exists() == bool(PARTS[name])


def test_an_unknown_number_and_an_unseen_case_are_refused_alike(who: People, plan: Plan) -> None:
    for reference in (plan.case.reference, "2026-222222"):
        with pytest.raises(NotVisible):
            take_seat(who.fay, reference)
    assert take_seat(who.ben, plan.case.reference.lower()).case == plan.case


def test_a_leaver_sees_nothing(who: People, plan: Plan) -> None:
    deactivate(who.ben)
    assert not CaseFile.objects.visible_to(who.ben).exists()


def test_a_role_counts_from_the_next_request_on(who: People, plan: Plan) -> None:
    withdraw_role(who.dora, Role.HR)
    assert not CaseFile.objects.visible_to(again(who.dora)).exists()
    grant_role(who.fay, Role.AUDITOR)
    assert Seat(plan.case, again(who.fay)).parts == {Part.AUDITOR}


def test_a_part_that_ended_is_none(who: People, plan: Plan) -> None:
    change_manager(plan.case, who)
    assert Seat(plan.case, who.ada).parts == set()
    assert not CaseFile.objects.visible_to(who.ada).exists()


def test_a_given_part_comes_before_a_standing_role(who: People, plan: Plan) -> None:
    """Cleo is of HR and the case's HR partner; she acts as the latter."""
    assert Seat(plan.case, who.cleo).part == Part.HR_PARTNER


@pytest.mark.parametrize("role", Role)
def test_ones_own_case_is_seen_as_an_employee_only(who: People, plan: Plan, role: Role) -> None:
    grant_role(who.ben, role)
    assert Seat(plan.case, again(who.ben)).parts == {Part.SUBJECT}


@pytest.mark.parametrize("role", Role)
def test_ones_own_draft_is_not_seen_through_a_role(who: People, role: Role) -> None:
    draft = plan_in(PlanStatus.DRAFT, who)
    grant_role(who.ben, role)
    assert Seat(draft.case, again(who.ben)).parts == set()
    assert not CaseFile.objects.visible_to(again(who.ben)).exists()


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", ["ada", "hal"])
def test_cases_of_ones_own_reports_are_not_seen_through_a_role(who: People, plan: Plan, role: Role, name: str) -> None:
    grant_role(getattr(who, name), role)
    assert Seat(plan.case, again(getattr(who, name))).parts == PARTS[name]


def test_a_cycle_in_the_reporting_line_ends(who: People, plan: Plan) -> None:
    """Hal reports to Ben, who reports to Ada, who reports to Hal: everybody is below everybody."""
    User.objects.filter(pk=who.hal.pk).update(manager=who.ben)
    assert not CaseFile.objects.visible_to(again(who.hal)).exists()
    assert CaseFile.objects.visible_to(again(who.dora)).exists()


def test_work_is_ones_own_and_most_urgent_first(who: People, plan: Plan) -> None:
    kim = add_user("kim@example.com", name="Kim", manager=who.ada)
    work = {name: work_of(getattr(who, name)) for name in ("ada", "ben", "cleo", "dora", "emil")}
    assert (work["ben"].mine, work["ada"].others, work["cleo"].others) == ([plan.case], [plan.case], [plan.case])
    assert all(not (shown.mine or shown.others) for shown in (work["dora"], work["emil"], work_of(kim)))


def test_the_list_goes_page_by_page_without_gaps(who: People) -> None:
    from tests.world import opened

    cases = [opened(who) for _case in range(7)]
    CaseFile.objects.filter(pk__in=[case.pk for case in cases[:4]]).update(opened_at=cases[0].opened_at)  # a tie
    seen: list[CaseFile] = []
    after = None
    while True:
        page = page_of_cases(who.dora, after, size=2)
        seen += page.cases
        if (after := page.after) is None:
            break
    assert len(seen) == 7
    assert {case.pk for case in seen} == {case.pk for case in cases}
    assert [case.opened_at for case in seen] == sorted((case.opened_at for case in seen), reverse=True)


@pytest.mark.parametrize("after", ["", "x", "2026-01-01", "_", "2026-01-01T00:00:00+00:00_", f"nonsense_{'0' * 32}"])
def test_an_unknown_page_starts_over(who: People, plan: Plan, after: str) -> None:
    assert page_of_cases(who.dora, after).cases == [plan.case]


@pytest.mark.parametrize("moment", ["2026-01-01", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"])
def test_a_page_key_of_ones_own_making_does_no_harm(who: People, plan: Plan, moment: str) -> None:
    assert len(page_of_cases(who.dora, f"{moment}_{'0' * 32}").cases) <= 1
