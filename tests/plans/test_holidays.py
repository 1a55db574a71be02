"""The holiday calendars: filled from the package, changed by HR, and never taken back from them."""

from datetime import date
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cases.refusals import NotYourPart
from plans.actions import holidays as actions
from plans.actions.holidays import load_calendars
from plans.calendars import BusinessCalendar
from plans.models import CalendarDay, CalendarEdit, CalendarYear, HolidayCalendar
from tests.pages import signed_in, text
from tests.together import faults, together
from tests.world import HOLIDAYS_OF, People, actor

pytestmark = pytest.mark.django_db

OUTING = date(2026, 7, 8)  # a Wednesday
SPRING = date(2026, 2, 17)
SATURDAY, SUNDAY = date(2026, 7, 11), date(2026, 7, 12)


@pytest.fixture
def china(db: None) -> HolidayCalendar:
    return HolidayCalendar.objects.get(code="CN")


def is_working(day: date, code: str = "CN") -> bool:
    return BusinessCalendar.of(code).is_working(day)


def days() -> set[tuple[object, ...]]:
    return set(CalendarDay.objects.values_list("of__calendar__code", "day", "kind", "name"))


class TestLoading:
    def test_again_changes_nothing(self) -> None:
        before = days()
        assert before
        assert load_calendars(HOLIDAYS_OF) == 0
        assert days() == before
        assert not CalendarEdit.objects.exists()

    def test_a_year_that_the_package_tells_otherwise_is_brought_up_to_date(self, china: HolidayCalendar) -> None:
        CalendarDay.objects.filter(of__calendar=china, day=SPRING).delete()
        assert is_working(SPRING)
        assert load_calendars(HOLIDAYS_OF) == 1
        assert not is_working(SPRING)

    def test_what_hr_changed_stays(self, who: People, china: HolidayCalendar) -> None:
        actions.take_out_day(china, by=actor(who.cleo), day=SPRING)
        actions.add_day(china, by=actor(who.cleo), day=OUTING, kind="free", name="Outing")
        before = days()
        assert load_calendars(HOLIDAYS_OF) == 0
        assert days() == before
        assert (is_working(SPRING), is_working(OUTING)) == (True, False)

    def test_a_year_that_hr_wrote_by_hand_stays_once_the_package_knows_it(
        self, who: People, china: HolidayCalendar
    ) -> None:
        CalendarYear.objects.filter(calendar=china, year=2026).delete()
        actions.add_day(china, by=actor(who.cleo), day=OUTING, kind="free", name="Outing")
        assert load_calendars(HOLIDAYS_OF) == 0
        assert [row.day for row in CalendarYear.objects.get(calendar=china, year=2026).days.all()] == [OUTING]

    def test_a_copy_gets_the_years_it_lacks(self, who: People, china: HolidayCalendar) -> None:
        CalendarYear.objects.filter(calendar=china, year=2026).delete()
        own = actions.copy_calendar(china, by=actor(who.cleo), name="Works in Suzhou")
        assert BusinessCalendar.of(own.code).unknown([SPRING]) == [2026]
        assert load_calendars(HOLIDAYS_OF) == 2
        assert not is_working(SPRING, own.code)
        assert load_calendars(HOLIDAYS_OF) == 0

    def test_the_command_says_how_many(self, capsys: pytest.CaptureFixture[str]) -> None:
        call_command("load_holidays")
        assert "years are new" in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
def test_two_servers_that_load_at_once_load_once(who: People) -> None:
    CalendarYear.objects.all().delete()
    assert faults(together(*(partial(load_calendars, [2026]) for _server in range(2)))) == []
    assert load_calendars([2026]) == 0
    assert not is_working(SPRING)


@pytest.mark.django_db(transaction=True)
def test_two_people_who_put_in_one_day_put_it_in_once(who: People) -> None:
    china = HolidayCalendar.objects.get(code="CN")
    put_in = [
        partial(actions.add_day, china, by=actor(user), day=OUTING, kind="free", name=user.name)
        for user in (who.cleo, who.dora)
    ]
    assert faults(together(*put_in)) == ["ValidationError"]
    assert CalendarEdit.objects.count() == 1


