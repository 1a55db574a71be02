"""Whatever is typed into a form: it is taken, or refused with what was typed still there; never a server error."""

import re
import uuid
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from html import unescape
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as budget
from hypothesis import strategies as st

from cases.models import CaseFile
from people.models import User
from plans.actions import newest_version
from plans.forms.item import prefix_of
from plans.models import Plan
from plans.states import PlanStatus
from tests import amending, deciding, evidencing, following, handing_over, linking, sustaining
from tests.consultation import OF_AN_ITEM, REPLY_FORM, VIEW_FORM, answer_digest
from tests.meetings import minutes_digest
from tests.pages import press_twice, signed_in, text
from tests.receipts import PROOF_FORM, REFUSED_FORM, SERVICE_FORM
from tests.rules.addresses import fill
from tests.rules.test_policy import walk
from tests.world import CHECKPOINTS, END, FAIRNESS, ITEM, PASSWORD, PLAN, START, People, outcome_digest, plan_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_plan")]

BOX = re.compile(r'<textarea\b[^>]*\bname="([^"]+)"')
ITEM_ID = "0" * 31 + "1"
AT = prefix_of(uuid.UUID(ITEM_ID))
ROWS = {
    f"{prefix}-{name}_FORMS": number
    for prefix in ("feedback", "checkpoints", f"{AT}-support", f"{AT}-commitments")
    for name, number in (("TOTAL", 1), ("INITIAL", 0))
}
ITEM_FORM = {
    **ITEM, "support-0-kind": "tools", "support-0-content": "x", "support-0-provider": "y", "support-0-hours": "4",
    "support-0-schedule": "z", "commitments-0-kind": "tools", "commitments-0-content": "x", "commitments-0-owner": "y",
    "commitments-0-needed_by": START, "measure": "number",
}  # fmt: skip
PLAN_FORM = {**PLAN, **ROWS, "cadence": "as_listed", "feedback-0-given_on": START, "feedback-0-said": "x",
             "checkpoints-0-due_on": CHECKPOINTS[0], "currency": "EUR", "item": ITEM_ID,
             **{f"{AT}-{name}": value for name, value in ITEM_FORM.items()}}  # fmt: skip
HOLD_FORM = {"held_on": CHECKPOINTS[0], "manager_note": "x", "next_steps": "y", "attendees": "Ben, Ada",
             "companion": "Lea", "encouragement": "z", "item-1-value": "4", "item-1-judgement": "at_risk",
             "item-1-evidence": "log", "item-1-helped": "x", "item-1-agreed": "y"}  # fmt: skip
PREPARE_FORM = {"general": "x", "item-1-standing": "at_risk", "item-1-words": "y"}
OUTCOME_FORM = {"result": "met", "summary": "x", "early_reason": "",
                "recognition": "x", "lessons": "x", "item-1-value": "1", "item-1-result": "met",
                "item-1-evidence": "log", "item-1-improved": "x", "item-1-why_not": ""}  # fmt: skip
APPROVE_FORM = {"digest": "0" * 64, "password": PASSWORD,
                **{f"question-{key}": said for key, said in FAIRNESS.questions.items()}}  # fmt: skip
SIGN_FORM = {"answer": "agreed", "comment": "", "digest": "0" * 64, "password": PASSWORD}

