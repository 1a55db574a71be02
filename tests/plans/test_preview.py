"""The dates of checkpoints, shown before they count: with the weekday, and why another day was taken."""

from datetime import date

import pytest

from plans import rulesets
from plans.actions import holidays as actions
from plans.calendars import BusinessCalendar
from plans.models import HolidayCalendar, Plan
from plans.snapshot import draft_of, holidays_of
from plans.states import PlanStatus
from tests.pages import signed_in, text
from tests.window import Window
from tests.world import People, actor, drafted, plan_in, submit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_plan")]
HTMX = {"HX-Request": "true"}
IN_CHINA = {"holidays": "CN", "cadence": "weekly", "starts_on": "2026-02-02", "ends_on": "2026-03-01"}


@pytest.fixture
def window(who: People) -> Window:
    return Window(drafted(who), signed_in(who.ada))


def test_the_button_shows_the_dates_and_saves_nothing(window: Window) -> None:
    before = window.saved
    shown = window.send(do="preview", rating="Typed meanwhile", **IN_CHINA)
    assert (shown.status_code, window.saved) == (200, before)
    page = text(shown)
    assert "Typed meanwhile" in page
    assert "instead of Feb. 16, 2026" in page.replace("February", "Feb.")  # spring festival, a Monday
    assert "Saturday" in page  # the 14th, worked to make up for it, comes in its place
    assert "never after it" in page


def test_it_is_what_will_be_saved(window: Window) -> None:
    window.send(**IN_CHINA)
    assert window.saved.calendar.holidays == "CN"
    assert window.saved.calendar.checkpoints == [
        date(2026, 2, 9), date(2026, 2, 14), date(2026, 2, 28),
    ]  # fmt: skip


def test_htmx_gets_the_dates_with_each_change_of_the_calendar(window: Window) -> None:
    answer = text(window.send(headers=HTMX, **IN_CHINA))
    assert 'hx-target="#dates"' in answer
    assert "instead of" in answer
    assert 'hx-target="#dates"' not in text(window.send(headers=HTMX, **IN_CHINA, revision="1", rating="Only words"))


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({**IN_CHINA, "ends_on": "2027-03-01", "starts_on": "2026-12-01"}, "2027 are not known"),
        ({"checkpoints-0-due_on": "2026-03-15"}, "No working day: Sunday"),
        ({"checkpoints-0-due_on": "2026-04-06", "holidays": "GB-ENG"}, "No working day: Easter Monday"),
        ({"starts_on": "", "cadence": "weekly"}, "Say when the plan starts and ends"),
        ({"starts_on": "2026-05-01", "ends_on": "2026-03-01", "cadence": "weekly"}, "must end after it starts"),
    ],
)
def test_what_is_doubtful_is_said(window: Window, sent: dict[str, str], said: str) -> None:
    assert said in text(window.send(do="preview", **sent))


def test_a_calendar_that_nobody_has_is_refused_and_the_words_stay(window: Window) -> None:
    refused = window.send(holidays="OWN-9", rating="Typed meanwhile")
    assert (refused.status_code, window.saved.calendar.holidays) == (422, "")
    assert window.saved.basis.rating == "Typed meanwhile"


def test_a_page_that_knows_no_calendars_changes_none(window: Window) -> None:
    window.send(**IN_CHINA)
    window = Window(window.plan, window.client)
    del window.fields["holidays"]
    window.send(rating="From an older page")
    assert window.saved.calendar.holidays == "CN"


class TestWhichCalendar:
    def test_the_rules_say_it_and_the_version_keeps_it(self, who: People) -> None:
        plan = drafted(who)
        Plan.objects.filter(pk=plan.pk).update(ruleset="us")
        plan.refresh_from_db()
        assert plan.document.calendar.holidays == "US"
        submit(plan, who)
        version = plan.versions.get()
        assert version.data["calendar"]["holidays"] == "US"
        Plan.objects.filter(pk=plan.pk).update(ruleset="general")
        assert (holidays_of(version), draft_of(version).calendar.holidays) == ("US", "US")

    def test_a_version_from_before_follows_its_rules(self, who: People) -> None:
        version = plan_in(PlanStatus.HR_REVIEW, who).versions.get()
        data = version.data
        del data["calendar"]["holidays"]
        data["ruleset"]["name"] = "cn"
        version.__dict__["data"] = data
        assert holidays_of(version) == "CN"
        data["ruleset"]["name"] = "gone"
        assert holidays_of(version) == ""

    def test_the_companys_own_can_be_chosen(self, who: People, window: Window) -> None:
        china = HolidayCalendar.objects.get(code="CN")
        own = actions.copy_calendar(china, by=actor(who.cleo), name="Works in Suzhou")
        actions.add_day(own, by=actor(who.cleo), day=date(2026, 2, 9), kind="free", name="Outing")
        page = text(window.send(do="preview", **{**IN_CHINA, "holidays": own.code}))
        assert "Works in Suzhou" in page
        assert ": Outing" in page

    def test_every_ruleset_names_one_that_comes_with_pipcases(self) -> None:
        for name in rulesets.names():
            code = rulesets.get(name).holiday_calendar
            assert code == "" or 2026 in BusinessCalendar.of(code).known
