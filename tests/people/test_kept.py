"""Words sent after the session had ended come back after signing in: to their author, on their page, once."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client

from people.kept import KEY, LARGEST
from plans.models import Plan
from plans.states import PlanStatus
from tests.pages import author, sign_in, signed_in, text
from tests.world import PASSWORD, People, plan_in

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 3, 10, 8, tzinfo=UTC)
WORDS = "I saw it <otherwise> & say so: 你好"


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def plan(who: People, clock: Any) -> Plan:
    return plan_in(PlanStatus.ISSUED, who)


@pytest.fixture
def address(plan: Plan) -> str:
    return f"/cases/{plan.case.reference}/comment/plan/"


def sent_too_late(client: Client, address: str, clock: Any, **more: str) -> Any:
    """Open the page, let the session end, send the form."""
    token = author(client.get(address))
    clock.shift(timedelta(minutes=31))
    return client.post(address, {"text": WORDS, "author": token, **more})


def test_the_author_finds_them_again_once(who: People, address: str, clock: Any) -> None:
    client = signed_in(who.ben)
    response = sent_too_late(client, address, clock)
    assert response["Location"].startswith("/accounts/login/?next=")
    sign_in(client, who.ben, next=address)
    again = client.get(address)
    assert WORDS in text(again)
    assert "Your words are back" in text(again)
    assert WORDS not in text(client.get(address))


def test_they_were_not_saved_meanwhile(who: People, plan: Plan, address: str, clock: Any) -> None:
    client = signed_in(who.ben)
    sent_too_late(client, address, clock)
    assert plan.case.comments.count() == 0
    sign_in(client, who.ben)
    client.post(address, {"text": WORDS})
    assert plan.case.comments.get().text == WORDS


def test_somebody_else_at_the_same_browser_does_not_get_them(who: People, address: str, clock: Any) -> None:
    client = signed_in(who.ben)
    sent_too_late(client, address, clock)
    sign_in(client, who.ada)
    assert WORDS not in text(client.get(address))
    assert KEY not in client.session
    client.post("/accounts/logout/")
    sign_in(client, who.ben)
    assert WORDS not in text(client.get(address))


def test_they_stay_with_their_page(who: People, plan: Plan, address: str, clock: Any) -> None:
    client = signed_in(who.ben)
    sent_too_late(client, address, clock)
    sign_in(client, who.ben)
    assert WORDS not in text(client.get(f"/cases/{plan.case.reference}/comment/item/{plan.items.get().pk}/"))
    assert WORDS in text(client.get(address))


@pytest.mark.parametrize("token", ["", "1", "1:forged", "x" * 1000])
def test_a_form_from_elsewhere_keeps_nothing(who: People, address: str, token: str) -> None:
    """A form of another site cannot carry the signature."""
    client = Client()
    client.post(address, {"text": WORDS, "author": token})
    assert KEY not in client.session
    sign_in(client, who.ben)
    assert WORDS not in text(client.get(address))


def test_the_signature_of_another_reader_keeps_nothing_for_oneself(who: People, address: str, clock: Any) -> None:
    token = author(signed_in(who.ada).get(address))
    client = Client()
    client.post(address, {"text": WORDS, "author": token})
    sign_in(client, who.ben)
    assert WORDS not in text(client.get(address))


def test_a_password_is_never_kept(who: People, plan: Plan, clock: Any) -> None:
    address = f"/cases/{plan.case.reference}/receipt/"
    client = signed_in(who.ben)
    sent_too_late(client, address, clock, password=PASSWORD, comment=WORDS)
    kept = client.session[KEY]
    assert "comment" in kept["fields"]
    stored = " ".join(str(session.get_decoded()) for session in Session.objects.all())
    assert PASSWORD not in stored
    assert "correct+horse" not in stored
    sign_in(client, who.ben)
    again = text(client.get(address))
    assert WORDS in again
    assert PASSWORD not in again


def test_a_very_long_form_is_not_kept(who: People, address: str, clock: Any) -> None:
    client = signed_in(who.ben)
    token = author(client.get(address))
    clock.shift(timedelta(minutes=31))
    assert client.post(address, {"text": "x" * (LARGEST + 1), "author": token}).status_code == 302
    assert KEY not in client.session


def test_they_come_back_through_the_real_door_with_csrf(who: People, address: str, clock: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(who.ben)
    response = client.get(address)
    token = response.context["csrf_token"]
    clock.shift(timedelta(minutes=31))
    form = {"text": WORDS, "author": author(response), "csrfmiddlewaretoken": str(token)}
    assert client.post(address, form).status_code == 302
    login = client.get("/accounts/login/")
    sign_in(client, who.ben, csrfmiddlewaretoken=str(login.context["csrf_token"]))
    assert WORDS in text(client.get(address))