# name of the form: where the case stands, who sends it, to which page, with which fields when all is well
FORMS: dict[str, tuple[str, str, str, dict[str, Any]]] = {
    "plan": ("d", "ada", "plan/edit/", PLAN_FORM),
    "view": ("k", "ben", "plan/consultation/answer/", VIEW_FORM),
    "reply": ("q", "ada", "plan/consultation/reply/", REPLY_FORM),
    "return": ("h", "cleo", "plan/return/", {"comment": "x"}),
    "approve": ("h", "cleo", "plan/review/", APPROVE_FORM),
    "pass on": ("h", "cleo", "plan/second-line/", APPROVE_FORM),
    "approve second line": ("s", "hal", "plan/second-line/approve/", {"digest": "0" * 64, "password": PASSWORD}),
    "issue": ("a", "ada", "plan/issue/", {"digest": "0" * 64, "password": PASSWORD}),
    "return second line": ("s", "hal", "plan/return/", {"comment": "x"}),
    "cancel": ("h", "cleo", "plan/cancel/", {"reason": "x"}),
    "sign": ("i", "ben", "receipt/", SIGN_FORM),
    "refuse": ("i", "ben", "receipt/refuse/", {"digest": "0" * 64, "words": "x"}),
    "record refusal": ("i", "ada", "receipt/refused/", REFUSED_FORM),
    "attest": ("j", "gus", "witness/<attestation_id>/", {"answer": "saw", "words": "x"}),
    "serve": ("i", "ada", "receipt/services/", SERVICE_FORM),
    "come back": ("n", "ada", "receipt/services/<service_id>/proof/", PROOF_FORM),
    "comment": ("i", "ben", "comment/plan/", {"text": "x"}),
    "hold": ("v", "ada", "checkpoints/2/hold/", HOLD_FORM),
    "sign minutes": ("v", "ben", "checkpoints/1/sign/", SIGN_FORM),
    "refuse minutes": ("v", "ben", "checkpoints/1/refuse/", {"digest": "0" * 64, "words": "x"}),
    "note": ("v", "ben", "checkpoints/1/note/", {"note": "x"}),
    "confirm": ("v", "ada", "learning/<learning_id>/confirm/", {"answer": "not_yet", "words": "x"}),
    "deliver": ("v", "ada", "promised/<promised_id>/", {"delivered_on": END + timedelta(days=1), "words": "x"}),
    "answer a delivery": ("v", "ben", "deliveries/<delivery_id>/", {"answer": "disputed", "words": "x"}),
    "correct": ("v", "ada", "checkpoints/1/correct/", {"wrong": "x", "right": "y"}),
    "outcome": ("V", "ada", "outcome/propose/", OUTCOME_FORM),
    "draft of an outcome": ("R", "ada", "outcome/propose/", {**OUTCOME_FORM, "save": "1"}),
    "sum up": ("R", "ben", "final-review/summary/", {"words": "x", "item-1-words": "y"}),
    "decide": ("f", "cleo", "outcome/decide/", {"digest": "0" * 64, "password": PASSWORD, **deciding.SOFT}),
    "refuse outcome": ("w", "ben", "outcome/refuse/", {"digest": "0" * 64, "words": "x"}),
    "left": ("v", "cleo", "plan/left/", {"left_on": END, "words": "x"}),
    "return outcome": ("f", "cleo", "outcome/return/", {"comment": "x"}),
    "write a change": ("m", "ada", "plan/edit/", PLAN_FORM),
    **amending.FORMS,
    **evidencing.FORMS,
    **following.FORMS,
    **sustaining.FORMS,
    **linking.FORMS,
    **handing_over.FORMS,
}
NASTY = [
    "", " ", "\t\n\r", "x" * 20_000, "😀" * 3_000, "𠮷䶮", "\u202e", "a\0b", "\ud7ff\ue000", "'; DROP TABLE x; --",
    "<script>alert(1)</script>", "{{ 7 }}{% load x %}", "-1", "0", "1e999999", "NaN", "Infinity", "-Infinity", "1_000",
    "٣", "0001-01-01", "9999-12-31", "0000-00-00", "2026-02-30", "10000-01-01", "2026-W10-1", "99999999999999999999",
    "null", "[]", "%00", "on\r\nSet-Cookie: a=b",
]  # fmt: skip


@dataclass
class Form:
    """A form that can be sent again and again: what it changes is undone."""

    client: Client
    address: str
    fields: dict[str, Any]

    @cached_property
    def boxes(self) -> list[str]:
        """The fields of its page that people write more than a line into."""
        return BOX.findall(text(self.client.get(self.address)))

    def send(self, **changes: Any) -> HttpResponse:
        with transaction.atomic():
            response = press_twice(self.client, self.address, {**self.fields, **changes})
            transaction.set_rollback(True)
        assert isinstance(response, HttpResponse)
        return response


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest, who: People, settings: Any) -> Form:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "reauthenticate": "100000/15m/user"}
    state, person, page, fields = FORMS[request.param]
    case = walk(state, who)
    if "delegation" in fields:
        fields = {"delegation": handing_over.delegate(case, who).pk}
    return form_at(case, signed_in(getattr(who, person)), page, fields)


