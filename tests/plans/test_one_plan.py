"""A second live plan for one person (R7)."""

import pytest

from cases.actions import open_case
from cases.models import CaseFile
from people.models import User
from plans.models import Plan
from plans.states import PlanStatus
from tests.pages import signed_in, text
from tests.world import People, actor, opened, plan_in

pytestmark = pytest.mark.django_db


class TestOnePlan:
    """R7: a second live plan for one person is refused, in words that tell nobody of the other case."""

    SENTENCE = "A plan cannot be begun for this person now. HR can tell you more."

    @pytest.fixture
    def other(self, who: People) -> CaseFile:
        """A second case about Ben: Gus is his manager now, and sees nothing of Ada's."""
        plan_in(PlanStatus.ISSUED, who)
        User.objects.filter(pk=who.ben.pk).update(manager=who.gus)
        return self.opened_by(who.gus, who)

    def opened_by(self, manager: User, who: People) -> CaseFile:
        ben = User.objects.get(pk=who.ben.pk)
        return open_case(ben, hr_partner=who.dora, by=actor(manager), language="en", time_zone="UTC")

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_r7_who_does_not_see_the_other_case_learns_nothing_of_it(
        self, who: People, other: CaseFile, method: str
    ) -> None:
        first = Plan.objects.get().case.reference
        page = getattr(signed_in(who.gus), method)(f"/cases/{other.reference}/plan/start/")
        assert (page.status_code, self.SENTENCE in text(page)) == (409, True)
        assert (first in text(page), "going on" in text(page)) == (False, False)

    def test_r7_who_sees_it_is_led_to_it(self, who: People) -> None:
        first = plan_in(PlanStatus.ISSUED, who).case.reference
        page = signed_in(who.ada).get(f"/cases/{opened(who).reference}/plan/start/")
        assert (page.status_code, self.SENTENCE in text(page)) == (409, True)
        assert f'href="/cases/{first}/"' in text(page)

    @pytest.mark.parametrize(("name", "led"), [("ada", True), ("gus", False)])
    def test_r7_opening_a_case_is_refused_the_same_way(self, who: People, name: str, *, led: bool) -> None:
        first = plan_in(PlanStatus.ISSUED, who).case.reference
        manager = getattr(who, name)
        User.objects.filter(pk=who.ben.pk).update(manager=manager)
        form = {"subject": who.ben.pk, "hr_partner": who.dora.pk, "language": "en", "ruleset": "general"}
        page = signed_in(manager).post("/open-a-case/", form)
        assert (page.status_code, self.SENTENCE in text(page), first in text(page)) == (409, True, led)
        assert CaseFile.objects.visible_to(who.dora).count() == 1
