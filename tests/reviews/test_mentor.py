"""A mentor sees the items they mentor, and nothing else of the case: proven by every address, and by every text."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from cases.actions import add_comment
from cases.mailing import mail_for
from cases.models import CaseFile, EventText, Notice
from cases.queries import page_of_cases, work_of
from cases.refusals import NotVisible
from people.actions import add_user
from plans import actions as plans
from plans.calendars import today_of
from plans.models import Plan
from plans.states import PlanStatus
from records.actions import request_copy
from reviews import actions as reviews
from reviews.models import CoachingSession, SessionSeries
from reviews.states import SessionSaid
from tests import coaching, world
from tests.learning import tick
from tests.pages import signed_in, text, unchanging
from tests.receipts import attest, record_refusal, serve, slip
from tests.rules.addresses import NOWHERE, case_routes, fill
from tests.world import COMMITMENT, FEEDBACK, ITEM, PLAN, SUPPORT, People, actor, item, plan_in, sign

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_plan")]
MARK = "Xylophon"  # stands in everything that is no business of a mentor's

# What a mentor may ask for: the answer to GET and to POST. Every other page is not found, as if there was no case.
THEIRS = {
    "": (200, 405),
    "coaching/": (200, 405),
    "coaching/log/": (200, 422),
    "coaching/plan/": (200, 422),
    "coaching/series/<series_id>/end/": (200, 422),
}


def marked(fields: dict[str, Any], *names: str) -> dict[str, Any]:
    return {**fields, **{name: f"{MARK} {name}" for name in names}}


@pytest.fixture
def plan(who: People, monkeypatch: pytest.MonkeyPatch) -> Plan:
    """Two items, of which Fay mentors the first; whatever a mentor may not read is marked, and everything happened."""
    basis = ("rating", "findings", "standard", "standard_version", "standard_known_how", "if_met", "if_not_met")
    monkeypatch.setattr(world, "PLAN", marked(PLAN, *basis))
    monkeypatch.setattr(world, "FEEDBACK", marked(FEEDBACK, "said"))
    first = item(**marked({}, "observed", "impact", "analysis", "assessor"))
    help_ = {"support": [marked(SUPPORT, "content", "provider")], "commitments": [marked(COMMITMENT, "content")]}
    texts = ("area", "observed", "impact", "analysis", "measured_by", "data_source", "assessor")
    second = {**marked(ITEM, *texts), **help_}
    plan = plan_in(PlanStatus.DRAFT, who)
    world.write(plan, who, items=[first, second], feedback=[world.FEEDBACK])
    return busy(plan_in(PlanStatus.ISSUED, who, plan), who)


def busy(plan: Plan, who: People) -> Plan:
    record_refusal(plan, who, words=MARK, place=MARK, evidence=[slip(f"{MARK}.txt")])
    attest(plan, who.gus, words=MARK)
    serve(plan, who, note=MARK)
    sign(plan, who, "disagreed", MARK)
    add_comment(plan.case, by=actor(who.ben), text=MARK, topic="plan")
    add_comment(plan.case, by=actor(who.ada), text=MARK, topic="item", topic_id=coaching.item_id(plan))
    rows = [reviews.Measured(**{**vars(row), "evidence": MARK}) for row in world.measured(plan)]
    day = today_of(plan.case)
    words: dict[str, Any] = {"note": MARK, "next_steps": MARK}
    reviews.hold_checkpoint(plan.checkpoints.get(number=1), by=actor(who.ada), held_on=day, measured=rows, **words)
    tick(plan, who, MARK)
    gil = add_user("gil@example.com", name=f"{MARK} Gil")
    coaching.mentor(plan, who)
    coaching.mentor(plan, who, gil, place=1)
    for by, said in ((who.ada, {}), (who.ada, {"about": None}), (gil, {"about": coaching.item_id(plan, 1)})):
        coaching.log(plan, who, by=actor(by), done=MARK, next_steps=MARK, **said)
    coaching.log(plan, who)
    today = today_of(plan.case)
    coaching.plan_weekly(plan, who, last_on=today, mentor=gil, about=coaching.item_id(plan, 1))
    coaching.plan_weekly(plan, who, last_on=today, mentor=None)
    coaching.plan_weekly(plan, who, last_on=today)
    request_copy(plan.case, by=actor(who.ben))
    return plan


def of_fay(route: str, plan: Plan) -> str:
    """The address, with her own series where one stands in it."""
    series = plan.session_series.get(mentor__name="Fay")
    return fill(route.replace("<series_id>", str(series.pk)), plan.case)


class TestSeeing:
    def test_of_every_address_these_are_theirs(self, who: People, plan: Plan) -> None:
        client, wrong = signed_in(who.fay), []
        for route in case_routes():
            address = of_fay(route, plan)
            for method, place in (("get", 0), ("post", 1)):
                response = getattr(client, method)(address)
                said = THEIRS.get(route, (404, 404))[place]
                if response.status_code != said and not (route not in THEIRS and response.status_code == 405):
                    wrong.append((method, route, response.status_code))
                if MARK in text(response):
                    wrong.append((method, route, "tells of the case"))
        assert wrong == []

    def test_what_is_not_theirs_looks_like_nothing(self, who: People, plan: Plan) -> None:
        client = signed_in(who.fay)
        for route in ("history/", "plan/", "record/", "checkpoints/<number>/", "coaching/<session_id>/"):
            theirs, never = (client.get(fill(route, plan.case, number)) for number in ("", NOWHERE))
            assert (theirs.status_code, unchanging(theirs)) == (404, unchanging(never))

    def test_no_text_of_the_case_that_is_not_theirs_stands_on_their_pages(self, who: People, plan: Plan) -> None:
        client = signed_in(who.fay)
        pages = " ".join(text(client.get(of_fay(route, plan))) for route in THEIRS)
        own = {coaching.DONE, coaching.NEXT}
        kept = {
            row.value for row in EventText.objects.filter(case=plan.case).exclude(field__in=("address", "user_agent"))
        }
        assert [words for words in kept - own if words and words in pages] == []
        assert {words for words in own if words in pages} == own
        assert [name for name in ("Cleo", "Gus", "Emil", "Hal", "Dora") if name in pages] == []

    def test_they_read_goal_help_and_what_was_measured_of_their_item(self, who: People, plan: Plan) -> None:
        page = text(signed_in(who.fay).get(f"/cases/{plan.case.reference}/"))
        for words in (
            "You mentor Ben", ITEM["area"], ITEM["measured_by"], ITEM["data_source"], SUPPORT["content"],
            COMMITMENT["content"], "6 %", "2 %", "4 %",
        ):  # fmt: skip
            assert words in page, words

    def test_no_file_and_no_copy_is_theirs(self, who: People, plan: Plan) -> None:
        files = {file for row in plan.refusals.all() for file in row.files}
        client = signed_in(who.fay)
        assert {client.get(f"/cases/{plan.case.reference}/files/{file}/").status_code for file in files} == {404}

    def test_what_another_mentor_or_the_manager_logged_is_not_theirs(self, who: People, plan: Plan) -> None:
        theirs = CoachingSession.objects.get(by=who.fay)
        assert plan.coaching_sessions.count() == 4
        page = text(signed_in(who.fay).get(f"/cases/{plan.case.reference}/coaching/"))
        assert page.count('class="session"') == 1
        assert str(theirs.pk) in page
        for series in SessionSeries.objects.exclude(mentor=who.fay):
            address = f"/cases/{plan.case.reference}/coaching/series/{series.pk}/end/"
            assert signed_in(who.fay).post(address, {"reason": "x"}).status_code == 404

    def test_the_case_stands_under_what_they_mentor_and_in_no_list(self, who: People, plan: Plan) -> None:
        work = work_of(who.fay)
        assert [work.mine, work.others, work.ended, page_of_cases(who.fay).cases] == [[], [], [], []]
        assert work.mentored == [plan.case]
        assert not CaseFile.objects.visible_to(who.fay).exists()
        assert plan.case.reference in text(signed_in(who.fay).get("/"))

    def test_they_are_told_by_a_mail_that_tells_nothing(self, who: People, plan: Plan) -> None:
        notice = Notice.objects.get(recipient=who.fay, kind="plans.mentor_named")
        mail = mail_for(notice)
        assert mail.subject == "You have a document to read in pipcases"
        assert "You are named as a mentor" in mail.body
        assert "Ben" not in mail.body

    def test_somebody_of_hr_stays_of_hr_and_logs_as_a_mentor(self, who: People, plan: Plan) -> None:
        coaching.mentor(plan, who, who.dora)
        assert signed_in(who.dora).get(f"/cases/{plan.case.reference}/plan/").status_code == 200
        assert coaching.log(plan, who, by=actor(who.dora)).part == "mentor"


class TestItems:
    def test_only_about_what_they_mentor(self, who: People, plan: Plan) -> None:
        other = plan.items.exclude(pk=coaching.item_id(plan)).get()
        for about in (other.pk, other.support.get().pk):
            with pytest.raises(NotVisible):
                coaching.log(plan, who, about=about)
        with pytest.raises(ValidationError, match="Choose the item"):
            coaching.log(plan, who, about=None)
        with pytest.raises(ValidationError, match="does not mentor"):
            coaching.plan_weekly(plan, who, about=other.pk, last_on=today_of(plan.case))

    def test_the_choices_name_no_other_item(self, who: People, plan: Plan) -> None:
        for page in ("log", "plan"):
            form = signed_in(who.fay).get(f"/cases/{plan.case.reference}/coaching/{page}/").context["form"]
            assert [group for group, _rows in form.fields["about"].choices] == [ITEM["area"]]

    def test_an_item_of_another_case(self, who: People, plan: Plan) -> None:
        lea = add_user("lea@example.com", name="Lea", manager=who.ada)
        other = plan_in(PlanStatus.ACTIVE, People(**{**vars(who), "ben": lea}))
        theirs = coaching.log(other, who, by=actor(who.ada), about=None)
        with pytest.raises(NotVisible):
            coaching.log(plan, who, by=actor(who.ada), about=other.items.get().pk)
        with pytest.raises(NotVisible):
            reviews.confirm_session(plan, by=actor(who.ben), session=theirs, said=SessionSaid.CONFIRMED)
        assert signed_in(who.ben).get(f"/cases/{plan.case.reference}/coaching/{theirs.pk}/").status_code == 404
        assert signed_in(who.fay).get(f"/cases/{other.case.reference}/").status_code == 404
        with pytest.raises(ValidationError, match="Choose which items"):
            plans.name_mentor(plan, by=actor(who.ada), mentor=who.gus, items=[coaching.item_id(other)])
        coaching.mentor(other, who, who.gus)
        with pytest.raises(NotVisible):
            plans.end_mentoring(plan, by=actor(who.ada), mentorings=other.mentorings.all(), reason="x")
