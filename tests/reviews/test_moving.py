"""R21, R23: a checkpoint is arranged, moved and postponed; its number and the version in force stay."""

from datetime import date, time
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, connection, transaction
from django.db.utils import IntegrityError
from django.utils import timezone

from cases.models import CaseEvent, Notice
from cases.refusals import NotYourPart, WrongMoment
from cases.reminding import remind
from plans.models import Plan
from plans.states import PlanStatus
from reviews import actions as reviews
from reviews.models import Checkpoint, Rescheduling
from tests import amending
from tests.moving import AT, DAY, PLACE, WHY, arrange, arrange_and_move, move, next_of, on, postpone
from tests.pages import signed_in, text
from tests.world import CHECKPOINTS, END, START, People, actor, hold, plan_in

pytestmark = pytest.mark.django_db

FIRST, SECOND = CHECKPOINTS  # two Mondays


@pytest.fixture
def plan(who: People) -> Plan:
    return plan_in(PlanStatus.ACTIVE, who)


@pytest.fixture
def first(plan: Plan) -> Checkpoint:
    return plan.checkpoints.get(number=1)


def why_not(error: pytest.ExceptionInfo[ValidationError]) -> str:
    return " ".join(error.value.messages)


class TestMoving:
    def test_the_number_and_the_planned_day_stay(self, who: People, plan: Plan, first: Checkpoint) -> None:
        move(first, by=actor(who.ada))
        again = plan.checkpoints.get(number=1)
        assert (again.planned_on, again.due_on, again.is_moved) == (FIRST, FIRST + DAY, True)
        row = Rescheduling.objects.get()
        assert (row.was_on, row.to_on, row.wish, row.reason, row.by) == (FIRST, FIRST + DAY, "manager", WHY, who.ada)
        plan.case.refresh_from_db()
        assert plan.case.next_due_on == FIRST + DAY

    @pytest.mark.parametrize(
        ("to_on", "said"),
        [
            (FIRST, "stands for this day already"),
            (START - DAY, "This day is over"),
            (END + DAY, "The plan ends on"),
            (FIRST - 2 * DAY, "Nobody works on this day: Saturday"),
            (SECOND, "Checkpoint 2 comes after it"),
            (SECOND + DAY, "Checkpoint 2 comes after it"),
        ],
    )
    def test_to_no_day_that_makes_no_sense(self, who: People, first: Checkpoint, to_on: date, said: str) -> None:
        with pytest.raises(ValidationError) as refused:
            move(first, to_on, by=actor(who.ada), agreed=True)
        assert said in why_not(refused)
        assert not Rescheduling.objects.exists()

    def test_the_second_comes_after_the_first(self, who: People, plan: Plan) -> None:
        second = plan.checkpoints.get(number=2)
        with pytest.raises(ValidationError) as refused:
            move(second, FIRST, by=actor(who.ada), agreed=True)
        assert "Checkpoint 1 comes before it" in why_not(refused)

    def test_a_public_holiday_of_the_plans_calendar(self, who: People, plan: Plan) -> None:
        with on(START):
            amendment = amending.in_force(plan, who, edit=lambda draft: setattr(draft.calendar, "holidays", "GB-ENG"))
        assert amendment.version
        assert amendment.version.data["calendar"]["holidays"] == "GB-ENG"
        with pytest.raises(ValidationError) as refused:
            move(plan.checkpoints.get(number=2), date(2026, 4, 6), by=actor(who.ada))
        assert "Easter Monday" in why_not(refused)

    def test_less_notice_than_promised_needs_the_employees_agreement(self, who: People, first: Checkpoint) -> None:
        with on(FIRST):
            with pytest.raises(ValidationError) as refused:
                reviews.reschedule_checkpoint(first, by=actor(who.ada), to_on=FIRST + DAY, wish="manager", reason=WHY)
            assert "2 days' notice" in why_not(refused)
            row = reviews.reschedule_checkpoint(
                first, by=actor(who.ada), to_on=FIRST + DAY, wish="manager", reason=WHY, agreed=True
            )
        assert row.agreed
        event = CaseEvent.objects.filter(case=first.plan.case).latest("seq")
        assert event.data["facts"]["agreed"] is True
        assert WHY not in str(event.data)

    @pytest.mark.parametrize("how", [{"reason": ""}, {"wish": "nobody"}, {"wish": ""}])
    def test_not_without_a_reason_and_a_wish(self, who: People, first: Checkpoint, how: dict[str, Any]) -> None:
        with pytest.raises(ValidationError):
            move(first, by=actor(who.ada), **how)

    def test_not_once_it_was_held_or_the_plan_is_paused(self, who: People, plan: Plan) -> None:
        with on(END):
            hold(plan, who)
            with pytest.raises(WrongMoment):
                move(plan.checkpoints.get(number=1), by=actor(who.ada))
            amending.pause(plan, who)
            for try_it in (arrange, move):
                with pytest.raises(WrongMoment):
                    try_it(plan.checkpoints.get(number=2), by=actor(who.ada))

    def test_there_and_back_is_two_moves(self, who: People, first: Checkpoint) -> None:
        move(first, by=actor(who.ada))
        move(first, FIRST, by=actor(who.cleo), wish="employee")
        assert [(row.number, row.was_on, row.to_on) for row in first.reschedulings.all()] == [
            (1, FIRST, FIRST + DAY), (2, FIRST + DAY, FIRST),
        ]  # fmt: skip
        assert not first.is_moved


