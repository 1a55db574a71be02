"""R14: reminders on the days of the rules, then "no response", which is never an acknowledgement."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
import time_machine

from cases.actor import Actor
from cases.delivery import deliver_waiting
from cases.mailing import mail_for
from cases.models import CaseEvent, CaseFile, Notice
from cases.refusals import NotVisible, NotYourPart, WrongMoment
from cases.reminding import RULES, whens_of
from cases.states import NoticeState, Part
from cases.sweep import sweep
from people.actions import add_user
from plans import actions as plans
from plans.models import Plan
from plans.states import PlanStatus
from reviews import actions as reviews
from reviews.actions import receipt
from reviews.models import Lapse
from reviews.states import RECEIPT_AWAITED, WITNESS_ASKED, WITNESS_AWAITED
from tests.mail import Sink
from tests.pages import signed_in, text
from tests.receipts import attest, record_refusal, refuse
from tests.world import END, People, actor, plan_in, sign

pytestmark = pytest.mark.django_db
ISSUED_ON = END + timedelta(days=1)


def on_day(days: int, hour: int = 12) -> datetime:
    """So many days after the issue, in UTC."""
    return datetime.combine(ISSUED_ON + timedelta(days=days), time(hour), UTC)


def issued(who: People) -> Plan:
    with time_machine.travel(on_day(0, 9), tick=True):
        return plan_in(PlanStatus.ISSUED, who)


def swept(*moments: datetime) -> None:
    for moment in moments:
        with time_machine.travel(moment, tick=False):
            sweep()


def told(kind: str) -> list[str]:
    rows = Notice.objects.filter(kind=kind).order_by("due_at", "recipient__name")
    return list(rows.values_list("recipient__name", flat=True))


def acts(plan: Plan) -> list[str]:
    return [event.act for event in CaseEvent.objects.filter(case=plan.case).order_by("seq")]


class TestReminders:
    @pytest.mark.parametrize(("days", "count"), [(0, 0), (1, 0), (2, 1), (4, 1), (5, 1), (7, 1)])
    def test_the_employee_is_reminded_on_the_days_of_the_rules(self, who: People, days: int, count: int) -> None:
        issued(who)
        swept(on_day(days), on_day(days), on_day(days, 13))
        assert told(RECEIPT_AWAITED) == ["Ben"] * count

    def test_twice_in_all_and_never_again(self, who: People) -> None:
        issued(who)
        swept(*(on_day(day) for day in range(20)))
        assert told(RECEIPT_AWAITED) == ["Ben"] * 2

    def test_every_ruleset_says_its_days(self) -> None:
        whens = whens_of(RULES[RECEIPT_AWAITED])
        days = {(name, step.day, step.ends.days - 1) for name, when in whens.items() for step in when.steps()}
        assert {("general", 2, 4), ("general", 5, 7), ("us", 4, 5)} <= days
        assert set(whens) == {"", "cn", "general", "uk", "us"}

    @pytest.mark.parametrize("settle", [sign, refuse, record_refusal])
    def test_nobody_who_has_answered(self, who: People, settle: Any, smtp_sink: Sink) -> None:
        plan = issued(who)
        swept(on_day(2))
        with time_machine.travel(on_day(2, 13), tick=True):
            settle(plan, who)
            deliver_waiting()
        assert Notice.objects.get(kind=RECEIPT_AWAITED).state == NoticeState.DROPPED
        swept(on_day(5), on_day(9))
        assert told(RECEIPT_AWAITED) == ["Ben"]
        assert not Lapse.objects.exists()

    def test_the_subject_of_the_mail_tells_nothing(self, who: People) -> None:
        issued(who)
        swept(on_day(2))
        mail = mail_for(Notice.objects.get(kind=RECEIPT_AWAITED))
        assert mail.subject == "You have a document to read in pipcases"
        assert "not that you agree" in mail.body

    def test_a_witness_is_reminded_twice(self, who: People) -> None:
        plan = issued(who)
        with time_machine.travel(on_day(0, 10), tick=True):
            record_refusal(plan, who, witnesses=[who.gus, who.fay])
        swept(on_day(1))
        assert told(WITNESS_AWAITED) == []
        swept(on_day(2))
        assert sorted(told(WITNESS_ASKED)) == sorted(told(WITNESS_AWAITED)) == ["Fay", "Gus"]
        with time_machine.travel(on_day(3), tick=True):
            attest(plan, who.gus)
        swept(on_day(5), on_day(6), on_day(30))
        assert sorted(told(WITNESS_AWAITED)) == ["Fay", "Fay", "Gus"]


class TestNoResponse:
    @pytest.mark.parametrize(("days", "hour", "noted"), [(7, 12, False), (7, 23, True), (8, 0, True), (40, 12, True)])
    def test_the_day_after_the_last_one_where_the_case_is(
        self,
        who: People,
        days: int,
        hour: int,
        noted: bool,  # noqa: FBT001
    ) -> None:
        """The case is in Berlin: an hour before midnight in UTC it is tomorrow there."""
        issued(who)
        swept(on_day(days, hour))
        assert Lapse.objects.exists() == noted

    def test_once_and_by_nobody(self, who: People) -> None:
        plan = issued(who)
        swept(on_day(8), on_day(8), on_day(9), on_day(30))
        assert acts(plan).count("reviews.lapse_receipt") == 1
        event = CaseEvent.objects.filter(case=plan.case).latest("seq")
        assert event.data["by"] == {"user": None, "part": "clock", "session": ""}

    def test_the_case_waits_for_the_manager_and_does_not_run(self, who: People) -> None:
        plan = issued(who)
        swept(on_day(8))
        case = CaseFile.objects.get(pk=plan.case_id)
        assert (case.awaits, case.expected) == (Part.MANAGER, "reviews.log_service")
        assert case.next_due_on == (on_day(8) + timedelta(days=3)).date()
        plan.refresh_from_db()
        assert plan.status == PlanStatus.ISSUED
        with time_machine.travel(on_day(9), tick=True):
            assert "Log a service of the plan" in text(signed_in(who.ada).get("/"))
            assert "This is no acknowledgement." in text(signed_in(who.ada).get(plan.case.get_absolute_url()))

    @pytest.mark.tampers
    def test_it_names_the_reminders_that_were_sent_and_no_others(self, who: People, smtp_sink: Sink) -> None:
        issued(who)
        for day in (2, 5):
            with time_machine.travel(on_day(day), tick=False):
                sweep()
                deliver_waiting()
        Notice.objects.filter(kind=RECEIPT_AWAITED, due_at__gt=on_day(3)).update(state="failed", sent_at=None)
        swept(on_day(8))
        assert Lapse.objects.get().reminded == [on_day(2).date()]

    def test_a_case_in_which_it_fails_keeps_none_of_the_others(self, who: People, monkeypatch: Any) -> None:
        broken = issued(who)
        lea = add_user("lea@example.com", name="Lea", manager=who.ada)
        other = issued(People(**{**vars(who), "ben": lea}))
        real = receipt.newest_issuance

        def fails(plan: Plan) -> Any:
            if plan.pk == broken.pk:
                raise ZeroDivisionError
            return real(plan)

        monkeypatch.setattr(receipt, "newest_issuance", fails)
        with pytest.raises(ExceptionGroup, match="sweep"):
            swept(on_day(8))
        assert Lapse.objects.get().plan == other

    def test_a_cancelled_plan_is_not_waited_for(self, who: People) -> None:
        plan = issued(who)
        plans.cancel_plan(plan, by=actor(who.cleo), reason="Moved.")
        swept(on_day(2), on_day(8))
        assert (told(RECEIPT_AWAITED), Lapse.objects.count()) == ([], 0)

    def test_nobody_but_time_notes_it(self, who: People) -> None:
        plan = issued(who)
        with time_machine.travel(on_day(8), tick=True):
            for user in vars(who).values():
                with pytest.raises((NotYourPart, NotVisible)):
                    reviews.lapse_receipt(plan, by=actor(user))
        with time_machine.travel(on_day(3), tick=True), pytest.raises(WrongMoment) as early:
            reviews.lapse_receipt(plan, by=Actor.clock())
        assert early.value.reasons == ("The employee still has time to answer.",)
