"""The page of a signature: all that is recorded, to whoever may read it."""

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from cases.actor import Actor
from cases.models import CaseEvent
from cases.signing import Purpose, prove
from people.actions import set_preferences
from people.states import Factor
from plans import actions as plans
from plans.actions import newest_version
from plans.models import Plan, SignOff
from plans.states import PlanStatus, Step
from reviews import actions as reviews
from tests.pages import signed_in, text
from tests.roles import tampering
from tests.world import People, actor, approve, issue, outcome_digest, plan_in, sign_outcome, submit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_plan")]
TRACES = ("198.51.100.2", "Browser of Ben", "session-of-ben")
# who is told Ben's address, browser and session
READS = {"ben": "yes", "cleo": "yes", "dora": "yes", "emil": "yes", "ada": "no"}


def received(plan: Plan, by: Actor, **changes: Any) -> SignOff:
    digest = newest_version(plan).digest
    proof = prove(Purpose(case=plan.case, step=Step.RECEIPT, digest=digest), by=by, factor=changes.pop("factor", ""))
    said = {"answer": "disagreed", "comment": "The batch was faulty.", **changes}
    return reviews.sign_receipt(plan, by=by, digest=digest, proof=proof, **said)


@pytest.fixture
def plan(who: People) -> Plan:
    return plan_in(PlanStatus.ISSUED, who)


@pytest.fixture
def signed(who: People, plan: Plan) -> SignOff:
    address, browser, session = TRACES
    ben = replace(actor(who.ben), address=address, user_agent=browser, session=session)
    return received(plan, ben, factor=Factor.TOTP)


def page_of(row: SignOff) -> str:
    return f"/cases/{row.plan.case.reference}/sign-offs/{row.pk}/"


@pytest.mark.parametrize("reader", READS)
def test_where_somebody_was_is_told_to_whom_the_table_says(who: People, signed: SignOff, reader: str) -> None:
    page = text(signed_in(getattr(who, reader)).get(page_of(signed)))
    told = READS[reader] == "yes"
    assert [trace in page for trace in TRACES] == [told] * 3
    assert page.count("recorded, not shown to you") == (0 if told else 3)


@pytest.mark.parametrize("reader", READS)
def test_everything_else_is_told_to_everybody(who: People, signed: SignOff, reader: str) -> None:
    event = next(e for e in CaseEvent.objects.all() if e.data["facts"].get("sign_off") == str(signed.pk))
    page = text(signed_in(getattr(who, reader)).get(page_of(signed)))
    for said in (
        "Ben", "Employee", "I have received it and disagree with it", "The batch was faulty.", "Receipt of the plan",
        "Version 1 of the plan", signed.digest, signed.wording, signed.wording_version, "Code of an authenticator app",
        event.digest, "What was signed still stands",
    ):  # fmt: skip
        assert said in page


def test_the_time_is_told_on_the_readers_clock_on_the_signers_and_in_utc(who: People, plan: Plan) -> None:
    set_preferences(who.ben, language="en", time_zone="Asia/Shanghai")
    set_preferences(who.cleo, language="en", time_zone="America/New_York")
    row = received(plan, actor(who.ben))
    page = text(signed_in(who.cleo).get(page_of(row)))
    assert f"{row.at:%Y-%m-%d %H:%M:%S}" in page
    for zone, offset in (("Asia/Shanghai", "+08:00"), ("America/New_York", "-04:00")):
        assert f"{row.at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M:%S} {offset}" in page
        assert zone in page


@pytest.mark.parametrize("reader", READS)
def test_what_was_not_recorded_says_so_to_everybody(who: People, plan: Plan, reader: str) -> None:
    row = received(plan, Actor(user=who.ben))
    page = text(signed_in(getattr(who, reader)).get(page_of(row)))
    assert page.count("not recorded") == 4  # factor, address, browser, session


def test_the_list_leads_to_each(who: People, signed: SignOff) -> None:
    page = text(signed_in(who.ada).get(f"/cases/{signed.plan.case.reference}/sign-offs/"))
    assert [page_of(row) in page for row in SignOff.objects.select_related("plan__case")] == [True] * 3


@pytest.mark.parametrize("address", ["", "history/"])
@pytest.mark.parametrize("reader", READS)
def test_the_case_and_its_history_lead_there(who: People, signed: SignOff, reader: str, address: str) -> None:
    page = text(signed_in(getattr(who, reader)).get(f"/cases/{signed.plan.case.reference}/{address}"))
    assert page_of(signed) in page


@pytest.fixture
def approved_twice(who: People) -> Plan:
    """HR approved a version that came back; the next one was issued."""
    plan = plan_in(PlanStatus.SECOND_LINE, who)
    plans.return_plan(plan, by=actor(who.hal), comment="Once more.")
    submit(plan, who)
    approve(plan, who)
    issue(plan, who)
    return plan


def test_the_employee_finds_signatures_of_versions_they_may_read_only(who: People, approved_twice: Plan) -> None:
    ben, case = signed_in(who.ben), approved_twice.case.reference
    hidden, *shown = SignOff.objects.select_related("plan__case", "version")
    assert [hidden.version.number, *(row.version.number for row in shown)] == [1, 2, 2]
    assert ben.get(page_of(hidden)).status_code == 404
    assert [ben.get(page_of(row)).status_code for row in shown] == [200, 200]
    for page in (text(ben.get(f"/cases/{case}/{rest}")) for rest in ("", "history/", "sign-offs/")):
        assert page_of(hidden) not in page
    assert signed_in(who.cleo).get(page_of(hidden)).status_code == 200


@pytest.mark.parametrize("outsider", ["fay", "gus", "ivy", "hal"])
def test_who_may_not_see_the_case_finds_nothing(who: People, signed: SignOff, outsider: str) -> None:
    client = signed_in(getattr(who, outsider))
    assert client.get(page_of(signed)).status_code == 404
    assert client.get(f"/cases/{signed.plan.case.reference}/sign-offs/").status_code == 404


def test_the_signature_of_an_outcome_stands_by_the_outcome(who: People) -> None:
    plan = plan_in(PlanStatus.DECIDED, who)
    sign_outcome(plan, who)
    row = SignOff.objects.select_related("plan__case").get(step=Step.OUTCOME)
    assert row.digest == outcome_digest(plan)
    page = text(signed_in(who.ben).get(page_of(row)))
    assert "The outcome" in page
    assert "What was signed still stands" in page


@pytest.mark.tampers
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", [Step.RECEIPT, Step.OUTCOME])
def test_what_was_changed_behind_the_application_is_said(who: People, step: Step) -> None:
    plan = plan_in(PlanStatus.DECIDED, who)
    sign_outcome(plan, who)
    with tampering() as hand:
        hand.execute("UPDATE plans_planversion SET content = content || ' '::bytea")
        hand.execute("UPDATE reviews_outcome SET summary = 'Otherwise.'")
    row = SignOff.objects.select_related("plan__case").get(step=step)
    page = text(signed_in(who.emil).get(page_of(row)))
    assert "What is kept is not what was signed" in page
    assert "What was signed still stands" not in page


def test_the_words_for_what_is_missing_are_chinese_for_a_chinese_reader() -> None:
    with translation.override("zh-hans"):
        assert translation.gettext("not recorded") == "未记录"