class TestPostponing:
    def test_the_employee_asks_nobody_and_once(self, who: People, first: Checkpoint) -> None:
        row = postpone(first, FIRST + 7 * DAY, by=actor(who.ben))
        assert (row.is_postponed, row.wish, row.part) == (True, "employee", "subject")
        with pytest.raises(WrongMoment) as refused:
            postpone(first, FIRST + 8 * DAY, by=actor(who.ben))
        assert "no other postponement" in str(refused.value.reasons)
        with on(SECOND - 5 * DAY):
            reviews.postpone_checkpoint(
                first.plan.checkpoints.get(number=2), by=actor(who.ben), to_on=SECOND + DAY, reason=WHY
            )

    def test_also_on_the_day_itself_and_not_afterwards(self, who: People, first: Checkpoint) -> None:
        with on(FIRST + DAY), pytest.raises(WrongMoment) as refused:
            reviews.postpone_checkpoint(first, by=actor(who.ben), to_on=FIRST + 2 * DAY, reason=WHY)
        assert "is over" in str(refused.value.reasons)
        with on(FIRST):
            reviews.postpone_checkpoint(first, by=actor(who.ben), to_on=FIRST + DAY, reason=WHY)

    @pytest.mark.parametrize("days", [-3, 8, 11])
    def test_to_a_day_soon_after(self, who: People, first: Checkpoint, days: int) -> None:
        with pytest.raises(ValidationError):
            postpone(first, FIRST + days * DAY, by=actor(who.ben))

    def test_by_nobody_else(self, who: People, first: Checkpoint) -> None:
        for user in (who.ada, who.cleo, who.dora, who.emil):
            with pytest.raises(NotYourPart):
                postpone(first, by=actor(user))


class TestArranging:
    def test_the_employee_is_told(self, who: People, first: Checkpoint) -> None:
        arrange(first, by=actor(who.ada))
        assert (first.meets_at, first.place) == (AT, PLACE)
        notice = Notice.objects.get(kind="reviews.arrange_checkpoint")
        assert notice.recipient == who.ben
        event = CaseEvent.objects.filter(case=first.plan.case).latest("seq")
        assert event.data["facts"]["meets_at"] == "14:30:00"
        assert PLACE not in str(event.data)

    def test_it_stays_when_the_day_moves_and_can_change(self, who: People, first: Checkpoint) -> None:
        arrange(first, by=actor(who.ada))
        move(first, by=actor(who.ada))
        assert (first.meets_at, first.place) == (AT, PLACE)
        reviews.arrange_checkpoint(first, by=actor(who.ada), meets_at=time(9), place="https://meet.example/4")
        with pytest.raises(ValidationError):
            reviews.arrange_checkpoint(first, by=actor(who.ada), meets_at=time(9), place="")


class TestWithVersions:
    """A later version finds a checkpoint by the day that the plan has for it, wherever it was moved."""

    def test_a_moved_checkpoint_stays_where_it_is_when_the_plan_changes(self, who: People, plan: Plan) -> None:
        with on(START):
            move(plan.checkpoints.get(number=2), by=actor(who.ada))
            amending.in_force(plan, who)
        second = plan.checkpoints.get(number=2)
        assert (second.due_on, second.replaced_in) == (SECOND + DAY, None)
        assert plan.checkpoints.count() == 2

    def test_one_that_was_moved_and_held_keeps_its_day_in_the_plan(self, who: People, plan: Plan) -> None:
        move(plan.checkpoints.get(number=1), by=actor(who.ada))
        with on(FIRST + 2 * DAY):
            hold(plan, who)
            amending.in_force(plan, who)
            assert plan.document.calendar.checkpoints == list(CHECKPOINTS)
            assert plan.checkpoints.get(number=1).replaced_in is None

    def test_r22_one_that_was_moved_into_a_pause_moves_on_with_it(self, who: People, plan: Plan) -> None:
        to_on = date(2026, 3, 20)  # a Friday of the pause, which takes five working days
        move(plan.checkpoints.get(number=1), to_on, by=actor(who.ada))
        with on(END):
            amending.pause(plan, who)
            amending.resume(plan, who)
        first = plan.checkpoints.get(number=1)
        assert (first.planned_on, first.due_on, first.replaced_in) == (FIRST, date(2026, 3, 27), None)
        event = CaseEvent.objects.filter(case=plan.case).latest("seq")
        assert event.data["facts"]["moved_on"] == [{"checkpoint": str(first.pk), "to_on": "2026-03-27"}]


