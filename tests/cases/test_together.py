"""Quiet hours and the daily mail, as workers find them: nothing is lost, early, or sent twice."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
import time_machine
from django.db import connection

from cases import delivery, timing
from cases.actions import add_comment, resend_notice
from cases.bounces import Found, take
from cases.carrier import Carrier
from cases.delivery import deliver_waiting
from cases.models import CaseEvent, Notice
from cases.states import NoticeState
from people.models import User
from plans.models import Plan
from plans.states import PlanStatus
from tests.cases.test_bounces import report
from tests.mail import Sink
from tests.notices import running_in_silence
from tests.world import CHECKPOINTS, People, actor, people, plan_in

NOON = datetime.combine(CHECKPOINTS[0] - timedelta(days=4), time(12), UTC)  # a Thursday
pytestmark = pytest.mark.django_db
WAITING = NoticeState.WAITING


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def plan(who: People) -> Plan:
    return running_in_silence(who)


def wants(user: User, **wishes: Any) -> None:
    User.objects.filter(pk=user.pk).update(**wishes)


def say(plan: Plan, who: People, number: int = 1) -> list[Notice]:
    """Ada comments so often; what Ben is told of it."""
    for n in range(number):
        add_comment(plan.case, by=actor(who.ada), text=f"{n}", topic="plan")
    Notice.objects.exclude(recipient=who.ben).filter(state=WAITING).update(state=NoticeState.DROPPED)
    return list(Notice.objects.filter(recipient=who.ben, state=WAITING).order_by("pk"))


def states() -> set[str]:
    return set(Notice.objects.exclude(state=NoticeState.DROPPED).values_list("state", flat=True))


def test_a_notice_waits_for_the_end_of_quiet_hours(who: People, plan: Plan, clock: Any, smtp_sink: Sink) -> None:
    wants(who.ben, quiet_from=time(11), quiet_until=time(14), time_zone="Europe/Berlin")
    (notice,) = say(plan, who)
    deliver_waiting()
    notice.refresh_from_db()
    assert (smtp_sink.letters, notice.state, notice.attempts) == ([], WAITING, 0)
    assert notice.try_at == NOON + timedelta(hours=1)  # 14:00 in Berlin
    clock.move_to(notice.try_at - timedelta(seconds=1))
    assert deliver_waiting() == 0
    clock.move_to(notice.try_at)
    deliver_waiting()
    assert (len(smtp_sink.letters), states()) == (1, {NoticeState.SENT})


def test_what_is_urgent_waits_for_no_weekend_and_no_daily_mail(
    who: People, plan: Plan, clock: Any, smtp_sink: Sink
) -> None:  # fmt: skip
    wants(who.ben, quiet_weekends=True, daily_at=17)
    clock.shift(timedelta(days=2))
    (notice,) = say(plan, who)
    assert timing.is_urgent("plans.issue_plan")
    Notice.objects.filter(pk=notice.pk).update(kind="plans.issue_plan")
    deliver_waiting()
    assert (len(smtp_sink.letters), states()) == (1, {NoticeState.SENT})


def test_every_urgent_kind_is_one_that_somebody_is_told(who: People) -> None:
    from django.template.loader import get_template

    from cases.inbox import sentence_of

    assert len(timing.urgent_kinds()) > 5
    for kind in timing.urgent_kinds():
        get_template(sentence_of(Notice(kind=kind)))


class TestDailyMail:
    @pytest.fixture
    def waiting(self, who: People, plan: Plan, clock: Any) -> list[Notice]:
        """Three notices for Ben at noon, whose mail comes at 17:00."""
        wants(who.ben, daily_at=17)
        return say(plan, who, 3)

    def test_one_mail_tells_everything_that_waited(
        self, who: People, plan: Plan, waiting: list[Notice], clock: Any, smtp_sink: Sink
    ) -> None:  # fmt: skip
        deliver_waiting()
        assert (smtp_sink.letters, set(Notice.objects.filter(state=WAITING).values_list("try_at", flat=True))) == (
            [], {NOON + timedelta(hours=5)},
        )  # fmt: skip
        clock.shift(timedelta(hours=5))
        deliver_waiting()
        (letter,) = smtp_sink.letters
        body = letter.get_body(("plain",))
        assert body is not None
        assert body.get_content().count("There is a new comment for you in a case.") == 3
        assert body.get_content().count(plan.case.reference) == 3
        assert states() == {NoticeState.SENT}
        sent = Notice.objects.filter(pk__in=[row.pk for row in waiting])
        assert set(sent.values_list("attempts", "bundle")) == {(1, f"daily:{who.ben.pk}:{NOON:%Y-%m-%d}")}
        assert {f"<{message}@127.0.0.1>" for message in sent.values_list("message", flat=True)} == {
            letter["Message-ID"]
        }
        events = [e for e in CaseEvent.objects.filter(case=plan.case) if e.act == "cases.send_notice"]
        assert len(events) == 3

    def test_the_next_days_has_another_identifier(
        self, who: People, plan: Plan, waiting: list[Notice], clock: Any, smtp_sink: Sink
    ) -> None:  # fmt: skip
        for _day in range(2):
            clock.shift(timedelta(hours=5))
            deliver_waiting()
            say(plan, who)
            clock.shift(timedelta(hours=19))
        assert [len(smtp_sink.letters), len({letter["Message-ID"] for letter in smtp_sink.letters})] == [2, 2]

    def test_what_comes_after_it_waits_for_the_next_day(
        self, who: People, plan: Plan, waiting: list[Notice], clock: Any, smtp_sink: Sink
    ) -> None:  # fmt: skip
        """Also what was due before, and came into the table too late for it."""
        clock.shift(timedelta(hours=5))
        deliver_waiting()
        (late,) = say(plan, who)
        Notice.objects.filter(pk=late.pk).update(due_at=NOON)
        deliver_waiting()
        late.refresh_from_db()
        assert (late.state, late.try_at, late.attempts) == (WAITING, NOON + timedelta(hours=29), 0)
        clock.move_to(late.try_at)
        deliver_waiting()
        assert (len(smtp_sink.letters), states()) == (2, {NoticeState.SENT})

    def test_a_worker_that_dies_between_sending_and_marking_costs_one_duplicate(
        self, who: People, plan: Plan, waiting: list[Notice], clock: Any, smtp_sink: Sink, monkeypatch: Any
    ) -> None:  # fmt: skip
        """The same notices under the same identifier, though more has come meanwhile."""
        clock.shift(timedelta(hours=5))
        with monkeypatch.context() as dying:
            dying.setattr(delivery, "_mark", _die)
            with pytest.raises(KeyboardInterrupt):
                deliver_waiting()
        assert states() == {WAITING}
        say(plan, who)
        clock.shift(delivery.LEASE)
        deliver_waiting()
        first, again = smtp_sink.letters
        assert first["Message-ID"] == again["Message-ID"]
        bodies = [letter.get_body(("plain",)) for letter in (first, again)]
        assert len({body.get_content() for body in bodies if body}) == 1
        assert Notice.objects.filter(state=NoticeState.SENT).count() == 3
        assert Notice.objects.get(state=WAITING).bundle == ""

    def test_a_server_that_is_down_delays_all_of_it_together(
        self, who: People, waiting: list[Notice], clock: Any, smtp_sink: Sink
    ) -> None:  # fmt: skip
        clock.shift(timedelta(hours=5))
        smtp_sink.refuse = "451 later"
        deliver_waiting()
        rows = Notice.objects.filter(pk__in=[row.pk for row in waiting])
        assert len(set(rows.values_list("try_at", "fault", "attempts"))) == 1
        smtp_sink.refuse = ""
        clock.shift(timedelta(minutes=1))
        deliver_waiting()
        assert (len(smtp_sink.letters), states()) == (1, {NoticeState.SENT})

    def test_a_refusal_for_good_is_that_of_each_and_each_is_sent_again_by_itself(
        self, who: People, waiting: list[Notice], clock: Any, smtp_sink: Sink
    ) -> None:  # fmt: skip
        clock.shift(timedelta(hours=5))
        smtp_sink.refuse = "550 no such user"
        deliver_waiting()
        assert states() == {NoticeState.FAILED}
        smtp_sink.refuse = ""
        resend_notice(Notice.objects.get(pk=waiting[0].pk), by=actor(who.cleo))
        clock.shift(timedelta(hours=4))
        deliver_waiting()
        assert len(smtp_sink.letters) == 1
        assert states() == {NoticeState.FAILED, NoticeState.SENT}

    def test_one_that_comes_back_brings_back_everything_it_told(
        self, who: People, waiting: list[Notice], clock: Any, smtp_sink: Sink
    ) -> None:  # fmt: skip
        clock.shift(timedelta(hours=5))
        deliver_waiting()
        assert take(report(smtp_sink.letters[0]["Message-ID"].strip("<>"))) == Found.BOUNCED
        assert states() == {NoticeState.BOUNCED}

    def test_what_is_no_longer_so_is_left_out(
        self, who: People, plan: Plan, waiting: list[Notice], clock: Any, smtp_sink: Sink
    ) -> None:  # fmt: skip
        Notice.objects.filter(pk=waiting[1].pk).update(kind="reviews.checkpoint_overdue", about=plan.pk)
        clock.shift(timedelta(hours=5))
        deliver_waiting()
        assert Notice.objects.get(pk=waiting[1].pk).state == NoticeState.DROPPED
        body = smtp_sink.letters[0].get_body(("plain",))
        assert body is not None
        assert body.get_content().count(plan.case.reference) == 2

    def test_two_workers_that_claimed_two_of_them_make_one_mail(
        self, who: People, waiting: list[Notice], clock: Any, smtp_sink: Sink
    ) -> None:  # fmt: skip
        now = NOON + timedelta(hours=5)
        clock.move_to(now)
        claimed = [delivery._claim(now) for _worker in range(2)]
        with Carrier() as carrier:
            for notice in claimed:
                assert notice is not None
                delivery._deliver(notice, carrier)
        assert (len(smtp_sink.letters), states()) == (1, {NoticeState.SENT})


def _die(*_: Any, **__: Any) -> None:
    raise KeyboardInterrupt


@pytest.mark.django_db(transaction=True)
def test_workers_at_the_same_moment_make_one_mail_a_person(smtp_sink: Sink) -> None:
    """Four of them, over connections of their own."""
    who = people()
    with time_machine.travel(NOON + timedelta(hours=6), tick=True):
        plan = plan_in(PlanStatus.ACTIVE, who)
        Notice.objects.update(state=NoticeState.DROPPED)
        wants(who.ben, daily_at=17)
        rows = say(plan, who, 12)
        Notice.objects.filter(pk__in=[row.pk for row in rows]).update(due_at=NOON)
        begin = Barrier(4)

        def work() -> None:
            begin.wait()
            deliver_waiting()
            connection.close()

        workers = [Thread(target=work) for _number in range(4)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    assert (len(smtp_sink.letters), states()) == (1, {NoticeState.SENT})
