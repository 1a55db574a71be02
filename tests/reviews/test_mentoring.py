"""Who may be named a mentor, for which items, and what becomes of it when people change."""

import pytest
from django.core.exceptions import ValidationError

from cases.actions import delegate_part
from cases.errands import errands_of
from cases.models import CasePart, Notice
from cases.refusals import NotVisible, NotYourPart, WrongMoment
from cases.seat import Seat
from people.actions import add_user, deactivate
from people.models import User
from plans.calendars import today_of
from plans.models import Mentoring, Plan
from plans.states import PlanStatus
from tests import coaching, world
from tests.handing_over import change_manager
from tests.pages import signed_in, text
from tests.receipts import attest, record_refusal
from tests.world import ITEM, People, actor, close, decide, plan_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_plan")]


class TestNaming:
    @pytest.fixture
    def running(self, who: People) -> Plan:
        return plan_in(PlanStatus.ACTIVE, who)

    @pytest.mark.parametrize("name", ["ben", "ada", "cleo", "emil"])
    def test_nobody_with_another_part_the_subject_or_an_auditor(self, who: People, running: Plan, name: str) -> None:
        with pytest.raises(ValidationError):
            coaching.mentor(running, who, getattr(who, name))
        assert not Mentoring.objects.exists()
        assert not CasePart.objects.filter(part="mentor").exists()

    def test_nobody_who_left_reports_to_the_employee_or_mentors_it_already(self, who: People, running: Plan) -> None:
        below = add_user("lou@example.com", name="Lou", manager=who.ben)
        deactivate(who.gus)
        for user in (User.objects.get(pk=who.gus.pk), below):
            with pytest.raises(ValidationError):
                coaching.mentor(running, who, user)
        coaching.mentor(running, who)
        with pytest.raises(ValidationError, match="already"):
            coaching.mentor(running, who)

    def test_a_witness_may_be_a_mentor_and_a_mentor_a_witness(self, who: People) -> None:
        plan = plan_in(PlanStatus.ISSUED, who)
        coaching.mentor(plan, who)
        record_refusal(plan, who, witnesses=[who.gus, who.fay])
        coaching.mentor(plan, who, who.gus)
        for user in (who.gus, who.fay):
            assert Seat(plan.case, user).parts == {"mentor", "witness"}
            attest(plan, user)
            coaching.log(plan, who, by=actor(user))
        coaching.end(plan, who)
        assert Seat(plan.case, who.fay).parts == {"witness"}
        assert signed_in(who.fay).get(f"/cases/{plan.case.reference}/coaching/").status_code == 404

    def test_before_the_issue_they_see_nothing_and_are_told_at_the_issue(self, who: People) -> None:
        plan = plan_in(PlanStatus.APPROVED, who)
        coaching.mentor(plan, who)
        page = f"/cases/{plan.case.reference}/"
        assert signed_in(who.fay).get(page).status_code == 404
        assert not Notice.objects.filter(recipient=who.fay).exists()
        world.issue(plan, who)
        assert signed_in(who.fay).get(page).status_code == 200
        assert [row.kind for row in Notice.objects.filter(recipient=who.fay)] == ["plans.mentor_named"]
        with pytest.raises(WrongMoment):
            coaching.log(plan, who)

    def test_on_its_page_by_a_search(self, who: People, running: Plan) -> None:
        client, page = signed_in(who.cleo), f"/cases/{running.case.reference}/plan/mentors/"
        found = text(client.post(page, {"mentor-words": "fay", "find": "mentor"}))
        assert f'value="{who.fay.pk}"' in found
        sent = {"mentor": who.fay.pk, "items": str(coaching.item_id(running))}
        for wrong in ({"mentor": who.ben.pk}, {"items": "0"}, {"mentor": ""}, {"items": ""}, {"mentor": who.ada.pk}):
            assert client.post(page, {**sent, **wrong}).status_code == 422
        assert client.post(page, sent).status_code == 302
        assert "Fay" in text(client.get(f"/cases/{running.case.reference}/"))
        row = Mentoring.objects.get()
        ended = client.post(f"{page}end/", {"mentorings": str(row.pk), "reason": "Another shift."})
        assert ended.status_code == 302
        assert "Another shift." in text(signed_in(who.ben).get(f"/cases/{running.case.reference}/history/"))

    def test_the_next_request_after_it_ended_finds_nothing(self, who: People, running: Plan) -> None:
        coaching.mentor(running, who)
        client = signed_in(who.fay)
        assert client.get(f"/cases/{running.case.reference}/").status_code == 200
        coaching.end(running, who)
        assert client.get(f"/cases/{running.case.reference}/").status_code == 404
        with pytest.raises(NotVisible):
            coaching.log(running, who)
        coaching.mentor(running, who)
        assert list(Mentoring.objects.values_list("until", flat=True).order_by("since"))[1] is None

    def test_once_the_plan_has_ended_the_items_are_gone(self, who: People, running: Plan) -> None:
        coaching.mentor(running, who)
        world.run_halfway(running, who)
        for step in (decide, close):
            step(running, who)
        page = text(signed_in(who.fay).get(f"/cases/{running.case.reference}/"))
        assert ("Nothing is asked of you now." in page, ITEM["area"] in page) == (True, False)
        assert signed_in(who.fay).get(f"/cases/{running.case.reference}/coaching/").status_code == 404


class TestPeopleWhoChange:
    def test_a_mentor_who_left_is_told_of_to_the_manager(self, who: People) -> None:
        plan = plan_in(PlanStatus.ACTIVE, who)
        coaching.mentor(plan, who)
        before = errands_of(who.ada)
        deactivate(who.fay)
        (errand,) = [row for row in errands_of(who.ada) if row not in before]
        assert str(errand.label) == "Name somebody else for a mentor who left"
        assert "A mentor's account is closed." in text(signed_in(who.ada).get(f"/cases/{plan.case.reference}/"))
        coaching.end(plan, who)
        assert errands_of(who.ada) == before

    def test_a_deputy_coaches_under_their_own_name_as_the_manager(self, who: People) -> None:
        plan = plan_in(PlanStatus.ACTIVE, who)
        today = today_of(plan.case)
        delegate_part(
            plan.case, by=actor(who.ada), part="manager", to=who.gus, first_day=today, last_day=today, reason="Leave."
        )
        row = coaching.log(plan, who, by=actor(who.gus))
        assert (row.by, row.part) == (who.gus, "manager")

    def test_a_series_with_the_manager_goes_on_with_the_next_one(self, who: People) -> None:
        plan = plan_in(PlanStatus.ACTIVE, who)
        series = coaching.plan_weekly(plan, who, mentor=None, last_on=today_of(plan.case))
        change_manager(plan.case, who)
        with pytest.raises(NotVisible):
            coaching.log(plan, who, by=actor(who.ada))
        told = {"series": series.pk, "planned_on": series.first_on}
        assert coaching.log(plan, who, by=actor(who.gus), **told).series == series
        with pytest.raises(NotYourPart):
            coaching.log(plan, who, by=actor(who.cleo))
