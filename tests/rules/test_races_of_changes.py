"""Races for a change of a running plan: two windows, two people, or a meeting at the same moment."""

from functools import partial

import pytest

from plans import actions as plans
from plans.models import Amendment
from plans.states import AmendmentStatus, PlanStatus
from tests import amending
from tests.rules.test_races import acts_in, fresh
from tests.together import faults, together
from tests.world import People, actor, hold, plan_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("after_the_plan")]


def again(amendment: Amendment) -> Amendment:
    """The change as another request loads it."""
    return Amendment.objects.get(pk=amendment.pk)


def test_r18_of_two_changes_begun_at_once_one_is_open(who: People) -> None:
    plan = plan_in(PlanStatus.ACTIVE, who)
    assert faults(together(*(partial(amending.begin, fresh(plan), who) for _window in range(2)))) == ["WrongMoment"]
    assert plan.amendments.count() == 1


def test_of_an_approval_and_a_withdrawal_the_history_tells_what_stands(who: People) -> None:
    amendment = amending.submitted(plan_in(PlanStatus.ACTIVE, who), who)
    approve = partial(plans.approve_amendment, again(amendment), **amending.signing(amendment, who, "cleo"))
    withdraw = partial(plans.withdraw_amendment, again(amendment), by=actor(who.ada), reason="No need.")
    lost = faults(together(approve, withdraw))
    assert lost in ([], ["WrongMoment"])  # what is approved may still be withdrawn, never the other way round
    assert again(amendment).status == AmendmentStatus.WITHDRAWN or lost == ["WrongMoment"]
    assert acts_in(amendment.plan.case)[-1] in ("plans.withdraw_amendment", "plans.approve_amendment")


def test_r22_a_plan_goes_on_once(who: People) -> None:
    plan = plan_in(PlanStatus.ACTIVE, who)
    amending.pause(plan, who)
    lost = faults(together(*(partial(amending.resume, fresh(plan), who) for _press in range(2))))
    assert lost in (["WrongMoment"], ["NotWhatWasShown"])
    assert plan.amendments.count() == 1
    assert acts_in(plan.case).count("plans.resume_plan") == 1


def test_r18_a_checkpoint_held_as_a_change_is_received_keeps_its_day(who: People) -> None:
    plan = plan_in(PlanStatus.ACTIVE, who)
    amending.issued(plan, who)
    assert faults(together(partial(hold, fresh(plan), who), partial(amending.receive, fresh(plan), who))) == []
    assert plan.amendments.get().status == AmendmentStatus.IN_FORCE
    first = plan.checkpoints.get(number=1)
    assert (first.is_held, first.replaced_in) == (True, None)