def form_at(case: CaseFile, client: Client, page: str, fields: dict[str, Any]) -> Form:
    plan = case.plans.get()
    mine: dict[str, Any] = {"revision": plan.revision} if page.startswith("plan/edit") else {}
    mine |= {name: User.objects.get(name=fields[name]).pk for name in {"witnesses", "to"} & fields.keys()}
    if "digest" in fields:
        mine["digest"] = shown_at(page, plan)
    return Form(client, fill(page, case), {**named(fields, page, plan), **mine})


def shown_at(page: str, plan: Plan) -> str:
    """The digest of what the page is about."""
    if page.startswith("outcome"):
        return deciding.decision(plan) if page.endswith("decide/") else outcome_digest(plan)
    if page.endswith("resume/"):
        return amending.digest_on_resuming(plan)
    if page.startswith("checkpoints"):
        return minutes_digest(plan)
    return answer_digest(plan) if page.endswith("reply/") else newest_version(plan).digest


def named(fields: dict[str, Any], page: str, plan: Plan) -> dict[str, Any]:
    """In a consultation, fields about the item carry its id."""
    if "/consultation/" not in page:
        return fields
    prefix = f"item-{plan.document.items[0].id.hex}-"
    return {f"{prefix}{name}" if name in OF_AN_ITEM else name: value for name, value in fields.items()}


def test_well_filled_it_is_taken_and_empty_or_nasty_it_breaks_nothing(form: Form) -> None:
    """Each nasty value in every field at once, and in two of them by turns, the others being well. One case for all."""
    assert form.send().status_code == 302, form.send().content.decode()[:3000]
    names = sorted(form.fields)
    for turn, value in enumerate(NASTY):
        two = {names[turn % len(names)], names[(turn * 7 + 3) % len(names)]}
        for chosen in (names, two):
            response = form.send(**dict.fromkeys(chosen, value))
            assert response.status_code in (302, 409, 422), (chosen, value, response.status_code)
    form.fields = dict.fromkeys(form.fields, "")
    emptied = 409 if "revision" in form.fields else 302 if "save" in form.fields else 422
    assert form.send().status_code == emptied  # of no known draft nothing is saved; a new draft may still be empty


VALUES = st.one_of(
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=200),
    st.dates().map(str),
    st.decimals().map(str),
    st.integers().map(str),
    st.sampled_from(NASTY),
)


@given(data=st.data())
@budget(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_mixture_is_taken_or_refused_with_the_words_kept(form: Form, data: st.DataObject) -> None:
    names = data.draw(st.lists(st.sampled_from(sorted(form.fields)), unique=True, min_size=1))
    changes = {name: data.draw(VALUES) for name in names}
    response = form.send(**changes)
    assert response.status_code in (302, 409, 422)
    if response.status_code == 422:
        shown = " ".join(unescape(response.content.decode()).split())
        for name in form.boxes:
            words = str({**form.fields, **changes}.get(name, "")).split()[:20]
            assert not [word for word in words if word.isalnum() and word not in shown], name


@pytest.mark.parametrize(("state", "page", "versions"), [("d", "plan/submit/", 1), ("m", "plan/changes/submit/", 2)])
def test_a_double_press_is_done_once(who: People, state: str, page: str, versions: int) -> None:
    plan, client = walk(state, who).plans.get(), signed_in(who.ada)
    address = f"/cases/{plan.case.reference}/{page}"
    assert [client.post(address, {"any": value}).status_code for value in ("a\0b", "")] == [302, 409]
    assert plan.versions.count() == versions


def test_words_sent_too_late_are_shown_with_the_reason(who: People) -> None:
    """409: the case has moved on while somebody was writing."""
    plan = plan_in(PlanStatus.HR_REVIEW, who)
    client = signed_in(who.cleo)
    address = f"/cases/{plan.case.reference}/plan/return/"
    assert client.post(address, {"comment": "First"}).status_code == 302
    late = client.post(address, {"comment": "My own words"})
    assert late.status_code == 409
    assert "My own words" in text(late)
    assert "not open now" in text(late)
