"""The inbox: what one was told and may still see; unread until it is opened or marked."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.inbox import MOST_UNREAD, PAGE, inbox_of, page_of_inbox
from cases.models import CaseFile, CasePart, Notice
from cases.states import NoticeState, Part
from people.actions import deactivate, grant_role
from people.models import User
from people.states import Role
from plans.states import PlanStatus
from tests import receipts
from tests.handing_over import delegate, end
from tests.pages import signed_in, text
from tests.world import People, hold, plan_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_plan")]


@pytest.fixture
def case(who: People) -> CaseFile:
    plan = plan_in(PlanStatus.ACTIVE, who)
    hold(plan, who, 1)
    return plan.case


def put(case: CaseFile, user: User, number: int = 1, kind: str = "reviews.hold_checkpoint", **more: Any) -> None:
    now = timezone.now()
    rows = (
        Notice(
            case=case, recipient=user, kind=kind, dedupe_key=f"{kind}:{user.pk}:{now}:{n}", **{"due_at": now, **more}
        )
        for n in range(number)
    )
    Notice.objects.bulk_create(rows)


def unread(user: User) -> int:
    """As every page says it."""
    count: int = vars(User.objects.signed_in().get(pk=user.pk))["unread_notices"]
    return count


def newest(user: User) -> Notice:
    return inbox_of(user).order_by("-due_at", "-pk")[0]


def test_it_shows_what_one_was_told_with_whom_it_is_about_and_where_to_go(who: People, case: CaseFile) -> None:
    page = text(signed_in(who.ben).get("/inbox/"))
    told = Notice.objects.filter(recipient=who.ben).count()
    assert page.count("inbox-words") == told == unread(who.ben)
    assert render_to_string("mail/reviews/hold_checkpoint.txt").strip() in page
    assert f"/inbox/{newest(who.ben).pk}/" in page
    assert (case.reference in page, "Ben" in page) == (True, True)


def test_every_page_says_how_many_are_unread(who: People, case: CaseFile) -> None:
    told = unread(who.ben)
    pages = ("/", "/cases/", "/settings/", "/inbox/", f"/cases/{case.reference}/")
    for page in pages:
        assert f"Inbox, {told} unread" in text(signed_in(who.ben).get(page))
    put(case, who.ben, MOST_UNREAD + 5)
    assert f">{MOST_UNREAD - 1}+<" in text(signed_in(who.ben).get("/"))
    Notice.objects.update(read_at=timezone.now())
    assert "unread" not in text(signed_in(who.ben).get("/"))


def test_the_count_costs_no_query(who: People, case: CaseFile) -> None:
    client, costs = signed_in(who.fay), []
    for _time in range(2):
        client.get("/cases/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/cases/")
        costs.append(len(queries))
        put(case, who.fay, 30)
    assert costs[0] == costs[1]


@pytest.mark.tampers  # no act takes the employee's sight from them
def test_the_count_and_the_page_are_of_the_same_notices(who: People, case: CaseFile) -> None:
    """In every standing: with a part, without, with a narrow one, of HR, close to the subject, gone."""
    plan = case.plans.get()
    people = [who.ben, who.ada, who.cleo, who.dora, who.emil, who.fay, who.gus, who.hal, who.ivy]
    for user in people:
        put(case, user, 2)
    CasePart.objects.create(case=case, user=who.gus, part=Part.WITNESS)
    wanted = {"Ben", "Ada", "Cleo", "Dora", "Emil", "Gus"}  # not Hal, who is of HR and above the subject
    found = {user.name for user in people if unread(user)}
    assert found == wanted
    assert {user.name: unread(user) for user in people} == {user.name: inbox_of(user).count() for user in people}
    grant_role(who.fay, Role.HR_LEAD)
    CasePart.objects.filter(user__in=(who.ben, who.gus)).update(sees=False)
    CasePart.objects.filter(user=who.ada).update(until=timezone.now() + timedelta(days=9))
    for user in (who.ben, who.gus, who.ada, who.fay):
        assert (user.name, unread(user)) == (user.name, inbox_of(User.objects.get(pk=user.pk)).count())
    assert (unread(who.fay), unread(who.gus), plan.pk is None) == (2, 0, False)


def test_a_deputy_finds_it_for_as_long_as_they_deputise(who: People, case: CaseFile) -> None:
    delegation = delegate(case, who)
    put(case, who.fay)
    assert unread(who.fay) == inbox_of(who.fay).count() > 0
    end(case, delegation, who.ada)
    assert (unread(who.fay), inbox_of(who.fay).count()) == (0, 0)


def test_what_was_no_longer_needed_is_not_shown(who: People, case: CaseFile) -> None:
    before = unread(who.ben)
    put(case, who.ben, state=NoticeState.DROPPED, kind="reviews.checkpoint_due_today")
    assert (unread(who.ben), inbox_of(who.ben).count()) == (before, before)
    assert "A checkpoint is due today" not in text(signed_in(who.ben).get("/inbox/"))


class TestReading:
    def test_opening_one_reads_it_and_leads_to_the_page_where_one_acts(self, who: People, case: CaseFile) -> None:
        before, notice = unread(who.ben), newest(who.ben)
        response = signed_in(who.ben).get(f"/inbox/{notice.pk}/")
        assert response["Location"] == f"/cases/{case.reference}/checkpoints/1/"
        assert unread(who.ben) == before - 1
        notice.refresh_from_db()
        read_at = notice.read_at
        signed_in(who.ben).get(f"/inbox/{notice.pk}/")
        notice.refresh_from_db()
        assert notice.read_at == read_at

    def test_one_is_marked(self, who: People, case: CaseFile) -> None:
        before, notice = unread(who.ben), newest(who.ben)
        assert signed_in(who.ben).post("/inbox/read/", {"notice": notice.pk})["Location"] == "/inbox/"
        notice.refresh_from_db()
        assert (unread(who.ben), notice.read_at is None) == (before - 1, False)

    def test_all_are_marked_but_those_that_came_after_the_page(self, who: People, case: CaseFile) -> None:
        client = signed_in(who.ben)
        shown = page_of_inbox(who.ben).newest
        assert f'name="until" value="{shown}"' in text(client.get("/inbox/"))
        put(case, who.ben)
        client.post("/inbox/read/", {"until": shown})
        assert unread(who.ben) == 1

    @pytest.mark.parametrize("said", ["", "x", "-1", "٣", "9" * 30, "1\0", "1e3"])
    def test_nonsense_marks_nothing(self, who: People, case: CaseFile, said: str) -> None:
        before = unread(who.ben)
        client = signed_in(who.ben)
        for field in ("notice", "until"):
            assert client.post("/inbox/read/", {field: said}).status_code in (302, 400)
        assert client.post("/inbox/read/").status_code == 302
        assert unread(who.ben) == before

    def test_nobody_elses_is_opened_or_marked(self, who: People, case: CaseFile) -> None:
        """Nor one's own of a case that one sees no more: it looks like one that never was."""
        notice = newest(who.ben)
        for person in (who.ada, who.cleo, who.dora, who.emil, who.fay, who.ivy):
            client = signed_in(person)
            assert client.get(f"/inbox/{notice.pk}/").status_code == 404
            client.post("/inbox/read/", {"notice": notice.pk})
            client.post("/inbox/read/", {"until": notice.pk})
        notice.refresh_from_db()
        assert notice.read_at is None
        assert signed_in(who.ben).get(f"/inbox/{2**62}/").status_code == 404
        assert signed_in(who.ben).get(f"/inbox/{10**30}/").status_code == 404
        put(case, who.fay)
        theirs = Notice.objects.get(recipient=who.fay)
        assert signed_in(who.fay).get(f"/inbox/{theirs.pk}/").status_code == 404

    def test_a_leaver_finds_nothing(self, who: People, case: CaseFile) -> None:
        client = signed_in(who.ben)
        deactivate(who.ben)
        assert client.get("/inbox/")["Location"].startswith("/accounts/login/")
        assert not inbox_of(User.objects.get(pk=who.ben.pk)).exists()


