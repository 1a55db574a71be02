"""What the employee prepares is theirs alone until the meeting, and frozen from then on (R20, R25)."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import Client

from cases.models import CaseEvent, EventText
from cases.refusals import NotYourPart, WrongMoment
from cases.seat import take_seat
from people.models import User
from plans.models import Plan
from plans.states import PlanStatus
from records.actions import request_copy
from records.compose import compose
from reviews import actions
from reviews.models import Checkpoint, Preparation, SelfAssessment
from reviews.queries import checkpoint_at, preparation_for
from tests.forms import fields_of
from tests.meetings import prepare
from tests.pages import signed_in, text
from tests.world import CHECKPOINTS, People, actor, measured, plan_in

pytestmark = pytest.mark.django_db
DAY = CHECKPOINTS[0]
OTHERS = ("ada", "cleo", "dora", "emil")
MARK = "Xylophon"


@pytest.fixture
def plan(who: People) -> Plan:
    """Prepared for, a week before the meeting."""
    with time_machine.travel(datetime.combine(DAY - timedelta(days=7), time(9), UTC)):
        plan = plan_in(PlanStatus.ACTIVE, who)
        prepare(plan, who, general=f"{MARK} general", words=f"{MARK} item")
    return plan


def on(days: int) -> time_machine.travel:
    """So many days after the planned day of the meeting."""
    return time_machine.travel(datetime.combine(DAY + timedelta(days=days), time(9), UTC), tick=True)


def first(plan: Plan) -> Checkpoint:
    return Checkpoint.objects.get(plan=plan, number=1)


def pages(plan: Plan, user: User) -> str:
    """Every page on which it could stand, and the record."""
    client, root = signed_in(user), f"/cases/{plan.case.reference}/"
    shown = [client.get(f"{root}{page}") for page in ("", "checkpoints/1/", "checkpoints/1/hold/", "history/", "plan/")]
    return "".join(text(page) for page in shown) + compose(request_copy(plan.case, by=actor(user)))


@pytest.mark.parametrize("person", OTHERS)
def test_nobody_else_reads_it_before_the_day(who: People, plan: Plan, person: str) -> None:
    user = getattr(who, person)
    with on(-1):
        seat = take_seat(user, plan.case.reference)
        assert preparation_for(seat, checkpoint_at(seat, 1)) is None
        assert MARK not in pages(plan, user)
        with pytest.raises((WrongMoment, NotYourPart)):
            actions.open_preparation(first(plan), by=actor(user))
    assert not first(plan).preparation.is_shared
    assert not EventText.objects.filter(value__contains=MARK).exists()


def test_the_employee_reads_and_changes_it(who: People, plan: Plan) -> None:
    with on(-1):
        page = text(signed_in(who.ben).get(f"/cases/{plan.case.reference}/checkpoints/1/"))
        assert f"{MARK} general" in page
        assert f"{MARK} item" in page
        assert MARK not in compose(request_copy(plan.case, by=actor(who.ben)))  # a draft is nobody's record
        prepare(plan, who, general="Otherwise", words="")
    found = first(plan).preparation
    assert (found.general, found.revision, found.views.get().words) == ("Otherwise", 2, "")


@pytest.mark.parametrize("person", OTHERS)
def test_others_do_not_open_it_by_looking_on_the_day(who: People, plan: Plan, person: str) -> None:
    """Only the page on which the manager records it opens it."""
    with on(0):
        client = signed_in(getattr(who, person))
        assert MARK not in text(client.get(f"/cases/{plan.case.reference}/checkpoints/1/"))
        if person != "ada":
            assert client.get(f"/cases/{plan.case.reference}/checkpoints/1/hold/").status_code == 403
    assert not first(plan).preparation.is_shared


def test_the_recording_page_opens_it_once_from_the_day_on(who: People, plan: Plan) -> None:
    client, address = signed_in(who.ada), f"/cases/{plan.case.reference}/checkpoints/1/hold/"
    with on(0):
        client.force_login(who.ada)
        for _time in range(2):
            page = text(client.get(address))
            assert f"{MARK} general" in page
            assert f"{MARK} item" in page
        events = [
            event for event in CaseEvent.objects.filter(case=plan.case) if event.act == "reviews.open_preparation"
        ]
        assert len(events) == 1
        for person in (*OTHERS, "ben"):
            assert f"{MARK} general" in pages_read(plan, getattr(who, person))
    assert EventText.objects.filter(seq=events[0].seq, value__contains=MARK).count() == 2


def pages_read(plan: Plan, user: User) -> str:
    return text(signed_in(user).get(f"/cases/{plan.case.reference}/checkpoints/1/"))


def test_once_opened_it_is_frozen(who: People, plan: Plan) -> None:
    with on(0):
        actions.open_preparation(first(plan), by=actor(who.ada))
        with pytest.raises(WrongMoment):
            prepare(plan, who, general="Later")
        late = signed_in(who.ben).post(
            f"/cases/{plan.case.reference}/checkpoints/1/prepare/", {"general": "My later words"}
        )
    assert late.status_code == 409
    assert "My later words" in text(late)
    for write in (
        lambda: Preparation.objects.update(general="x"),
        lambda: SelfAssessment.objects.update(words="x"),
        lambda: SelfAssessment.objects.all().delete(),
        lambda: SelfAssessment.objects.create(preparation=first(plan).preparation, item=plan.items.get()),
    ):
        with pytest.raises(IntegrityError, match="written once"), transaction.atomic():
            write()


def test_a_meeting_that_was_held_early_opens_it(who: People, plan: Plan) -> None:
    with on(-2):
        words: dict[str, Any] = {"note": "We met early.", "next_steps": ""}
        day = DAY - timedelta(days=2)
        actions.hold_checkpoint(first(plan), by=actor(who.ada), held_on=day, measured=measured(plan), **words)
        assert f"{MARK} item" in pages_read(plan, who.cleo)
    assert first(plan).preparation.shared_at == first(plan).submitted_at


class TestPage:
    """The form as the employee's browser sends it."""

    FORM = {"general": "My own words", "item-1-standing": "on_track", "item-1-words": "It works.", "revision": "1"}

    @pytest.fixture
    def ben(self, who: People, plan: Plan) -> Iterator[Client]:
        with on(-1):
            yield signed_in(who.ben)

    def send(self, ben: Client, plan: Plan, **changes: str) -> HttpResponse:
        address = f"/cases/{plan.case.reference}/checkpoints/1/prepare/"
        response = ben.post(address, {**self.FORM, **changes})
        assert isinstance(response, HttpResponse)
        return response

    def test_it_shows_what_was_saved_and_saves_it_anew(self, ben: Client, plan: Plan) -> None:
        page = ben.get(f"/cases/{plan.case.reference}/checkpoints/1/prepare/")
        sent = fields_of(text(page), "prepare")
        assert sent["general"] == [f"{MARK} general"]
        assert self.send(ben, plan).status_code == 302
        assert first(plan).preparation.general == "My own words"

    def test_of_two_windows_the_second_is_told_and_loses_nothing(self, ben: Client, plan: Plan) -> None:
        assert self.send(ben, plan, general="From one window").status_code == 302
        late = self.send(ben, plan, general="From the other")
        assert late.status_code == 422
        assert "From one window" in text(late)
        assert fields_of(text(late), "prepare")["general"] == ["From the other"]
        again = {name: value[0] for name, value in fields_of(text(late), "prepare").items()}
        assert self.send(ben, plan, **again).status_code == 302
        assert first(plan).preparation.general == "From the other"

    @pytest.mark.parametrize(
        "changes", [{"general": "x" * 10_001}, {"item-1-standing": "great"}, {"revision": "-1"}, {"revision": "x"}]
    )
    def test_what_cannot_be_saved_is_shown_again(self, ben: Client, plan: Plan, changes: dict[str, str]) -> None:
        response = self.send(ben, plan, **{"item-1-words": "My item", **changes})
        assert response.status_code == 422
        assert "My item" in text(response)
        assert first(plan).preparation.revision == 1


def test_two_saves_at_the_same_moment_keep_one(who: People, plan: Plan) -> None:
    """The lock of the case puts them in a row, and the later one is told."""
    with on(-1):
        prepare(plan, who, general="First")
        with pytest.raises(actions.SavedMeanwhile):
            actions.prepare_checkpoint(
                first(plan),
                by=actor(who.ben),
                general="Second",
                views=[actions.OwnView(item=item) for item in plan.asked_items],
                revision=1,
            )
    assert first(plan).preparation.general == "First"
