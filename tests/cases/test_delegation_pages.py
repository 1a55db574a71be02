"""Who is told of a delegation, and what its pages show."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cases import actions as cases
from cases.delivery import deliver_waiting
from cases.models import Notice
from cases.reminding import remind
from cases.states import NoticeState, Part
from people.actions import add_user
from people.states import Role
from plans.models import Plan
from tests.cases.test_delegation import clock, parts, plan
from tests.handing_over import delegate, end, today
from tests.mail import Sink
from tests.pages import signed_in, text
from tests.world import People, actor

pytestmark = pytest.mark.django_db
__all__ = ["clock", "plan"]  # fixtures


class TestWhoIsTold:
    def told(self) -> set[str]:
        return set(Notice.objects.filter(kind="cases.delegate_part").values_list("recipient__name", flat=True))

    def test_the_deputy_of_today_and_the_others(self, who: People, plan: Plan) -> None:
        delegate(plan.case, who)
        assert self.told() == {"Ben", "Cleo", "Fay"}

    def test_a_later_deputy_when_the_day_comes(self, who: People, plan: Plan, clock: Any, smtp_sink: Sink) -> None:
        delegate(plan.case, who, first=2)
        deliver_waiting()
        assert "fay@example.com" not in [letter["To"] for letter in smtp_sink.letters]
        clock.shift(timedelta(days=2))
        deliver_waiting()
        assert "fay@example.com" in [letter["To"] for letter in smtp_sink.letters]

    def test_nobody_is_told_of_what_was_called_off(self, who: People, plan: Plan, clock: Any, smtp_sink: Sink) -> None:
        end(plan.case, delegate(plan.case, who, first=2), who.ada)
        clock.shift(timedelta(days=3))
        deliver_waiting()
        assert Notice.objects.get(recipient=who.fay).state == NoticeState.DROPPED

    def test_reminders_reach_both(self, who: People, plan: Plan) -> None:
        delegate(plan.case, who)
        delegate(plan.case, who, who.dora, by=who.cleo, part=Part.HR_PARTNER, first=2)
        remind(timezone.now())
        overdue = Notice.objects.filter(kind="reviews.checkpoint_overdue")
        assert set(overdue.values_list("recipient__name", flat=True)) == {"Ada", "Cleo", "Fay"}


class TestThePages:
    def test_the_case_page_names_deputies_of_today_and_later(self, who: People, plan: Plan) -> None:
        delegate(plan.case, who, days=2)
        delegate(plan.case, who, who.gus, first=10, days=1)
        page = text(signed_in(who.ben).get(f"/cases/{plan.case.reference}/"))
        assert "deputises for Ada from May 2, 2026 to May 3, 2026" in page
        assert "deputises for Ada from May 12, 2026 to May 12, 2026" in page

    def test_search_choose_confirm(self, who: People, plan: Plan) -> None:
        client, address = signed_in(who.cleo), f"/cases/{plan.case.reference}/people/deputy/"
        said = {"part": "manager", "first_day": today(plan.case), "last_day": today(plan.case), "reason": "Ill."}
        found = client.post(address, {**said, "to-words": "fay", "find": "to"})
        assert f'value="{who.fay.pk}"' in text(found)
        assert client.post(address, {**said, "to": who.fay.pk}).status_code == 302
        assert parts(plan.case, who.fay) == {Part.MANAGER}

    def test_for_hrs_part_only_hr_is_found(self, who: People, plan: Plan) -> None:
        client, address = signed_in(who.cleo), f"/cases/{plan.case.reference}/people/deputy/"
        found = text(client.post(address, {"part": "hr_partner", "to-words": "a", "find": "to"}))
        assert (f'value="{who.dora.pk}"' in found, f'value="{who.fay.pk}"' in found) == (True, False)

    def test_the_employee_reads_no_reason(self, who: People, plan: Plan) -> None:
        delegate(plan.case, who, reason="Xylophon")
        histories = {
            name: text(signed_in(getattr(who, name)).get(f"/cases/{plan.case.reference}/history/"))
            for name in ("ben", "ada", "cleo", "emil")
        }
        assert {name for name, page in histories.items() if "Xylophon" in page} == {"ada", "cleo", "emil"}
        assert "named Fay to deputise for Ada" in histories["ben"]

    def test_a_person_of_hr_is_again_what_they_were(self, who: People, plan: Plan, clock: Any) -> None:
        kim = add_user("kim@example.com", name="Kim", roles=(Role.HR,))
        delegate(plan.case, who, kim, by=who.cleo, part=Part.HR_PARTNER, days=1)
        assert parts(plan.case, kim) == {Part.HR_PARTNER}
        clock.shift(timedelta(days=1))
        assert parts(plan.case, kim) == {Part.HR}
        assert cases.add_comment(plan.case, by=actor(who.cleo), text="Back.", topic="plan")
