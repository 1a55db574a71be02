"""The sustain period: its days, who says what when, and that the case stays open until it is over."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cases.errands import errands_of
from cases.models import CaseFile, Notice
from cases.refusals import NotVisible, NotYourPart, WrongMoment
from cases.reminding import remind
from cases.states import Stage
from people.actions import add_user
from plans.actions import cancel_plan
from plans.calendars import BusinessCalendar
from plans.models import Plan
from plans.states import PlanStatus
from reviews import actions as reviews
from reviews.models import CheckIn
from reviews.states import Keeping, Result
from reviews.sustaining import period_of
from tests import world
from tests.following import decided
from tests.pages import signed_in, text
from tests.sustaining import DAY, answer, begin, begun, check_in, on, until_it_is_over
from tests.world import People, actor, plan_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_plan")]


@pytest.fixture
def plan(who: People) -> Plan:
    return begun(who)


def page(plan: Plan, rest: str = "") -> str:
    return f"/cases/{plan.case.reference}/{rest}"


def case_of(plan: Plan) -> CaseFile:
    return CaseFile.objects.get(pk=plan.case_id)


class TestDays:
    def test_check_ins_are_on_working_days_at_a_distance_and_at_the_end(self) -> None:
        monday = date(2026, 5, 4)
        period = period_of(monday, 90, 30, BusinessCalendar())
        assert (period.first_on, period.last_on) == (monday, date(2026, 8, 2))
        assert period.days == (date(2026, 6, 3), date(2026, 7, 3), date(2026, 7, 31))

    def test_holidays_of_the_calendar_are_none_of_them(self) -> None:
        period = period_of(date(2026, 9, 1), 31, 30, BusinessCalendar.of("CN"))
        assert period.days == (date(2026, 9, 30),)  # 1 October is a holiday: both days become the day before

    @pytest.mark.parametrize("days", [0, 29, 181, 40_000])
    def test_of_sensible_length(self, who: People, days: int) -> None:
        plan = plan_in(PlanStatus.DECIDED, who)
        with pytest.raises(ValidationError):
            begin(plan, who, days)
        assert signed_in(who.cleo).post(page(plan, "sustain/"), {"days": days}).status_code == 422

    def test_what_is_begun_is_what_was_shown(self, who: People) -> None:
        plan, client = plan_in(PlanStatus.DECIDED, who), signed_in(who.cleo)
        assert client.get(page(plan, "sustain/")).context["form"]["days"].value() == 90
        seen = client.get(page(plan, "sustain/"), {"days": 60})
        shown = seen.context["period"].in_one_line
        assert client.post(page(plan, "sustain/"), {"days": 90, "shown": shown}).status_code == 422
        assert CheckIn.objects.count() == 0
        assert client.post(page(plan, "sustain/"), {"days": 60, "shown": shown}).status_code == 302
        assert " ".join(str(row.due_on) for row in CheckIn.objects.all()) == shown


class TestActs:
    def test_it_follows_what_was_met_alone(self, who: People) -> None:
        plan = decided(who, Result.PARTIALLY_MET)
        with pytest.raises(WrongMoment) as refused:
            begin(plan, who)
        assert "was met" in str(refused.value.reasons[0])
        assert "Begin the sustain period" not in text(signed_in(who.cleo).get(page(plan)))

    def test_whose_turn_it_is(self, who: People, plan: Plan) -> None:
        case, first = case_of(plan), CheckIn.objects.get(number=1)
        assert (case.stage, case.awaits, case.expected) == (Stage.SUSTAIN, "manager", "reviews.record_check_in")
        assert case.next_due_on == first.due_on
        for _each in range(CheckIn.objects.count()):
            check_in(plan, who)
        case = case_of(plan)
        assert (case.awaits, case.expected, case.next_due_on) == (
            "hr_partner", "reviews.close_case", plan.sustain.last_on,
        )  # fmt: skip

    def test_both_sides_say_it_once(self, who: People, plan: Plan) -> None:
        Notice.objects.all().delete()
        with pytest.raises(WrongMoment):
            reviews.answer_check_in(plan, by=actor(who.ben), check_in=CheckIn.objects.get(number=1), words="x")
        check_in(plan, who, Keeping.NEEDS_HELP, agreed="Half an hour a week.")
        door = page(plan, "sustain/check-ins/1/")
        assert door in [errand.url for errand in errands_of(who.ben)]
        answer(plan, who)
        assert door not in [errand.url for errand in errands_of(who.ben)]
        with pytest.raises(WrongMoment):
            answer(plan, who)
        told = Notice.objects.values_list("kind", "recipient__name").order_by("pk")
        assert list(told) == [("reviews.record_check_in", "Ben"), ("reviews.answer_check_in", "Ada")]

    def test_one_after_the_other(self, who: People, plan: Plan) -> None:
        with pytest.raises(WrongMoment):
            check_in(plan, who, number=2)
        for said in (
            {"held_on": plan.sustain.first_on - DAY}, {"held_on": plan.sustain.first_on + DAY}, {"words": ""},
            {"keeping": "x"},
        ):  # fmt: skip
            with pytest.raises(ValidationError):
                check_in(plan, who, **said)
        check_in(plan, who)
        with pytest.raises(WrongMoment):
            check_in(plan, who, number=1)

    def test_who_may_do_what(self, who: People, plan: Plan) -> None:
        for user in (who.ben, who.cleo, who.dora, who.emil):
            with pytest.raises(NotYourPart):
                reviews.record_check_in(
                    plan, by=actor(user), number=1, keeping="slips", held_on=plan.sustain.first_on, words="x"
                )

    def test_the_case_is_closed_after_it_and_not_before(self, who: People, plan: Plan) -> None:
        with pytest.raises(WrongMoment) as refused:
            world.close(plan, who)
        assert "goes on until" in str(refused.value.reasons[0])
        assert signed_in(who.cleo).get(page(plan, "close/")).status_code == 409
        with on(plan.sustain.last_on), pytest.raises(WrongMoment):
            world.close(plan, who)
        with until_it_is_over(plan):
            world.close(plan, who)
        assert case_of(plan).stage == Stage.CLOSED

    def test_hr_is_asked_to_close_it_where_a_check_in_was_never_recorded(self, who: People, plan: Plan) -> None:
        door = page(plan, "close/")
        with on(plan.sustain.last_on):
            assert door not in [errand.url for errand in errands_of(who.cleo)]
        with until_it_is_over(plan):
            assert door in [errand.url for errand in errands_of(who.cleo)]
            assert door not in [errand.url for errand in errands_of(who.ada)]
            for _each in range(CheckIn.objects.count()):
                check_in(plan, who)
            assert door not in [errand.url for errand in errands_of(who.cleo)]  # it stands in her list by now
            assert case_of(plan).expected == "reviews.close_case"

    def test_it_cannot_be_cancelled(self, who: People, plan: Plan) -> None:
        with pytest.raises(WrongMoment):
            cancel_plan(plan, by=actor(who.cleo), reason="x")

    def test_one_of_another_case_is_not_found(self, who: People, plan: Plan) -> None:
        check_in(plan, who)
        other = begun(People(**{**vars(who), "ben": add_user("lea@example.com", name="Lea", manager=who.ada)}))
        theirs = CheckIn.objects.get(sustain__plan=plan, number=1)
        with pytest.raises(NotVisible):
            reviews.answer_check_in(other, by=actor(other.employee), check_in=theirs, words="x")
        assert signed_in(other.employee).get(page(other, "sustain/check-ins/1/")).status_code == 409
        assert signed_in(who.ben).get(page(plan, "sustain/check-ins/77/")).status_code == 404


EARLIER = [
    ("reviews_checkinrecord", "at", "t.at - interval '300 days'", "check_in_after_beginning"),
    ("reviews_checkinrecord", "held_on", "t.held_on - 1", "check_in_held_after"),
    ("reviews_checkinanswer", "at", "t.at - interval '300 days'", "check_in_answer_after_it"),
    ("reviews_sustain", "at", "t.at - interval '300 days'", "sustain_after_decision"),
]


@pytest.mark.parametrize(("table", "column", "value", "rule"), EARLIER)
def test_r26_nothing_of_it_is_dated_before_what_it_rests_on(
    who: People, plan: Plan, table: str, column: str, value: str, rule: str
) -> None:
    check_in(plan, who)
    answer(plan, who)
    check_in(plan, who)
    other = CheckIn.objects.get(sustain__plan=plan, number=2 if table.endswith("answer") else 3)
    statement = f"""
        INSERT INTO {table} SELECT (jsonb_populate_record(t, jsonb_build_object(
            'id', gen_random_uuid(), 'check_in_id', '{other.pk}', '{column}', {value}
        ))).* FROM {table} t LIMIT 1
    """  # noqa: S608 - no value comes from outside
    with pytest.raises(IntegrityError, match=rule), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(("days", "kinds"), [(-3, []), (0, ["soon"] * 2), (1, ["soon"] * 2 + ["overdue"] * 2)])
def test_who_is_reminded(who: People, plan: Plan, days: int, kinds: list[str]) -> None:
    due = timezone.now() + (CheckIn.objects.get(number=1).due_on - plan.sustain.first_on)
    Notice.objects.all().delete()
    for day in range(-4, days + 1):
        remind(due + timedelta(days=day))
    found = Notice.objects.filter(kind__contains="check_in").order_by("pk")
    assert [row.kind.rpartition("_")[2] for row in found] == kinds
    names = {(row.kind.rpartition("_")[2], row.recipient.name) for row in found}
    assert names <= {("soon", "Ada"), ("soon", "Ben"), ("overdue", "Ada"), ("overdue", "Cleo")}


def test_everybody_in_the_case_reads_it(who: People, plan: Plan) -> None:
    ada, ben = signed_in(who.ada), signed_in(who.ben)
    fields = {"number": 1, "keeping": "slips", "held_on": plan.sustain.first_on, "words": "Xylophon", "agreed": "Again"}
    early = ada.post(page(plan, "sustain/check-in/"), {**fields, "held_on": plan.sustain.first_on - DAY})
    assert (early.status_code, "Xylophon" in text(early)) == (422, True)
    assert ada.post(page(plan, "sustain/check-in/"), fields).status_code == 302
    assert ada.post(page(plan, "sustain/check-in/"), fields).status_code == 409
    assert ben.post(page(plan, "sustain/check-ins/1/"), {"words": "Marimba"}).status_code == 302
    for user in (who.ben, who.ada, who.cleo, who.dora, who.emil):
        shown = text(signed_in(user).get(page(plan)))
        assert [word for word in ("Xylophon", "Again", "Marimba", "Slips") if word not in shown] == []
