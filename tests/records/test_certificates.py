"""The certificate of each signature: all that is recorded, to whoever may read it, and "not recorded" for the rest."""

from dataclasses import replace
from typing import Any

import pytest
from django.utils import translation

from cases.actor import Actor
from cases.models import CaseEvent
from cases.signing import Purpose, prove
from people.models import User
from people.states import Factor
from plans import actions as plans
from plans.actions import newest_version
from plans.models import Plan, SignOff
from plans.states import PlanStatus, Step
from records.actions import request_copy
from records.compose import compose
from reviews import actions as reviews
from tests.records.test_compose import record_for, words
from tests.roles import tampering
from tests.world import FAIRNESS, People, actor, drafted, issue, plan_in, submit

pytestmark = pytest.mark.usefixtures("after_the_plan")
FROM = {"cleo": "198.51.100.3", "ada": "198.51.100.1", "ben": "198.51.100.2"}
# whose address, browser and session stand in whose copy
READS = {
    "ada": {"ada"},
    "ben": {"ben"},
    "cleo": {"ada", "ben", "cleo"},
    "dora": {"ada", "ben", "cleo"},
    "emil": {"ada", "ben", "cleo"},
}


def at(who: People, name: str) -> Actor:
    """A person at a place and a browser of their own."""
    return replace(
        actor(getattr(who, name)), address=FROM[name], user_agent=f"Browser of {name}", session=f"session-{name}"
    )


def signed_by(plan: Plan, by: Actor, step: Step, factor: Factor) -> dict[str, Any]:
    digest = newest_version(plan).digest
    purpose = Purpose(case=plan.case, step=step, digest=digest)
    return {"by": by, "digest": digest, "proof": prove(purpose, by=by, factor=factor)}


@pytest.fixture
def plan(who: People) -> Plan:
    """Approved, issued and received, each from elsewhere."""
    plan = drafted(who)
    submit(plan, who)
    plans.approve_plan(plan, fairness=FAIRNESS, **signed_by(plan, at(who, "cleo"), Step.ISSUE, Factor.WEBAUTHN))
    plans.issue_plan(plan, **signed_by(plan, at(who, "ada"), Step.ISSUE, Factor.TOTP))
    shown = signed_by(plan, at(who, "ben"), Step.RECEIPT, Factor.PASSWORD)
    reviews.sign_receipt(plan, answer="disagreed", comment="The batch was faulty.", **shown)
    return plan


def certificates_in(plan: Plan, user: User) -> str:
    """The section as this person's copy prints it."""
    said = record_for(plan.case, user)
    return said.split("and the person who signed read them.", 1)[1].split("Everything that was done in this case", 1)[0]


@pytest.mark.parametrize("reader", READS)
def test_each_reader_is_told_what_the_table_says(who: People, plan: Plan, reader: str) -> None:
    said = certificates_in(plan, getattr(who, reader))
    for name, address in FROM.items():
        shown = [trace in said for trace in (address, f"Browser of {name}", f"session-{name}")]
        assert shown == [name in READS[reader]] * 3
    hidden = 3 * (len(FROM) - len(READS[reader]))
    assert said.count("recorded, not shown to this part") == hidden
    assert "not recorded" not in said


def test_everything_else_stands_in_every_copy(who: People, plan: Plan) -> None:
    events = CaseEvent.objects.filter(case=plan.case)
    for user in (who.ada, who.ben, who.cleo, who.dora, who.emil):
        said = certificates_in(plan, user)
        for row in SignOff.objects.select_related("user"):
            event = next(e for e in events if e.data["facts"].get("sign_off") == str(row.pk))
            wanted = (row.user.name, row.digest, row.wording, row.wording_version, row.get_answer_display())
            assert [part for part in (*wanted, event.digest, f"Number {event.seq}") if part not in said] == []
        assert "The batch was faulty." in said
        assert [said.count(str(f.label)) for f in Factor] == [1, 1, 1]
        assert said.count("and has this digest") == 3


def test_what_was_not_recorded_says_so(who: People) -> None:
    plan = plan_in(PlanStatus.ISSUED, who)
    bare = Actor(user=who.ben)
    shown = signed_by(plan, bare, Step.RECEIPT, Factor.PASSWORD)
    shown["proof"] = prove(Purpose(case=plan.case, step=Step.RECEIPT, digest=shown["digest"]), by=bare)
    reviews.sign_receipt(plan, answer="received", comment="", **shown)
    for reader in (who.ben, who.ada, who.cleo):
        own = certificates_in(plan, reader).split("Receipt of the plan", 1)[1]
        assert own.count("not recorded") == 4  # factor, address, browser, session


def test_the_words_for_it_are_chinese_in_a_chinese_record(who: People, plan: Plan) -> None:
    with translation.override("zh-hans"):
        assert translation.gettext("not recorded") == "未记录"


def test_a_signature_made_later_is_not_in_an_earlier_copy(who: People) -> None:
    plan = plan_in(PlanStatus.ISSUED, who)
    plan.case.refresh_from_db()
    copy = request_copy(plan.case, by=actor(who.cleo))
    reviews.sign_receipt(
        plan, answer="received", comment="Later.", **signed_by(plan, actor(who.ben), Step.RECEIPT, Factor.PASSWORD)
    )
    said = words(compose(copy))
    assert "Later." not in said
    assert said.count("Certificate 2") == 1
    assert "Certificate 3" not in said


def test_the_employee_reads_no_certificate_of_a_version_they_never_got(who: People) -> None:
    """HR approved a version which came back; the one that was issued later is theirs to read."""
    plan = plan_in(PlanStatus.SECOND_LINE, who)
    plans.return_plan(plan, by=actor(who.hal), comment="Once more.")
    submit(plan, who)
    plans.approve_plan(plan, fairness=FAIRNESS, **signed_by(plan, actor(who.cleo), Step.ISSUE, Factor.PASSWORD))
    issue(plan, who)
    assert "Certificate 3" in certificates_in(plan, who.cleo)
    his = certificates_in(plan, who.ben)
    assert "Certificate 2" in his
    assert "Certificate 3" not in his


@pytest.mark.tampers
@pytest.mark.django_db(transaction=True)
def test_a_certificate_says_that_what_is_kept_is_not_what_was_signed(who: People, plan: Plan) -> None:
    with tampering() as hand:
        hand.execute("UPDATE plans_planversion SET content = content || ' '::bytea")
    assert certificates_in(plan, who.emil).count("no longer has the digest that was signed") == len(FROM)