def test_r21_late_is_measured_from_the_new_day(who: People, plan: Plan) -> None:
    move(plan.checkpoints.get(number=1), by=actor(who.ada))
    with on(FIRST + DAY):
        first = plan.checkpoints.get(number=1)
        assert not first.is_overdue(FIRST + DAY)
        hold(plan, who)
    assert not plan.checkpoints.get(number=1).was_late


def test_it_is_reminded_of_again_on_its_new_day(who: People, plan: Plan) -> None:
    def reminded() -> int:
        return Notice.objects.filter(kind="reviews.checkpoint_due_today", recipient=who.ada).count()

    with on(FIRST):
        remind(timezone.now())
        assert reminded() == 1
        reviews.reschedule_checkpoint(
            next_of(plan), by=actor(who.ada), to_on=FIRST + DAY, wish="employee", reason=WHY, agreed=True
        )
    with on(FIRST + DAY):
        for _beat in range(2):
            remind(timezone.now())
    assert reminded() == 2


class TestTheTable:
    def test_a_move_is_written_once(self, who: People, first: Checkpoint) -> None:
        move(first, by=actor(who.ada))
        for change in (Rescheduling.objects.all().delete, lambda: Rescheduling.objects.update(reason="x")):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                change()

    @pytest.mark.parametrize(
        "setting", ["due_on = due_on + 1", "planned_on = planned_on + 1", "planned_on = NULL", "number = 7"]
    )
    def test_no_checkpoint_moves_without_its_row(self, who: People, first: Checkpoint, setting: str) -> None:
        with connection.cursor() as cursor, pytest.raises(IntegrityError, match="written once"), transaction.atomic():
            cursor.execute(f"UPDATE reviews_checkpoint SET {setting} WHERE id = %s", [first.pk])  # noqa: S608

    def test_a_row_from_before_counts_as_due_where_it_was_planned(self, who: People, plan: Plan) -> None:
        fresh = Checkpoint.objects.create(plan=plan, number=9, due_on=END)
        assert (fresh.day_in_plan, fresh.is_moved) == (END, False)


class TestPages:
    def test_from_the_checkpoint_to_its_new_day(self, who: People, plan: Plan) -> None:
        base = f"/cases/{plan.case.reference}/checkpoints/1/"
        with on(START):
            ada, ben = signed_in(who.ada), signed_in(who.ben)
            assert f"{base}arrange/" in text(ada.get(base))
            assert ada.post(f"{base}arrange/", {"meets_at": "14:30", "place": "Room 4"}).status_code == 302
            sent = {"to_on": str(FIRST + DAY), "wish": "company", "reason": WHY}
            assert ada.post(f"{base}move/", sent).status_code == 302
            told = text(ben.get(base))
            assert "at the wish of the company" in told
            assert "Room 4" in told
            assert "14:30" in told or "2:30" in told
            assert f"{base}postpone/" in told
            assert ben.post(f"{base}postpone/", {"to_on": str(FIRST + 2 * DAY), "reason": WHY}).status_code == 302
            assert f"{base}postpone/" not in text(ben.get(base))
            assert ben.post(f"{base}postpone/", {"to_on": str(FIRST + 3 * DAY), "reason": WHY}).status_code == 409
            assert "by the employee" in text(ada.get(f"/cases/{plan.case.reference}/"))
            assert "as is their right" in text(ada.get(f"/cases/{plan.case.reference}/history/"))

    @pytest.mark.parametrize(
        ("page", "person", "sent"),
        [
            ("arrange", "ada", {}),
            ("arrange", "ada", {"meets_at": "25:99", "place": "x" * 301}),
            ("arrange", "ada", {"meets_at": "9", "place": "Room\x004"}),
            ("move", "cleo", {}),
            ("move", "ada", {"to_on": "2026-03-15", "wish": "company", "reason": "Kept words"}),
            ("move", "ada", {"to_on": "1999-03-15", "wish": "x", "reason": "Kept words"}),
            ("move", "ada", {"to_on": "no day", "wish": "manager", "reason": "Kept words"}),
            ("postpone", "ben", {"to_on": "2026-03-30", "reason": "Kept words"}),
            ("postpone", "ben", {"to_on": "", "reason": "x" * 2001}),
        ],
    )
    def test_what_is_refused_keeps_its_words(
        self, who: People, plan: Plan, page: str, person: str, sent: dict[str, str]
    ) -> None:
        with on(START):
            client = signed_in(getattr(who, person))
            response = client.post(f"/cases/{plan.case.reference}/checkpoints/1/{page}/", sent)
        assert response.status_code == 422
        assert sent.get("reason", "")[:10] in text(response)
        assert not Rescheduling.objects.exists()

    def test_pages_of_another_number_are_not_found(self, who: People, plan: Plan) -> None:
        for page, user in (("arrange", who.ada), ("move", who.cleo), ("postpone", who.ben)):
            address = f"/cases/{plan.case.reference}/checkpoints/77/{page}/"
            assert signed_in(user).get(address).status_code == 404


def test_everything_once_verifies_and_stands_in_the_record(who: People, plan: Plan) -> None:
    arrange_and_move(plan, who)
    assert Rescheduling.objects.count() == 2