class TestChanging:
    def test_a_day_put_in_and_taken_out_again_leaves_two_traces(self, who: People, china: HolidayCalendar) -> None:
        actions.add_day(china, by=actor(who.cleo), day=OUTING, kind="free", name="Outing")
        with pytest.raises(ValidationError):
            actions.add_day(china, by=actor(who.cleo), day=OUTING, kind="free", name="Again")
        actions.take_out_day(china, by=actor(who.dora), day=OUTING)
        actions.take_out_day(china, by=actor(who.dora), day=OUTING)
        traces = CalendarEdit.objects.order_by("at").values_list("step", "day", "name", "by")
        assert list(traces) == [
            ("added", OUTING, "Outing", who.cleo.pk), ("taken_out", OUTING, "Outing", who.dora.pk),
        ]  # fmt: skip
        assert is_working(OUTING)

    def test_a_saturday_that_is_worked(self, who: People, china: HolidayCalendar) -> None:
        assert not is_working(SATURDAY)
        actions.add_day(china, by=actor(who.cleo), day=SATURDAY, kind="working")
        assert is_working(SATURDAY)

    @pytest.mark.parametrize(
        ("day", "kind", "name"),
        [
            (OUTING, "working", ""),
            (OUTING, "free", ""),
            (OUTING, "maybe", "Outing"),
            (SUNDAY, "free", "x" * 201),
            (date(1999, 12, 31), "free", "Long ago"),
            (date(2101, 1, 1), "free", "Far away"),
        ],
    )
    def test_what_makes_no_sense_is_refused(
        self, who: People, china: HolidayCalendar, day: date, kind: str, name: str
    ) -> None:
        with pytest.raises(ValidationError):
            actions.add_day(china, by=actor(who.cleo), day=day, kind=kind, name=name)
        assert not CalendarEdit.objects.exists()

    def test_a_year_written_by_hand_is_known_once_it_is_checked(self, who: People, china: HolidayCalendar) -> None:
        day = date(2027, 2, 8)
        actions.add_day(china, by=actor(who.cleo), day=day, kind="free", name="春节")
        assert BusinessCalendar.of("CN").unknown([day]) == [2027]
        assert not is_working(day)
        actions.check_year(china, by=actor(who.cleo), year=2027)
        assert BusinessCalendar.of("CN").unknown([day]) == []

    def test_a_copy_and_what_it_copies_go_their_own_ways(self, who: People, china: HolidayCalendar) -> None:
        own = actions.copy_calendar(china, by=actor(who.cleo), name="Works in Suzhou")
        actions.add_day(own, by=actor(who.cleo), day=OUTING, kind="free", name="Outing")
        assert (is_working(OUTING, own.code), is_working(OUTING)) == (False, True)
        assert BusinessCalendar.of(own.code).known == BusinessCalendar.of("CN").known

    @pytest.mark.parametrize("name", ["ada", "ben", "emil", "fay", "ivy"])
    def test_nobody_but_hr_changes_anything(self, who: People, china: HolidayCalendar, name: str) -> None:
        by, before = actor(getattr(who, name)), days()
        for change in (
            partial(actions.add_day, china, by=by, day=OUTING, kind="free", name="Outing"),
            partial(actions.take_out_day, china, by=by, day=SPRING),
            partial(actions.check_year, china, by=by, year=2026),
            partial(actions.copy_calendar, china, by=by, name="Mine"),
        ):
            with pytest.raises(NotYourPart):
                change()
        assert (days(), CalendarEdit.objects.count()) == (before, 0)

    def test_a_trace_stays(self, who: People, china: HolidayCalendar) -> None:
        actions.check_year(china, by=actor(who.cleo), year=2026)
        for change in (CalendarEdit.objects.all().delete, partial(CalendarEdit.objects.update, name="x")):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                change()


class TestPages:
    def test_hr_sees_a_year_and_changes_it(self, who: People, china: HolidayCalendar) -> None:
        client = signed_in(who.cleo)
        assert "Mainland China" in text(client.get("/library/holidays/"))
        page = f"/library/holidays/{china.pk}/2026/"
        assert "春节" in text(client.get(page))
        assert "is worked" in text(client.get(page))
        said = {"day": str(OUTING), "kind": "free", "name": "Outing"}
        assert client.post(page, said).status_code == 302
        again = client.post(page, said)
        assert (again.status_code, 'value="Outing"' in text(again)) == (422, True)
        assert client.post(f"{page}take-out/", {"day": str(OUTING)}).status_code == 302
        assert client.post(f"{page}check/").status_code == 302
        told = text(client.get(page))
        assert "Checked by Cleo" in told
        assert "Day taken out" in told

    def test_a_year_that_nobody_knows_says_so(self, who: People, china: HolidayCalendar) -> None:
        client = signed_in(who.dora)
        assert "2027 are not known" in text(client.get(f"/library/holidays/{china.pk}/2027/"))

    def test_a_copy_is_made_and_can_be_chosen(self, who: People, china: HolidayCalendar) -> None:
        client = signed_in(who.cleo)
        assert client.get(f"/library/holidays/{china.pk}/copy/").status_code == 200
        assert client.post(f"/library/holidays/{china.pk}/copy/", {"name": ""}).status_code == 422
        assert client.post(f"/library/holidays/{china.pk}/copy/", {"name": "Works in Suzhou"}).status_code == 302
        assert "Works in Suzhou" in text(client.get("/library/holidays/"))

    @pytest.mark.parametrize(
        ("rest", "sent", "code"),
        [
            ("2026/", {"day": "2027-01-01", "kind": "free", "name": "x"}, 422),
            ("2026/", {"day": "no day", "kind": "x", "name": "x\x01"}, 422),
            ("2026/", {}, 422),
            ("1999/", {"day": "1999-01-01", "kind": "free", "name": "x"}, 404),
            ("99999/", {}, 404),
            ("2026/take-out/", {"day": "2025-01-01"}, 404),
            ("2026/take-out/", {"day": "x"}, 404),
            ("99999999999999999999/check/", {}, 404),
        ],
    )
    def test_whatever_is_sent(
        self, who: People, china: HolidayCalendar, rest: str, sent: dict[str, str], code: int
    ) -> None:
        assert signed_in(who.cleo).post(f"/library/holidays/{china.pk}/{rest}", sent).status_code == code

    def test_a_list_of_more_calendars_takes_no_more_queries(self, who: People, china: HolidayCalendar) -> None:
        client = signed_in(who.cleo)

        def asked() -> int:
            with CaptureQueriesContext(connection) as queries:
                assert client.get("/library/holidays/").status_code == 200
            return len(queries)

        few = [asked(), asked()][-1]
        for number in range(3):
            actions.copy_calendar(china, by=actor(who.cleo), name=f"Works {number}")
        assert asked() == few


def test_a_calendar_is_read_in_one_query() -> None:
    with CaptureQueriesContext(connection) as queries:
        calendar = BusinessCalendar.of("CN")
        calendar.later(date(2026, 1, 1), 200)
        calendar.unknown([SPRING])
    assert len(queries) == 1
