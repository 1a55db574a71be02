"""Acts by which parts pass on, under the rules of the whole site: bad input, words, names, races."""

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import Any

import pytest

from cases import actions as cases
from cases.models import CaseEvent, CaseFile, CasePart
from cases.states import ChangeReason, Part
from cases.verify import verify
from people.actions import add_user
from people.models import User
from people.states import Role
from plans import actions as plans
from plans.models import Plan, PlanVersion
from plans.states import PlanStatus
from tests.handing_over import change_hr_partner, change_manager, delegate, end, today
from tests.pages import signed_in, text
from tests.rules.test_bad_input import (
    Form,
    test_any_mixture_is_taken_or_refused_with_the_words_kept,
    test_well_filled_it_is_taken_and_empty_or_nasty_it_breaks_nothing,
)
from tests.together import faults, together
from tests.world import People, actor, plan_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_plan")]

FORMS = ("manager", "hr-partner", "deputy", "deputy/end")
OF_EVERY_FORM = (
    test_any_mixture_is_taken_or_refused_with_the_words_kept,
    test_well_filled_it_is_taken_and_empty_or_nasty_it_breaks_nothing,
)


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest, who: People) -> Form:
    """Each form as HR's partner sends it when all is well."""
    case = plan_in(PlanStatus.ACTIVE, who).case
    running = delegate(case, who, first=9)
    change = {"to-words": "a", "reason": "other", "words": "x"}
    days = {"first_day": today(case), "last_day": today(case)}
    fields: dict[str, dict[str, Any]] = {
        "manager": {**change, "to": who.gus.pk},
        "hr-partner": {**change, "to": who.dora.pk},
        "deputy": {**days, "to-words": "a", "to": who.fay.pk, "part": "manager", "reason": "x"},
        "deputy/end": {"delegation": running.pk},
    }
    address = f"/cases/{case.reference}/people/{request.param}/"
    return Form(signed_in(who.cleo), address, fields[request.param])


class TestIds:
    @pytest.fixture
    def case(self, who: People) -> CaseFile:
        return plan_in(PlanStatus.ACTIVE, who).case

    @pytest.mark.parametrize("page", ["manager", "hr-partner", "deputy"])
    @pytest.mark.parametrize("name", ["ben", "ada", "cleo", "nobody"])
    def test_somebody_who_cannot_have_the_part(self, who: People, case: CaseFile, page: str, name: str) -> None:
        person = getattr(who, name).pk if name != "nobody" else 10**9
        days = {"first_day": today(case), "last_day": today(case), "part": "manager"}
        said = {"to": person, "reason": "other", "words": "My own words", **days}
        before = list(case.parts.order_by("pk").values())
        answer = signed_in(who.cleo).post(f"/cases/{case.reference}/people/{page}/", said)
        assert answer.status_code == 422
        assert page == "deputy" or "My own words" in text(answer)
        assert list(case.parts.order_by("pk").values()) == before

    @pytest.mark.parametrize("part", ["hr_partner", "subject", "witness", "x"])
    def test_a_part_that_is_not_ones_own_to_delegate(self, who: People, case: CaseFile, part: str) -> None:
        said = {"to": who.fay.pk, "part": part, "reason": "x", "first_day": today(case), "last_day": today(case)}
        assert signed_in(who.ada).post(f"/cases/{case.reference}/people/deputy/", said).status_code == 422
        assert not case.parts.delegations().exists()

    def test_whoever_is_searched_for_is_shown_to_nobody_without_the_part(self, who: People, case: CaseFile) -> None:
        for user in (who.ben, who.ada, who.emil, who.fay):
            page = signed_in(user).post(f"/cases/{case.reference}/people/manager/", {"to-words": "gus", "find": "to"})
            assert page.status_code in (403, 404)
            assert "gus@example.com" not in text(page)


def test_events_hold_no_words_and_no_names(who: People) -> None:
    mark = "Xylophon"
    case = plan_in(PlanStatus.ACTIVE, who).case
    row = delegate(case, who, reason=mark)
    end(case, row, who.ada)
    for reason, to in zip(ChangeReason, (who.gus, who.ada, who.gus, who.ada, who.gus), strict=True):
        change_manager(case, who, to, reason, mark)
    change_hr_partner(case, who, words=mark)
    bodies = [bytes(body) for body in CaseEvent.objects.filter(case=case).values_list("body", flat=True)]
    private = [mark, *(user.name for user in vars(who).values())]
    assert [word for word in private for body in bodies if word.encode() in body] == []


@pytest.mark.django_db(transaction=True)
class TestRaces:
    def changes(self, plan: Plan, who: People, *people: User) -> list[Callable[[], None]]:
        return [partial(change_manager, CaseFile.objects.get(pk=plan.case_id), who, to) for to in people]

    def test_of_two_changes_the_later_stands_and_both_are_told(self, who: People) -> None:
        plan = plan_in(PlanStatus.ACTIVE, who)
        assert faults(together(*self.changes(plan, who, who.gus, who.fay))) == []
        rows = CasePart.objects.filter(case=plan.case, part=Part.MANAGER).order_by("pk")
        assert [row.until is None for row in rows] == [False, False, True]
        assert all(before.until == after.since for before, after in pairwise(rows))
        verify(plan.case.reference)

    def test_the_same_change_pressed_twice_is_done_once(self, who: People) -> None:
        plan = plan_in(PlanStatus.ACTIVE, who)
        assert faults(together(*self.changes(plan, who, who.gus, who.gus))) == ["ValidationError"]
        assert CasePart.objects.filter(case=plan.case, part=Part.MANAGER).count() == 2

    def test_no_plan_is_submitted_by_somebody_without_the_part(self, who: People) -> None:
        """Either the old manager was first, or is told that there is no such case."""
        plan = plan_in(PlanStatus.DRAFT, who)
        submit = partial(plans.submit_plan, Plan.objects.get(pk=plan.pk), by=actor(who.ada))
        lost = faults(together(submit, *self.changes(plan, who, who.gus)))
        acts = [event.act for event in CaseEvent.objects.filter(case=plan.case).order_by("seq")][2:]
        assert (lost, acts) in (
            ([], ["plans.submit_plan", "cases.change_manager"]),
            (["NotVisible"], ["cases.change_manager"]),
        )
        assert PlanVersion.objects.filter(plan=plan).count() == len(acts) - 1

    def test_of_two_deputies_for_the_same_days_one_is_named(self, who: People) -> None:
        case = plan_in(PlanStatus.ACTIVE, who).case
        calls = [partial(delegate, CaseFile.objects.get(pk=case.pk), who, to) for to in (who.fay, who.gus)]
        assert faults(together(*calls)) == ["ValidationError"]
        assert case.parts.delegations().count() == 1

    def test_nobody_gets_two_parts_at_once(self, who: People) -> None:
        case, kim = plan_in(PlanStatus.ACTIVE, who).case, add_user("kim@example.com", name="Kim", roles=(Role.HR,))
        calls = [
            partial(change_manager, CaseFile.objects.get(pk=case.pk), who, kim),
            partial(
                cases.change_hr_partner, CaseFile.objects.get(pk=case.pk), by=actor(who.dora), to=kim,
                reason=ChangeReason.LEFT, words="x",
            ),
        ]  # fmt: skip
        assert faults(together(*calls)) == ["ValidationError"]
        assert case.parts.filter(user=kim).count() == 1
