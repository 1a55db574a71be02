"""A deputy has a part's rights from a day to a day, by the clock alone, and acts under their own name."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.models import CaseEvent, CaseFile, CasePart
from cases.queries import work_of
from cases.refusals import NotVisible, NotYourPart, WrongMoment
from cases.seat import Seat
from cases.states import Part
from people.actions import add_user, deactivate
from people.models import User
from plans import actions as plans
from plans.models import Plan, SignOff
from plans.states import PlanStatus
from tests.handing_over import change_hr_partner, change_manager, delegate, end
from tests.pages import signed_in, text
from tests.world import END, FAIRNESS, People, hold, opened, pass_on, plan_in, proven, sign, submit

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
BERLIN = ZoneInfo("Europe/Berlin")
MORNING = datetime.combine(END + timedelta(days=1), time(9), UTC)


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(MORNING, tick=True) as travelling:
        yield travelling


@pytest.fixture
def plan(clock: Any, who: People) -> Plan:
    return plan_in(PlanStatus.ACTIVE, who)


def parts(case: CaseFile, user: User) -> set[Part]:
    return set(Seat(case, user).parts)


def sees(user: User) -> bool:
    return CaseFile.objects.visible_to(user).exists()


class TestTheDays:
    def test_from_the_first_day_to_the_last_where_the_case_is(self, who: People, plan: Plan, clock: Any) -> None:
        """In Berlin; nothing runs in between, and nothing is stored."""
        row = delegate(plan.case, who, first=2, days=3)
        begins, ends = row.since, row.until
        assert ends is not None
        assert [moment.astimezone(BERLIN).strftime("%a %H:%M") for moment in (begins, ends)] == [
            "Mon 00:00",
            "Thu 00:00",
        ]
        second = timedelta(seconds=1)
        for moment, there in ((begins - second, False), (begins, True), (ends - second, True), (ends, False)):
            clock.move_to(moment, tick=False)
            assert (parts(plan.case, who.fay), sees(who.fay)) == ({Part.MANAGER} if there else set(), there)
            assert bool(work_of(who.fay).mine) == there
            assert parts(plan.case, who.ada) == {Part.MANAGER}

    def test_from_today_on_it_begins_now(self, who: People, plan: Plan) -> None:
        row = delegate(plan.case, who)
        assert row.since == CaseEvent.objects.filter(case=plan.case).latest("seq").at
        assert sees(who.fay)

    def test_the_next_request_after_the_last_day_finds_nothing(self, who: People, plan: Plan, clock: Any) -> None:
        delegate(plan.case, who, days=1)
        fay, address = signed_in(who.fay), f"/cases/{plan.case.reference}/"
        assert fay.get(address).status_code == 200
        clock.move_to(MORNING + timedelta(days=1))
        client = signed_in(who.fay)
        assert client.get(address).status_code == 404
        assert client.post(f"{address}comment/plan/", {"text": "Still here"}).status_code == 404

    @pytest.mark.parametrize("ended", [False, True])
    def test_it_ends_early_or_never_begins(self, who: People, plan: Plan, clock: Any, ended: bool) -> None:  # noqa: FBT001
        row = delegate(plan.case, who, first=0 if ended else 2)
        end(plan.case, row, who.ada)
        row.refresh_from_db()
        assert row.began is ended
        clock.shift(timedelta(days=3))
        assert not sees(who.fay)
        assert delegate(plan.case, who, days=1).began

    @pytest.mark.parametrize(
        ("first", "days", "words"),
        [
            (-1, 3, "Begin today or later"),
            (1, 0, "must not lie before"),
            (0, 400, "For longer than a year"),
            (367, 1, "at most a year ahead"),
        ],
    )
    def test_days_that_make_no_sense(self, who: People, plan: Plan, first: int, days: int, words: str) -> None:
        with pytest.raises(ValidationError, match=words):
            delegate(plan.case, who, first=first, days=days)

    @pytest.mark.parametrize(("first", "days"), [(0, 6), (4, 1), (5, 1), (5, 10), (9, 4)])
    def test_one_deputy_at_a_time(self, who: People, plan: Plan, first: int, days: int) -> None:
        delegate(plan.case, who, first=5, days=5)
        if first == 4:
            assert delegate(plan.case, who, who.gus, first=first, days=days)  # the day before
            return
        with pytest.raises(ValidationError, match="Somebody deputises on one of these days already"):
            delegate(plan.case, who, who.gus, first=first, days=days)


class TestWhatADeputyDoes:
    def test_it_is_under_their_own_name_and_says_for_whom(self, who: People, plan: Plan) -> None:
        delegate(plan.case, who)
        hold(plan, People(**{**vars(who), "ada": who.fay}))
        by = CaseEvent.objects.filter(case=plan.case).latest("seq").data["by"]
        assert (by["user"], by["for"], by["part"]) == (who.fay.pk, who.ada.pk, "manager")
        for user in (who.ben, who.ada, who.cleo, who.emil):
            history = text(signed_in(user).get(f"/cases/{plan.case.reference}/history/"))
            assert "Fay for Ada recorded" in history

    def test_the_principal_acts_for_themselves_meanwhile(self, who: People, plan: Plan) -> None:
        delegate(plan.case, who)
        hold(plan, who)
        assert "for" not in CaseEvent.objects.filter(case=plan.case).latest("seq").data["by"]

    def test_a_signature_is_theirs_for_another(self, who: People, clock: Any) -> None:
        plan = plan_in(PlanStatus.APPROVED, who)
        delegate(plan.case, who)
        plans.issue_plan(plan, **proven(plan, who.fay))
        signed = SignOff.objects.get(plan=plan, part=Part.MANAGER)
        assert (signed.user, signed.deputy_for, signed.who) == (who.fay, who.ada, "Fay for Ada")
        sign(plan, who)
        assert "Fay for Ada" in text(signed_in(who.ben).get(f"/cases/{plan.case.reference}/"))

    def test_r5_who_drafted_as_deputy_does_not_approve(self, who: People, clock: Any) -> None:
        """Hal deputises for Ada and submits; the second line is not asked, as it would be he."""
        plan = plan_in(PlanStatus.DRAFT, who)
        row = delegate(plan.case, who, who.hal)
        submit(plan, People(**{**vars(who), "ada": who.hal}))
        end(plan.case, row, who.ada)
        assert plan.versions.get().frozen_by == who.hal
        with pytest.raises(WrongMoment, match="wrong moment"):
            pass_on(plan, who)

    def test_a_deputy_of_hr_approves(self, who: People, clock: Any) -> None:
        plan = plan_in(PlanStatus.HR_REVIEW, who)
        delegate(plan.case, who, who.dora, by=who.cleo, part=Part.HR_PARTNER)
        plans.approve_plan(plan, fairness=FAIRNESS, **proven(plan, who.dora))
        assert SignOff.objects.get(plan=plan).who == "Dora for Cleo"

    def test_a_deputy_hands_nothing_on(self, who: People, plan: Plan) -> None:
        delegate(plan.case, who)
        with pytest.raises(NotYourPart):
            delegate(plan.case, who, who.gus, by=who.fay, first=10)
        page = signed_in(who.fay).get(f"/cases/{plan.case.reference}/people/deputy/")
        assert page.status_code == 403
        assert 'people/deputy/"' not in text(signed_in(who.fay).get(f"/cases/{plan.case.reference}/"))


class TestWhoMay:
    def test_the_hr_partner_sees_to_it_where_the_manager_is_away(self, who: People, plan: Plan) -> None:
        row = delegate(plan.case, who, by=who.cleo)
        assert (row.part, row.deputy_for) == (Part.MANAGER, who.ada)
        end(plan.case, row, who.cleo)

    @pytest.mark.parametrize("part", [Part.HR_PARTNER, Part.SUBJECT, Part.SECOND_LINE])
    def test_the_manager_delegates_no_other_part(self, who: People, plan: Plan, part: Part) -> None:
        with pytest.raises(NotYourPart):
            delegate(plan.case, who, part=part)

    def test_the_manager_ends_no_other_delegation(self, who: People, plan: Plan) -> None:
        row = delegate(plan.case, who, who.dora, by=who.cleo, part=Part.HR_PARTNER)
        with pytest.raises(NotYourPart):
            end(plan.case, row, who.ada)

    def test_a_deputy_may_step_back(self, who: People, plan: Plan) -> None:
        end(plan.case, delegate(plan.case, who), who.fay)
        assert not sees(who.fay)

    def test_a_delegation_of_another_case_is_not_found(self, who: People, plan: Plan) -> None:
        other, mine = opened(who), delegate(plan.case, who)
        theirs = delegate(other, who, who.gus)
        with pytest.raises(NotVisible):
            end(plan.case, theirs, who.ada)
        address = f"/cases/{plan.case.reference}/people/deputy/end/"
        assert signed_in(who.ada).post(address, {"delegation": theirs.pk}).status_code == 422
        assert signed_in(who.ada).post(address, {"delegation": mine.pk}).status_code == 302

    @pytest.mark.parametrize("name", ["ben", "ada", "cleo"])
    def test_nobody_with_a_part_deputises(self, who: People, plan: Plan, name: str) -> None:
        with pytest.raises(ValidationError):
            delegate(plan.case, who, getattr(who, name))

    def test_nobody_of_the_employees_reports_or_gone_deputises(self, who: People, plan: Plan) -> None:
        kim = add_user("kim@example.com", name="Kim", manager=who.ben)
        deactivate(who.gus)
        for user, words in ((kim, "reports to the employee"), (who.gus, "account is closed")):
            with pytest.raises(ValidationError, match=words):
                delegate(plan.case, who, user)

    @pytest.mark.parametrize("name", ["fay", "hal"])
    def test_for_hr_deputises_hr_that_is_not_close(self, who: People, plan: Plan, name: str) -> None:
        with pytest.raises(ValidationError):
            delegate(plan.case, who, getattr(who, name), by=who.cleo, part=Part.HR_PARTNER)

    def test_one_person_deputises_in_one_part_at_a_time(self, who: People, plan: Plan) -> None:
        delegate(plan.case, who, who.dora)
        with pytest.raises(ValidationError):
            delegate(plan.case, who, who.dora, by=who.cleo, part=Part.HR_PARTNER, first=3)

    def test_whoever_is_to_deputise_gets_no_other_part(self, who: People, plan: Plan) -> None:
        delegate(plan.case, who, who.dora, first=20)
        with pytest.raises(ValidationError, match="has a part in this case already"):
            change_hr_partner(plan.case, who, who.dora)

    def test_a_deputy_may_become_the_manager(self, who: People, plan: Plan) -> None:
        row = delegate(plan.case, who)
        change_manager(plan.case, who, who.fay)
        row.refresh_from_db()
        assert row.until == plan.case.parts.get(user=who.fay, until=None).since
        assert Seat(plan.case, who.fay).principal_in(Part.MANAGER) is None

    def test_what_was_delegated_ends_with_the_part(self, who: People, plan: Plan) -> None:
        delegate(plan.case, who)
        delegate(plan.case, who, first=30)
        change_manager(plan.case, who)
        assert not sees(who.fay)
        assert not plan.case.parts.delegations().exists()


class TestTheDatabase:
    """It is the last reader, where an action should forget to ask."""

    def add(self, case: CaseFile, who: People, **fields: Any) -> CasePart:
        now = timezone.now()
        row = {
            "user": who.gus,
            "part": "manager",
            "deputy_for": who.ada,
            "since": now,
            "until": now + timedelta(days=1),
        }
        with transaction.atomic():
            return CasePart.objects.create(case=case, **{**row, **fields})

    @pytest.mark.parametrize("name", ["ben", "cleo", "fay"])
    def test_nobody_has_a_part_beside_a_delegation(self, who: People, plan: Plan, name: str) -> None:
        delegate(plan.case, who)
        with pytest.raises(IntegrityError, match="one deputy at a time"):
            self.add(plan.case, who, user=getattr(who, name))

    def test_nobody_who_deputises_is_given_a_part(self, who: People, plan: Plan) -> None:
        delegate(plan.case, who, first=3)
        with pytest.raises(IntegrityError, match="one deputy at a time"):
            self.add(plan.case, who, user=who.fay, part="witness", deputy_for=None, until=None)

    @pytest.mark.parametrize("wrong", [{"until": None}, {"part": "subject"}, {"user": 0}], ids=str)
    def test_a_deputy_is_somebody_else_with_an_end(self, who: People, plan: Plan, wrong: dict[str, Any]) -> None:
        if "user" in wrong:
            wrong = {"user": who.gus, "deputy_for": who.gus}
        with pytest.raises(IntegrityError, match="deputy_has_an_end"):
            self.add(plan.case, who, **wrong)
