"""Proving anew who one is: a code of the app is good once, and a key's answer is read with care."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client, RequestFactory, override_settings
from fido2.utils import websafe_encode

from cases.models import SigningToken
from people.models import User
from people.passkeys import LONGEST_ANSWER, MOST_WINDOWS, work_at
from plans.actions import newest_version
from plans.models import Plan, SignOff
from plans.states import PlanStatus
from tests.pages import press_twice, signed_in, text
from tests.passkey import PRESENT, VERIFIED, SoftKey
from tests.world import PASSWORD, People, plan_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("forgotten_tries")]
PERIOD = 30  # seconds that a code is good for

UNREADABLE = {
    "no JSON": "{",
    "a number": "1",
    "a list": "[]",
    "nothing in it": "{}",
    "null": "null",
    "deeply nested": "[" * 9000,
    "bytes that are none": json.dumps({"id": "é", "rawId": "é", "type": "public-key", "response": {}}),
    "an empty response": json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": {}}),
    "client data that is none": json.dumps(
        {
            "id": "AA", "rawId": "AA", "type": "public-key",
            "response": {"clientDataJSON": "AAAA", "authenticatorData": "AAAA", "signature": "AA"},
        }
    ),
    "too long": " " * (LONGEST_ANSWER + 1) + "1",
    "a NUL": '{"id": "\x00"}',
}  # fmt: skip


@pytest.fixture
def at_a_whole_period() -> Iterator[Any]:
    """The clock stands at the beginning of a code's half minute, so that no test runs over its end."""
    with time_machine.travel(time.time() // PERIOD * PERIOD, tick=False) as clock:
        yield clock


@pytest.fixture
def plan(who: People) -> Plan:
    return plan_in(PlanStatus.ISSUED, who)


@pytest.fixture
def secret(who: People) -> str:
    made: str = generate_totp_secret()
    TOTP.activate(who.ben, made)
    return made


def code_of(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD)))


def first_press(client: Client, plan: Plan, **proof: str) -> Any:
    form = {"answer": "received", "comment": "My own words", "digest": newest_version(plan).digest, **proof}
    return client.post(f"/cases/{plan.case.reference}/receipt/", form)


def at_home(user: User) -> Client:
    """A browser at an address where keys work."""
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    return client


def challenge_of(client: Client, plan: Plan) -> str:
    """What the page, opened now, asks a key."""
    page = client.get(f"/cases/{plan.case.reference}/receipt/")
    return str(page.context["proof"].asked["publicKey"]["challenge"])


def test_a_key_signs(who: People, plan: Plan) -> None:
    key, client = SoftKey().belongs_to(who.ben), at_home(who.ben)
    form = {"answer": "received", "digest": newest_version(plan).digest}
    form["credential"] = key.answers(challenge_of(client, plan))
    assert press_twice(client, f"/cases/{plan.case.reference}/receipt/", form).status_code == 302
    assert SignOff.objects.get(step="receipt").factor == "webauthn"


