"""Nobody decides or signs anything but what stood on their page (R12)."""

import pytest

from cases.models import CaseEvent
from cases.signing import NotWhatWasShown, check_shown
from plans import actions as plans
from plans.models import Plan, SignOff
from plans.states import PlanStatus, Step
from reviews import actions as reviews
from reviews.snapshot import digest_of
from tests import deciding, world
from tests.pages import press_twice, signed_in, text
from tests.world import FAIRNESS, People, actor, decide, outcome_digest, plan_in, propose, proven, submit


@pytest.fixture
def plan(who: People, after_the_plan: None) -> Plan:
    return plan_in(PlanStatus.FINAL_REVIEW, who)


def events(plan: Plan) -> int:
    return CaseEvent.objects.filter(case=plan.case).count()


def test_r12_an_outcome_proposed_meanwhile_is_not_decided(who: People, plan: Plan) -> None:
    shown = deciding.decision(plan)
    reviews.return_outcome(plan, by=actor(who.cleo), comment="Say more.")
    propose(plan, who)
    before = events(plan)
    with pytest.raises(NotWhatWasShown):
        reviews.decide_outcome(plan, reasons=deciding.SOFT, **proven(plan, who.cleo, Step.DECISION, shown))
    assert events(plan) == before
    assert not plan.outcomes.filter(decided_at__isnull=False).exists()


def test_r12_the_page_shows_the_new_proposal_and_the_next_press_decides_it(who: People, plan: Plan) -> None:
    client, page = signed_in(who.cleo), f"/cases/{plan.case.reference}/outcome/decide/"
    stale = {"digest": deciding.decision(plan), **deciding.SOFT, "password": world.PASSWORD}
    reviews.return_outcome(plan, by=actor(who.cleo), comment="Say more.")
    propose(plan, who)
    answer = client.post(page, stale)
    assert (answer.status_code, "has changed meanwhile" in text(answer)) == (422, True)
    assert deciding.decision(plan) in text(answer)
    again = {**stale, "digest": deciding.decision(plan)}
    assert press_twice(client, page, again).status_code == 302


def test_r12_a_plan_submitted_meanwhile_is_not_approved(who: People, after_the_plan: None) -> None:
    plan = plan_in(PlanStatus.HR_REVIEW, who)
    shown = plans.newest_version(plan).digest
    plans.return_plan(plan, by=actor(who.cleo), comment="Name the batch.")
    world.write(plan, who, findings="The batch of 10 February.")
    submit(plan, who)
    with pytest.raises(NotWhatWasShown):
        plans.approve_plan(plan, fairness=FAIRNESS, **proven(plan, who.cleo, digest=shown))


def test_r12_receipt_of_the_outcome_binds_its_own_words(who: People, plan: Plan) -> None:
    decide(plan, who)
    outcome = plan.outcomes.get()
    digest = outcome_digest(plan)
    world.sign_outcome(plan, who)
    assert SignOff.objects.get(step="outcome").digest == digest == digest_of(outcome)
    with pytest.raises(NotWhatWasShown):
        check_shown(plans.newest_version(plan).digest, digest_of(outcome))
