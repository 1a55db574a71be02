"""A proof is good for one person, session, case, step and content, for five minutes, and once.

Every other use is refused with nothing written, the words stay on the page, and a right proof signs afterwards.
"""

import logging
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import transaction
from django.test import Client
from django.utils import timezone

from cases.actor import Actor
from cases.models import CaseEvent, SigningToken
from cases.signing import KEPT, LIFETIME, NotProven, Proof, Purpose, consume, forget_old_tokens, grant
from people.actions import add_user
from people.kept import typed_in, words_of
from people.states import Factor
from plans.actions import newest_version
from plans.models import Plan, SignOff
from plans.states import Answer, PlanStatus, Step
from reviews import actions as reviews
from tests.forms import fields_of
from tests.pages import author, sign_in, signed_in, text
from tests.together import faults, together
from tests.world import PASSWORD, People, actor, plan_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_plan", "forgotten_tries")]
WORDS = "My own words"


@pytest.fixture
def plan(who: People) -> Plan:
    return plan_in(PlanStatus.ISSUED, who)


def receipt_of(plan: Plan, **changes: Any) -> Purpose:
    return Purpose(**{"case": plan.case, "step": Step.RECEIPT, "digest": newest_version(plan).digest, **changes})


def state() -> tuple[Any, ...]:
    """Everything that a refused signature must leave as it was."""
    return (
        list(CaseEvent.objects.order_by("case", "seq").values_list("case", "seq")),
        list(SignOff.objects.values_list("pk", flat=True)),
        list(SigningToken.objects.order_by("pk").values_list("pk", "used_at", "expires_at")),
        list(Plan.objects.order_by("pk").values_list("pk", "status")),
    )


class Window:
    """Ben's browser after the first press: its form, and the session that the server knows it by."""

    def __init__(self, who: People, plan: Plan) -> None:
        self.who, self.plan = who, plan
        self.client = signed_in(who.ben)
        self.page = f"/cases/{plan.case.reference}/receipt/"
        self.client.get(self.page)
        self.form = self.first_press()
        self.by = self._actor()

    def first_press(self) -> dict[str, Any]:
        said = {"answer": "disagreed", "comment": WORDS, "digest": newest_version(self.plan).digest}
        return fields_of(text(self.client.post(self.page, {**said, "password": PASSWORD})), "signature")

    def press(self, **changes: Any) -> Any:
        return self.client.post(self.page, {**self.form, **changes})

    def _actor(self) -> Actor:
        return Actor(user=self.who.ben, session=SigningToken.objects.get(user=self.who.ben).session)


def of_somebody_else(window: Window) -> str:
    return grant(receipt_of(window.plan), by=Actor(user=window.who.fay, session=window.by.session), factor="password")


def of_another_session(window: Window) -> str:
    return grant(receipt_of(window.plan), by=Actor(user=window.who.ben, session="another"), factor="password")


def for_another_case(window: Window) -> str:
    lea = add_user("lea@example.com", name="Lea", manager=window.who.ada)
    other = plan_in(PlanStatus.ISSUED, People(**{**vars(window.who), "ben": lea}))
    return grant(receipt_of(window.plan, case=other.case), by=window.by, factor="password")


def for_another_step(window: Window) -> str:
    return grant(receipt_of(window.plan, step=Step.OUTCOME), by=window.by, factor="password")


def for_other_content(window: Window) -> str:
    return grant(receipt_of(window.plan, digest="0" * 64), by=window.by, factor="password")


def too_old(window: Window) -> str:
    with time_machine.travel(timezone.now() - LIFETIME - timedelta(seconds=1), tick=False):
        return grant(receipt_of(window.plan), by=window.by, factor="password")


def from_the_future(window: Window) -> str:
    with time_machine.travel(timezone.now() + timedelta(minutes=1), tick=False):
        return grant(receipt_of(window.plan), by=window.by, factor="password")


def used_before(window: Window) -> str:
    secret, now = grant(receipt_of(window.plan), by=window.by, factor="password"), timezone.now()
    with transaction.atomic():
        consume(secret, receipt_of(window.plan), by=window.by, at=now)
    return secret


REFUSED: dict[str, Callable[[Window], str]] = {
    "used before": used_before,
    "of somebody else": of_somebody_else,
    "of another session": of_another_session,
    "for another case": for_another_case,
    "for another step": for_another_step,
    "for other content": for_other_content,
    "five minutes and a second old": too_old,
    "from the future": from_the_future,
    "never granted": lambda window: "x" * 43,
    "of the right length, never granted": lambda window: str(window.form["secret"][0])[::-1],
    "the hash of a right one": lambda window: SigningToken.objects.get(user=window.who.ben).secret_hash,
    "empty": lambda window: "",
    "very long": lambda window: "x" * 100_000,
}


@pytest.mark.parametrize("make", REFUSED.values(), ids=REFUSED)
def test_a_wrong_proof_signs_nothing_and_a_right_one_does_afterwards(
    who: People, plan: Plan, make: Callable[[Window], str]
) -> None:
    window = Window(who, plan)
    secret = make(window)
    before = state()
    refused = window.press(secret=secret)
    assert refused.status_code == 422
    assert "Show once more that it is you" in text(refused)
    assert WORDS in text(refused)
    assert "checked" in text(refused)
    assert secret not in text(refused) or not secret
    assert state() == before
    assert window.press().status_code == 302
    signed = SignOff.objects.get(step=Step.RECEIPT)
    assert (signed.user, signed.comment, signed.factor) == (who.ben, WORDS, Factor.PASSWORD)