def test_it_goes_on_by_pages_without_leaving_any_out(who: People, case: CaseFile) -> None:
    put(case, who.ben, PAGE * 2)  # all due at the same moment
    wanted = list(inbox_of(who.ben).order_by("-due_at", "-pk").values_list("pk", flat=True))
    client, pages = signed_in(who.ben), [page_of_inbox(who.ben)]
    while pages[-1].after:
        pages.append(client.get("/inbox/", {"after": pages[-1].after}).context["page"])
    found = [entry.notice.pk for page in pages for entry in page.entries]
    assert found == wanted
    for nonsense in ("x", "_", "2026-03-10_", "0001-01-01T00:00:00+23:59_1", "2026-03-10T00:00:00_-1", "9" * 99):
        assert client.get("/inbox/", {"after": nonsense}).context["page"].entries[0].notice.pk == wanted[0]


def test_a_witness_is_not_told_whom_it_is_about(who: People) -> None:
    plan = plan_in(PlanStatus.ISSUED, who)
    receipts.record_refusal(plan, who)
    client = signed_in(who.gus)
    page = text(client.get("/inbox/"))
    assert "You are named as a witness." in page
    assert plan.case.reference in page
    assert "Ben" not in page
    led = client.get(f"/inbox/{newest(who.gus).pk}/")["Location"]
    assert led.startswith(f"/cases/{plan.case.reference}/witness/")
    assert client.get(led).status_code == 200


def test_it_is_empty_in_words(who: People) -> None:
    assert "Nothing here yet" in text(signed_in(who.fay).get("/inbox/"))


WAYS = [  # who is told of what, in which state of the plan, and where it leads
    ("cleo", "plans.submit_plan", PlanStatus.HR_REVIEW, "plans:approve_plan"),
    ("ada", "plans.approve_plan", PlanStatus.APPROVED, "plans:issue_plan"),
    ("ben", "plans.issue_plan", PlanStatus.ISSUED, "reviews:sign_receipt"),
    ("ben", "plans.issue_plan", PlanStatus.ACTIVE, "cases:case"),  # signed meanwhile
    ("cleo", "plans.issue_plan", PlanStatus.ISSUED, "cases:case"),  # who is told, and asked for nothing
    ("cleo", "reviews.propose_outcome", PlanStatus.FINAL_REVIEW, "reviews:decide_outcome"),
    ("ben", "reviews.decide_outcome", PlanStatus.DECIDED, "reviews:sign_outcome"),
    ("ada", "reviews.decide_outcome", PlanStatus.DECIDED, "cases:case"),
]


@pytest.mark.parametrize(("person", "kind", "status", "where"), WAYS)
def test_it_leads_to_what_is_asked_of_this_reader_now(
    who: People, person: str, kind: str, status: PlanStatus, where: str
) -> None:  # fmt: skip
    plan, user = plan_in(status, who), getattr(who, person)
    notice = Notice.objects.get(recipient=user, kind=kind)
    client: Client = signed_in(user)
    led = client.get(f"/inbox/{notice.pk}/")["Location"]
    assert led == reverse(where, args=[plan.case.reference])
    assert client.get(led).status_code == 200
