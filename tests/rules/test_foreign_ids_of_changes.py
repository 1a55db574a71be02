"""Ids of another case's changes, people and delegations, put into addresses and forms, find and do nothing."""

import uuid
from typing import Any

import pytest

from cases import actions as cases
from cases.models import CasePart
from cases.refusals import NotVisible
from people.actions import add_user, deactivate
from plans.models import Amendment, SignOff
from plans.states import AmendmentStatus, ChangeKind, PlanStatus
from tests import amending, world
from tests.handing_over import delegate, today
from tests.pages import press_twice, signed_in, text
from tests.rules.test_foreign_ids import MARK, Two, other_world
from tests.world import ITEM, PASSWORD, People, actor, hold, plan_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_plan")]


@pytest.fixture
def theirs(who: People) -> People:
    """Everybody with Lea in Ben's place."""
    return other_world(who, add_user("lea@example.com", name="Lea", manager=who.ada))


@pytest.fixture
def two(who: People, theirs: People, monkeypatch: pytest.MonkeyPatch) -> Two:
    mine = plan_in(PlanStatus.ACTIVE, who)
    hold(mine, who)
    monkeypatch.setattr(world, "ITEM", {**ITEM, "area": MARK, "observed": MARK})
    other = plan_in(PlanStatus.ACTIVE, theirs)
    hold(other, theirs)
    return Two(mine, other)


@pytest.mark.parametrize("person", ["ada", "ben", "cleo", "dora", "emil"])
def test_a_change_of_another_case(who: People, theirs: People, two: Two, person: str) -> None:
    amending.in_force(two.other, theirs, kind=ChangeKind.EXTENSION, edit=amending.longer)
    response = signed_in(getattr(who, person)).get(two.page("plan/changes/1/"))
    assert (response.status_code, MARK in text(response)) == (404, False)


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_minutes_of_a_checkpoint_of_another_case(who: People, theirs: People, two: Two, method: str) -> None:
    """Only the other plan, which was extended, has a third one."""
    amending.in_force(two.other, theirs, kind=ChangeKind.EXTENSION, edit=amending.longer)
    address = two.page("checkpoints/3/correct/")
    response = getattr(signed_in(who.ada), method)(address, {"wrong": "x", "right": "y"})
    assert (response.status_code, MARK in text(response)) == (404, False)


@pytest.mark.parametrize(("page", "person"), [("review", "cleo"), ("issue", "ada")])
def test_the_digest_of_a_change_of_another_case(who: People, theirs: People, two: Two, page: str, person: str) -> None:
    how = {"review": amending.submitted, "issue": amending.approved}[page]
    how(two.mine, who)
    shown, before = how(two.other, theirs).version, SignOff.objects.count()
    assert shown is not None
    form = {"digest": shown.digest, "password": PASSWORD}
    response = press_twice(signed_in(getattr(who, person)), two.page(f"plan/changes/{page}/"), form)
    assert response.status_code == 422
    assert "has changed meanwhile" in text(response)
    assert SignOff.objects.count() == before


def test_the_dates_on_which_another_plan_goes_on(who: People, theirs: People, two: Two) -> None:
    amending.pause(two.mine, who)
    amending.pause(two.other, theirs)
    form = {"digest": amending.digest_on_resuming(two.other), "until_on": amending.BACK, "password": PASSWORD}
    assert press_twice(signed_in(who.cleo), two.page("plan/resume/"), form).status_code == 422
    two.mine.refresh_from_db()
    assert two.mine.status == PlanStatus.PAUSED


@pytest.mark.parametrize("page", ["begin", "submit", "review", "return", "issue", "withdraw"])
@pytest.mark.parametrize("person", ["fay", "gus", "ivy"])
def test_a_change_of_a_case_one_does_not_see(who: People, two: Two, page: str, person: str) -> None:
    amending.submitted(two.mine, who)
    client, address = signed_in(getattr(who, person)), two.page(f"plan/changes/{page}/")
    assert [send(address).status_code for send in (client.get, client.post)] == [404, 404]
    assert Amendment.objects.get().status == AmendmentStatus.HR_REVIEW


class TestPeople:
    """The parts of a case, given to and taken from people by their ids."""

    def parts(self, two: Two) -> list[tuple[Any, ...]]:
        rows = CasePart.objects.filter(case=two.mine.case).order_by("pk")
        return list(rows.values_list("part", "user", "deputy_for", "since", "until"))

    def press(self, who: People, two: Two, page: str, **changes: Any) -> int:
        """Sent by whoever may; the parts stay as they are."""
        day = today(two.mine.case)
        form = {"reason": "other", "words": "x", "part": "manager", "first_day": day, "last_day": day, **changes}
        before, client = self.parts(two), signed_in(who.ada if page == "deputy" else who.cleo)
        status = client.post(two.page(f"people/{page}/"), form).status_code
        assert self.parts(two) == before
        return status

    @pytest.mark.parametrize("page", ["manager", "hr-partner", "deputy"])
    @pytest.mark.parametrize("name", ["ben", "cleo", "ada"])
    def test_nobody_gets_a_part_beside_their_own(self, who: People, two: Two, page: str, name: str) -> None:
        assert self.press(who, two, page, to=getattr(who, name).pk) == 422

    @pytest.mark.parametrize("name", ["fay", "gus", "ivy", "emil"])
    def test_nobody_outside_hr_is_its_partner(self, who: People, two: Two, name: str) -> None:
        assert self.press(who, two, "hr-partner", to=getattr(who, name).pk) == 422

    @pytest.mark.parametrize("page", ["manager", "hr-partner", "deputy"])
    @pytest.mark.parametrize("value", ["", "x", "-1", str(2**63), "1e9", "None", str(uuid.UUID(int=0))])
    def test_an_id_that_is_none(self, who: People, two: Two, page: str, value: str) -> None:
        assert self.press(who, two, page, to=value) == 422

    @pytest.mark.parametrize(("page", "name"), [("manager", "gus"), ("hr-partner", "dora"), ("deputy", "fay")])
    def test_nobody_who_left(self, who: People, two: Two, page: str, name: str) -> None:
        deactivate(getattr(who, name))
        assert self.press(who, two, page, to=getattr(who, name).pk) == 422

    @pytest.mark.parametrize("part", ["subject", "hr_partner", "second_line", "witness", "hr", "x", ""])
    def test_nobody_names_a_deputy_in_another_part(self, who: People, two: Two, part: str) -> None:
        assert self.press(who, two, "deputy", to=who.dora.pk, part=part) == 422

    def test_a_delegation_of_another_case_goes_on(self, who: People, theirs: People, two: Two) -> None:
        mine, other = delegate(two.mine.case, who), delegate(two.other.case, theirs, who.gus)
        assert self.press(who, two, "deputy/end", delegation=other.pk) == 422
        with pytest.raises(NotVisible):
            cases.end_delegation(two.mine.case, by=actor(who.ada), delegation=other)
        assert [CasePart.objects.get(pk=row.pk).until for row in (mine, other)] == [mine.until, other.until]