@pytest.mark.parametrize(("seconds", "status"), [(0, 302), (299, 302), (300, 422), (301, 422)])
def test_a_proof_is_good_for_five_minutes(who: People, plan: Plan, seconds: int, status: int) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        window = Window(who, plan)
        clock.shift(timedelta(seconds=seconds))
        assert window.press().status_code == status
        assert SignOff.objects.filter(step=Step.RECEIPT).exists() == (status == 302)


def test_the_action_refuses_as_well(who: People, plan: Plan) -> None:
    """Whatever page or task calls it."""
    before = state()
    for secret in ("", "x" * 43):
        with pytest.raises(NotProven):
            reviews.sign_receipt(
                plan, by=actor(who.ben), answer=Answer.RECEIVED, comment="", digest=newest_version(plan).digest,
                proof=Proof(secret=secret, key=uuid.uuid4()),
            )  # fmt: skip
    assert state() == before


def test_a_refused_act_leaves_the_proof_unused(who: People, plan: Plan) -> None:
    """What fails after the proof was consumed takes that back with it."""
    window = Window(who, plan)
    answer = window.press(answer="signed")
    assert answer.status_code == 422
    assert SigningToken.objects.get(user=who.ben).used_at is None


def test_old_proofs_are_swept_and_young_ones_are_not(who: People, plan: Plan) -> None:
    with time_machine.travel(timezone.now() - KEPT - LIFETIME - timedelta(seconds=1), tick=False):
        grant(receipt_of(plan), by=actor(who.ben), factor="password")
    grant(receipt_of(plan), by=actor(who.ben), factor="password")
    before = SigningToken.objects.filter(user=who.ben).count()
    forget_old_tokens(timezone.now())
    assert (before, SigningToken.objects.filter(user=who.ben).count()) == (2, 1)


@pytest.mark.django_db(transaction=True)
def test_of_two_that_consume_one_proof_at_the_same_time_one_wins(who: People) -> None:
    plan = plan_in(PlanStatus.ISSUED, who)
    purpose, by = receipt_of(plan), actor(who.ben)
    secret = grant(purpose, by=by, factor="password")

    def use() -> str:
        with transaction.atomic():
            return consume(secret, purpose, by=by, at=timezone.now())

    results = together(use, use)
    assert faults(results) == ["NotProven"]
    assert results.count("password") == 1


@pytest.mark.django_db(transaction=True)
def test_one_signature_sent_twice_at_the_same_time_is_made_once_and_leads_on_twice(who: People) -> None:
    window = Window(who, plan_in(PlanStatus.ISSUED, who))
    cookies = window.client.cookies

    def send() -> int:
        client = Client()
        client.cookies = cookies
        return int(client.post(window.page, window.form).status_code)

    assert together(send, send) == [302, 302]
    assert SignOff.objects.filter(step=Step.RECEIPT).count() == 1
    assert [event.act for event in CaseEvent.objects.all()].count("reviews.sign_receipt") == 1


@pytest.mark.django_db(transaction=True)
def test_two_signatures_of_two_keys_at_the_same_time_are_one(who: People) -> None:
    """Two windows, each with a proof of its own: whoever comes second is told that the step was taken."""
    window = Window(who, plan_in(PlanStatus.ISSUED, who))
    forms, cookies = [window.form, window.first_press()], window.client.cookies

    def send(form: dict[str, Any]) -> int:
        client = Client()
        client.cookies = cookies
        return int(client.post(window.page, form).status_code)

    assert sorted(together(lambda: send(forms[0]), lambda: send(forms[1]))) == [302, 409]
    assert SignOff.objects.filter(step=Step.RECEIPT).count() == 1


def test_the_same_key_of_somebody_else_leads_nowhere(who: People, plan: Plan) -> None:
    window = Window(who, plan)
    assert window.press().status_code == 302
    assert signed_in(who.ada).post(window.page, window.form).status_code == 403
    assert signed_in(who.fay).post(window.page, window.form).status_code == 404


def secrets_of(window: Window) -> list[str]:
    return [window.form["secret"][0], window.form["key"][0], PASSWORD]


def test_no_secret_is_in_a_log_or_an_address(who: People, plan: Plan, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        window = Window(who, plan)
        window.press(secret="x" * 43)
        answer = window.press()
    said = caplog.text + answer["Location"]
    assert [secret for secret in secrets_of(window) if secret in said] == []


def test_no_secret_is_among_the_words_of_a_refusal(who: People, plan: Plan) -> None:
    """The page of a 409 gives back what was typed, and that alone."""
    window = Window(who, plan)
    window.press()
    refused = window.press(key=str(uuid.uuid4()))
    assert refused.status_code == 409
    assert WORDS in text(refused)
    assert [secret for secret in secrets_of(window) if secret in text(refused)] == []


def test_no_secret_waits_in_a_session(who: People, plan: Plan) -> None:
    """Sent after the session had ended: the words are kept, the proof is not."""
    window = Window(who, plan)
    token = author(window.client.get(window.page))
    window.client.logout()
    window.client.post(window.page, {**window.form, "author": token, "code": "123456", "credential": "{}"})
    kept = " ".join(str(session.get_decoded()) for session in Session.objects.all())
    assert "My+own+words" in kept
    assert [hidden for hidden in (*secrets_of(window), "123456", "credential") if hidden in kept] == []
    sign_in(window.client, who.ben)
    assert WORDS in text(window.client.get(window.page))


def test_neither_words_nor_what_was_typed_hold_a_secret(rf: Any) -> None:
    sent = {
        "comment": WORDS, "secret": "S1", "key": "K1", "code": "C1", "credential": "{}", "password": "P1",
        "old_password": "P2", "author": "A1", "csrfmiddlewaretoken": "T1", "digest": "0" * 64, "back": "1",
    }  # fmt: skip
    posted = rf.post("/", sent).POST
    assert sorted(words_of(posted)) == ["back", "comment", "digest"]
    assert typed_in(posted) == [WORDS]
