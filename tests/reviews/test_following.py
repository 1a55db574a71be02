"""R28: what follows an outcome is agreed with an owner and a day, and done or dropped; it dismisses nobody."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cases.errands import errands_of
from cases.models import CaseEvent, Notice, StoredFile
from cases.refusals import NotVisible, NotYourPart, WrongMoment
from cases.reminding import remind
from people.actions import add_user
from people.models import User
from plans.models import Plan
from plans.states import PlanStatus
from reviews import actions as reviews
from reviews.states import Basis, Result
from tests.following import DAY, SOON, decided, drop, finish, record
from tests.handing_over import change_manager, delegate
from tests.pages import signed_in, text
from tests.receipts import slip
from tests.world import People, actor, plan_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_plan")]
AFTER_SUCCESS = {"recognition", "incentive", "promotion"}
OPTIONS = {"extend", "training", "transfer", "other"}


@pytest.fixture
def plan(who: People) -> Plan:
    return decided(who)


def today(plan: Plan) -> date:
    return reviews.today_of(plan.case)


def page(plan: Plan, rest: str = "") -> str:
    return f"/cases/{plan.case.reference}/{rest}"


@pytest.mark.parametrize(
    ("result", "offered"),
    [
        (Result.MET, AFTER_SUCCESS),
        (Result.PARTIALLY_MET, AFTER_SUCCESS | OPTIONS),
        (Result.NOT_MET, OPTIONS),
    ],
)
def test_r28_the_outcome_says_what_can_follow(who: People, result: str, offered: set[str]) -> None:
    plan = decided(who, result)
    form = signed_in(who.cleo).get(page(plan, "follow-ons/record/")).context["form"]
    assert {kind for _label, group in form.fields["kind"].choices for kind, _text in group} == offered
    for kind in {"recognition", "training", "dismissal"} - offered:
        with pytest.raises(ValidationError, match="cannot follow"):
            record(plan, who, kind=kind)
    bases = {kind: record(plan, who, kind=kind).basis for kind in offered}
    assert bases == {kind: Basis.SUCCESS if kind in AFTER_SUCCESS else Basis.NOT_MET for kind in offered}


def test_r28_nothing_that_follows_ends_the_employment(who: People, plan: Plan) -> None:
    finish(plan, who, record(plan, who, kind="transfer"))
    who.ben.refresh_from_db()
    plan.refresh_from_db()
    assert (who.ben.is_active, plan.status) == (True, PlanStatus.DECIDED)
    for user in (who.ben, who.ada, who.cleo):
        assert "dismisses nobody" in text(signed_in(user).get(page(plan)))


class TestActs:
    def test_it_is_recorded_done_and_told(self, who: People, plan: Plan) -> None:
        Notice.objects.all().delete()
        row = record(plan, who)
        event = CaseEvent.objects.filter(case=plan.case).latest("seq")
        told = {"follow_on": str(row.pk), "number": 1, "kind": "training", "basis": "not_met", "owner": who.ada.pk}
        assert event.data["facts"].items() >= {**told, "owner_part": "manager"}.items()
        assert {notice.recipient for notice in Notice.objects.all()} == {who.ben, who.ada}
        end = finish(plan, who, row, evidence=[slip()])
        assert (end.is_done, end.files) == (True, [StoredFile.objects.get().pk])
        finished = Notice.objects.filter(kind="reviews.finish_follow_on")
        assert {notice.recipient for notice in finished} == {who.ben, who.cleo}

    @pytest.mark.parametrize("status", [PlanStatus.ACTIVE, PlanStatus.FINAL_REVIEW, PlanStatus.CANCELLED])
    def test_nothing_follows_before_an_outcome_or_without_one(self, who: People, status: PlanStatus) -> None:
        with pytest.raises(WrongMoment):
            record(plan_in(status, who), who)

    def test_it_ends_once(self, who: People, plan: Plan) -> None:
        done, dropped = record(plan, who), record(plan, who)
        finish(plan, who, done)
        drop(plan, who, dropped)
        for row in (done, dropped):
            with pytest.raises(WrongMoment):
                finish(plan, who, row)
            with pytest.raises(WrongMoment):
                drop(plan, who, row)
            for door in ("", "drop/"):
                assert signed_in(who.cleo).get(page(plan, f"follow-ons/{row.pk}/{door}")).status_code == 409

    def test_who_may_do_what(self, who: People, plan: Plan) -> None:
        row = record(plan, who, by=actor(who.ada), owner="hr_partner")
        for user in (who.ben, who.dora, who.emil):
            with pytest.raises(NotYourPart):
                record(plan, who, by=actor(user))
            with pytest.raises(NotYourPart):
                finish(plan, who, row, by=actor(user))
        with pytest.raises(NotYourPart):
            reviews.drop_follow_on(plan, by=actor(who.ada), follow_on=row, words="No.")

    def test_what_cannot_be(self, who: People, plan: Plan) -> None:
        row = record(plan, who)
        yesterday = today(plan) - DAY
        for said in ({"due_on": yesterday}, {"owner": "second_line"}, {"owner": "subject"}, {"words": ""}):
            with pytest.raises(ValidationError):
                record(plan, who, **said)
        for said in ({"done_on": yesterday}, {"done_on": today(plan) + DAY}, {"words": ""}):
            with pytest.raises(ValidationError):
                finish(plan, who, row, **said)
        with pytest.raises(ValidationError):
            drop(plan, who, row, "")
        row.refresh_from_db()
        assert (plan.follow_ons.count(), row.ended) == (1, None)

    def test_one_of_another_case_is_not_found(self, who: People, plan: Plan) -> None:
        lea = add_user("lea@example.com", name="Lea", manager=who.ada)
        other = decided(People(**{**vars(who), "ben": lea}))
        theirs = record(other, who, words="Xylophon")
        for door in ("", "drop/"):
            for send in (signed_in(who.cleo).get, signed_in(who.cleo).post):
                response = send(page(plan, f"follow-ons/{theirs.pk}/{door}"))
                assert (response.status_code, "Xylophon" in text(response)) == (404, False)
        for act in (finish, drop):
            with pytest.raises(NotVisible):
                act(plan, who, theirs)


# Of a new row beside one that is there: table, which column is dated when, and by which rule it is refused.
EARLIER = [
    ("reviews_followon", "at", "t.at - interval '300 days'", "follow_on_after_decision"),
    ("reviews_followon", "due_on", "t.due_on - 300", "follow_on_due_after_decision"),
    ("reviews_followonend", "at", "t.at - interval '300 days'", "follow_on_end_after_it"),
    ("reviews_followonend", "done_on", "t.done_on - 300", "follow_on_done_after_it"),
]


@pytest.mark.parametrize(("table", "column", "value", "rule"), EARLIER)
def test_r26_nothing_that_follows_is_dated_before_what_it_rests_on(
    who: People, plan: Plan, table: str, column: str, value: str, rule: str
) -> None:
    finish(plan, who, record(plan, who))
    open_one = record(plan, who)
    statement = f"""
        INSERT INTO {table} SELECT (jsonb_populate_record(t, jsonb_build_object(
            'id', gen_random_uuid(), 'number', 7, 'follow_on_id', '{open_one.pk}', '{column}', {value}
        ))).* FROM {table} t LIMIT 1
    """  # noqa: S608 - no value comes from outside
    with pytest.raises(IntegrityError, match=rule), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def asked(task: tuple[str, date], *users: User) -> list[str]:
    """Who of these is asked for this page by this day."""
    return [user.name for user in users if task in [(row.url, row.due_on) for row in errands_of(user)]]


class TestOwner:
    def test_the_owner_is_asked_until_it_ends_and_so_is_who_takes_over(self, who: People, plan: Plan) -> None:
        row = record(plan, who)
        delegate(plan.case, who)
        task = (page(plan, f"follow-ons/{row.pk}/"), row.due_on)
        assert asked(task, who.ada, who.ben, who.cleo, who.fay) == ["Ada", "Fay"]
        change_manager(plan.case, who)
        assert asked(task, who.ada, who.gus) == ["Gus"]
        finish(plan, who, row, by=actor(who.gus))
        assert asked(task, who.gus) == []

    @pytest.mark.parametrize(
        ("days", "kinds"), [(-4, []), (0, ["soon"]), (1, ["soon", "late"]), (8, ["soon", "late", "late"])]
    )
    def test_the_owner_is_reminded(self, who: People, plan: Plan, days: int, kinds: list[str]) -> None:
        row = record(plan, who, owner="hr_partner")
        due = timezone.now() + SOON
        Notice.objects.all().delete()
        for day in range(-5, days + 1):
            remind(due + day * DAY)
        found = Notice.objects.filter(kind__contains="follow_on").order_by("pk")
        assert [notice.kind.rpartition("_")[2] for notice in found] == kinds
        assert {(notice.recipient, notice.about) for notice in found} <= {(who.cleo, row.pk)}

    def test_nobody_is_reminded_of_what_ended(self, who: People, plan: Plan) -> None:
        drop(plan, who, record(plan, who))
        Notice.objects.all().delete()
        remind(timezone.now() + SOON + DAY)
        assert not Notice.objects.filter(kind__contains="follow_on").exists()

    def test_a_notice_leads_to_where_it_is_done(self, who: People, plan: Plan) -> None:
        row = record(plan, who)
        remind(timezone.now() + SOON)
        notice = Notice.objects.get(kind="reviews.follow_on_soon")
        client = signed_in(who.ada)
        door = f"/inbox/{notice.pk}/"
        assert client.get(door)["Location"] == page(plan, f"follow-ons/{row.pk}/")
        finish(plan, who, row)
        assert client.get(door)["Location"] == page(plan, "#follow-ons")


class TestPages:
    def test_everybody_in_the_case_reads_it(self, who: People, plan: Plan) -> None:
        finish(plan, who, record(plan, who, words="Xylophon"), words="Glockenspiel", evidence=[slip()])
        for user in (who.ben, who.ada, who.cleo, who.dora, who.emil):
            shown = text(signed_in(user).get(page(plan)))
            assert [word for word in ("Xylophon", "Glockenspiel", slip().name) if word not in shown] == []
            assert "Ada sees to it by" in text(signed_in(user).get(page(plan, "history/")))

    def test_the_forms_do_it_and_keep_what_was_typed(self, who: People, plan: Plan) -> None:
        cleo = signed_in(who.cleo)
        fields: dict[str, Any] = {"kind": "training", "owner": "manager", "words": "Xylophon"}
        refused = cleo.post(page(plan, "follow-ons/record/"), {**fields, "due_on": today(plan) - DAY})
        assert (refused.status_code, "Xylophon" in text(refused)) == (422, True)
        assert cleo.post(page(plan, "follow-ons/record/"), {**fields, "due_on": today(plan)}).status_code == 302
        row = plan.follow_ons.get()
        ada, address = signed_in(who.ada), page(plan, f"follow-ons/{row.pk}/")
        early = ada.post(address, {"done_on": today(plan) - DAY, "words": "Marimba"})
        assert (early.status_code, "Marimba" in text(early)) == (422, True)
        assert ada.post(address, {"done_on": today(plan), "words": "Marimba"}).status_code == 302
        row.refresh_from_db()
        assert row.ended

    def test_after_the_case_is_closed_it_goes_on(self, who: People) -> None:
        plan = plan_in(PlanStatus.CLOSED, who)
        row = record(plan, who)
        with time_machine.travel(timezone.now() + timedelta(days=3), tick=True):
            finish(plan, who, row)
        assert record(plan, who).number == 2
