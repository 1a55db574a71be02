"""Whatever is typed into the editor of a plan: what makes no sense is said beside the field, and no word is lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse

from plans.models import Plan
from plans.states import PlanStatus
from tests.pages import signed_in, text
from tests.rules.test_bad_input import AT, ITEM_ID, PLAN_FORM, form_at
from tests.world import END, ITEM, PLAN, START, People, plan_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_plan")]


class TestDrafts:
    @pytest.fixture
    def plan(self, who: People) -> Plan:
        return plan_in(PlanStatus.DRAFT, who)

    def edit(self, who: People, plan: Plan, **changes: Any) -> HttpResponse:
        return form_at(plan.case, signed_in(who.ada), "plan/edit/", PLAN_FORM).send(**changes)

    def add(self, who: People, plan: Plan, **changes: Any) -> HttpResponse:
        """Save the plan with its item changed."""
        return self.edit(who, plan, **{f"{AT}-{name}": value for name, value in changes.items()})

    def test_a_stale_save_is_409_with_both_words(self, who: People, plan: Plan) -> None:
        response = self.edit(who, plan, revision=plan.revision - 1, findings="My own new words")
        assert response.status_code == 409
        assert "My own new words" in text(response)
        assert str(PLAN["findings"]) in text(response)

    def test_saved_twice_the_second_is_stale(self, who: People, plan: Plan) -> None:
        client, address = signed_in(who.ada), f"/cases/{plan.case.reference}/plan/edit/"
        form = {**PLAN_FORM, "revision": plan.revision}
        assert [client.post(address, form).status_code for _press in range(2)] == [302, 409]

    @pytest.mark.parametrize(
        "changes",
        [
            {"ends_on": START},
            {"ends_on": START - timedelta(days=1)},
            {"starts_on": "1999-12-31"},
            {"ends_on": "2101-01-01"},
            {"starts_on": "0001-01-01", "ends_on": "9999-12-31", "cadence": "weekly"},
            {"starts_on": "", "cadence": "weekly"},
            {"cadence": "hourly"},
            {"feedback-0-said": "x" * 1001},
        ],
        ids=str,
    )
    def test_a_calendar_or_list_that_makes_no_sense(self, who: People, plan: Plan, changes: dict[str, Any]) -> None:
        """It is said beside the field, and the rest of the words is saved."""
        client = signed_in(who.ada)
        form = {**PLAN_FORM, "revision": plan.revision, "findings": "My own words", **changes}
        response = client.post(f"/cases/{plan.case.reference}/plan/edit/", form)
        assert response.status_code == 422
        assert "My own words" in text(response)
        assert Plan.objects.get(pk=plan.pk).document.basis.findings == "My own words"

    @pytest.mark.parametrize("total", ["100000", "x", "-1"])
    def test_a_list_without_its_number_of_rows_stays_as_it_was(self, who: People, plan: Plan, total: str) -> None:
        form = {**PLAN_FORM, "revision": plan.revision, "feedback-TOTAL_FORMS": total}
        assert signed_in(who.ada).post(f"/cases/{plan.case.reference}/plan/edit/", form).status_code == 302
        assert Plan.objects.get(pk=plan.pk).document.basis.prior_feedback == plan.document.basis.prior_feedback

    @pytest.mark.parametrize("cadence", ["weekly", "fortnightly", "monthly", "quarterly"])
    def test_dates_that_are_worked_out_can_be_saved_again(self, who: People, plan: Plan, cadence: str) -> None:
        """However long the plan: what the page shows, it takes."""
        client, address = signed_in(who.ada), f"/cases/{plan.case.reference}/plan/edit/"
        form = {**PLAN_FORM, "revision": plan.revision, "ends_on": START + timedelta(days=3000), "cadence": cadence}
        assert client.post(address, form).status_code in (302, 422)
        plan.refresh_from_db()
        days = plan.document.calendar.checkpoints
        rows = {f"checkpoints-{number}-due_on": day for number, day in enumerate(days)}
        again = {**PLAN_FORM, **rows, "revision": plan.revision, "checkpoints-TOTAL_FORMS": len(days)}
        assert client.post(address, again).status_code == 302

    @pytest.mark.parametrize(
        "changes",
        [
            {"target": ITEM["baseline"]},
            {"direction": "raise"},
            {"baseline": "1e5"},
            {"target": "123456789012.00"},
            {"due_on": END.replace(year=2200)},
            {"cause": "laziness"},
            {"direction": "within", "lower_limit": "1.00", "baseline": "1.50"},
            {"direction": "within", "lower_limit": "9.00"},
            {"measure": "rubric", "baseline_level": "3", "target_level": "2"},
            {"weight": "-1"},
            {"support-0-kind": "magic"},
            {"support-0-hours": "many"},
            {"commitments-0-needed_by": "0001-01-01"},
        ],
        ids=str,
    )
    def test_an_item_that_makes_no_sense(self, who: People, plan: Plan, changes: dict[str, Any]) -> None:
        response = self.add(who, plan, **{"observed": "My own words", **changes})
        if changes == {"baseline": "1e5"}:
            assert response.status_code == 302  # a number as good as any
        else:
            assert response.status_code == 422
            assert "My own words" in text(response)

    @pytest.mark.parametrize(
        "what", ["", ":", "up:", "up:x", f"up:{ITEM_ID}", "remove:" + "9" * 5000, "add:é", "fly:1"]
    )
    def test_a_button_that_is_none_of_ours(self, who: People, plan: Plan, what: str) -> None:
        assert self.edit(who, plan, do=what).status_code == 302

    @pytest.mark.parametrize(
        "query", ["after=x", "after=9999-12-31T23:59:59-23:59_0", "before=x", "before=-1", "before=٣"]
    )
    def test_a_query_of_ones_own_making(self, who: People, plan: Plan, query: str) -> None:
        client = signed_in(who.ada)
        for page in ("/", "/cases/", f"/cases/{plan.case.reference}/history/"):
            assert client.get(f"{page}?{query}").status_code == 200