WRONG: dict[str, Callable[[SoftKey, str], str]] = {
    "another origin": lambda key, asked: key.answers(asked, origin="https://localhost.example.com"),
    "no origin": lambda key, asked: key.answers(asked, origin=""),
    "a key of another site": lambda key, asked: replace(key, host="example.com").answers(asked),
    "another private key under this id": lambda key, asked: SoftKey(id=key.id).answers(asked),
    "nobody was there": lambda key, asked: replace(key, flags=VERIFIED).answers(asked),
    "nobody was verified": lambda key, asked: replace(key, flags=PRESENT).answers(asked),
    "an answer for making a key": lambda key, asked: key.answers(asked, kind="webauthn.create"),
    "a challenge of one's own": lambda key, asked: key.answers(websafe_encode(b"x" * 32)),
    "no challenge": lambda key, asked: key.answers(""),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_a_wrong_answer_proves_nothing_and_a_right_one_does_afterwards(
    who: People, plan: Plan, wrong: Callable[[SoftKey, str], str]
) -> None:
    key, client = SoftKey().belongs_to(who.ben), at_home(who.ben)
    asked = challenge_of(client, plan)
    response = first_press(client, plan, credential=wrong(key, asked))
    assert response.status_code == 422
    assert "This passkey was not accepted." in text(response)
    assert "My own words" in text(response)
    assert not SigningToken.objects.filter(user=who.ben).exists()
    assert first_press(client, plan, credential=key.answers(asked)).status_code == 200


def test_the_key_of_somebody_else_proves_nothing(who: People, plan: Plan) -> None:
    SoftKey().belongs_to(who.ben)
    client, hers = at_home(who.ben), SoftKey().belongs_to(who.ada)
    assert first_press(client, plan, credential=hers.answers(challenge_of(client, plan))).status_code == 422


def test_an_answer_is_good_once(who: People, plan: Plan) -> None:
    key, client = SoftKey().belongs_to(who.ben), at_home(who.ben)
    answer = key.answers(challenge_of(client, plan))
    assert [first_press(client, plan, credential=answer).status_code for _try in range(2)] == [200, 422]


def test_an_answer_is_good_in_the_session_that_was_asked(who: People, plan: Plan) -> None:
    key, asked = SoftKey().belongs_to(who.ben), at_home(who.ben)
    answer = key.answers(challenge_of(asked, plan))
    assert first_press(at_home(who.ben), plan, credential=answer).status_code == 422
    assert first_press(asked, plan, credential=answer).status_code == 200


def test_the_oldest_of_many_windows_asks_anew(who: People, plan: Plan) -> None:
    key, client = SoftKey().belongs_to(who.ben), at_home(who.ben)
    asked = [challenge_of(client, plan) for _window in range(MOST_WINDOWS + 1)]
    answers = [first_press(client, plan, credential=key.answers(challenge)).status_code for challenge in asked[:2]]
    assert answers == [422, 422]  # the page of the first refusal has asked once more
    assert first_press(client, plan, credential=key.answers(asked[-1])).status_code == 200


def test_a_code_of_the_app_signs(who: People, secret: str, plan: Plan, at_a_whole_period: Any) -> None:
    form = {"answer": "received", "digest": newest_version(plan).digest, "code": code_of(secret)}
    assert press_twice(signed_in(who.ben), f"/cases/{plan.case.reference}/receipt/", form).status_code == 302
    assert SignOff.objects.get(step="receipt").factor == "totp"


def test_a_code_is_good_once(who: People, secret: str, plan: Plan, at_a_whole_period: Any) -> None:
    client, code = signed_in(who.ben), code_of(secret)
    assert first_press(client, plan, code=code).status_code == 200
    again = first_press(client, plan, code=code)
    assert again.status_code == 422
    assert "This code is not right now." in text(again)
    assert "My own words" in text(again)
    assert code not in text(again)
    at_a_whole_period.shift(PERIOD)
    assert first_press(client, plan, code=code_of(secret)).status_code == 200


def test_a_form_that_must_be_sent_again_uses_no_code(
    who: People, secret: str, plan: Plan, at_a_whole_period: Any
) -> None:
    client, code = signed_in(who.ben), code_of(secret)
    assert first_press(client, plan, code=code, answer="disagreed", comment="").status_code == 422
    assert first_press(client, plan, code=code).status_code == 200


def test_the_code_of_somebody_else_proves_nothing(who: People, plan: Plan, at_a_whole_period: Any) -> None:
    hers = generate_totp_secret()
    TOTP.activate(who.ada, hers)
    TOTP.activate(who.ben, generate_totp_secret())
    assert first_press(signed_in(who.ben), plan, code=code_of(hers)).status_code == 422


def test_who_has_no_app_is_not_asked_for_its_code(who: People, plan: Plan) -> None:
    assert first_press(signed_in(who.ben), plan, code="123456").status_code == 422


@pytest.mark.parametrize("answer", UNREADABLE.values(), ids=UNREADABLE)
def test_an_answer_that_cannot_be_read_is_refused(who: People, plan: Plan, answer: str) -> None:
    """Whatever stands in the hidden field: 422, the words kept, and the field empty again."""
    SoftKey().belongs_to(who.ben)
    response = first_press(at_home(who.ben), plan, credential=answer)
    assert response.status_code == 422
    assert "My own words" in text(response)


@pytest.mark.parametrize("answer", UNREADABLE.values(), ids=UNREADABLE)
@pytest.mark.parametrize("page", ["webauthn/add/", "webauthn/reauthenticate/"])
def test_allauths_pages_refuse_it_as_well(who: People, page: str, answer: str) -> None:
    client = Client()
    client.post("/accounts/login/", {"login": who.ben.email, "password": PASSWORD})
    assert client.post(f"/accounts/2fa/{page}", {"name": "x", "credential": answer}).status_code in (200, 302)
    assert not Authenticator.objects.exists()


@override_settings(ALLOWED_HOSTS=["*"])
@pytest.mark.parametrize(
    ("address", "answer"),
    [
        ("https://pip.example.com", "yes"),
        ("https://pip.example.com:8443", "yes"),
        ("http://pip.example.com", "no"),
        ("http://localhost:8000", "yes"),
        ("http://cases.localhost", "yes"),
        ("http://127.0.0.1:8000", "no"),
        ("https://192.0.2.7", "no"),
        ("https://[2001:db8::1]:8443", "no"),
    ],
)
def test_keys_work_at_a_name_over_tls_or_at_home(address: str, answer: str) -> None:
    scheme, _sep, host = address.partition("://")
    request = RequestFactory().get("/", secure=scheme == "https", headers={"host": host})
    assert work_at(request) == (answer == "yes")
