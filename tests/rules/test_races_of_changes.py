"""Races for a change of a running plan: two windows, two people, or a meeting at the same moment."""

from functools import partial
from typing import Any

import pytest

from plans import actions as plans
from plans.models import Amendment
from plans.states import AmendmentStatus, PlanStatus
from reviews import actions as reviews
from tests import amending
from tests.moving import DAY, next_of, on
from tests.rules.test_races import acts_in, fresh
from tests.together import faults, together
from tests.world import CHECKPOINTS, START, People, actor, hold, plan_in

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


def test_r23_a_meeting_is_postponed_once(who: People) -> None:
    plan = plan_in(PlanStatus.ACTIVE, who)
    told: dict[str, Any] = {"by": actor(who.ben), "to_on": CHECKPOINTS[0] + DAY, "reason": "Away."}
    with on(START):
        presses = (partial(reviews.postpone_checkpoint, next_of(fresh(plan)), **told) for _press in range(2))
        assert faults(together(*presses)) == ["WrongMoment"]
    assert next_of(plan).reschedulings.count() == 1


def test_r21_of_two_moves_at_once_each_starts_where_the_other_led(who: People) -> None:
    plan = plan_in(PlanStatus.ACTIVE, who)
    told: dict[str, Any] = {"wish": "manager", "reason": "Away."}
    with on(START):
        moves = (
            partial(reviews.reschedule_checkpoint, next_of(fresh(plan)), by=actor(user), to_on=day, **told)
            for user, day in ((who.ada, CHECKPOINTS[0] + DAY), (who.cleo, CHECKPOINTS[0] + 2 * DAY))
        )
        assert faults(together(*moves)) == []
    first, second = next_of(plan).reschedulings.all()
    assert (first.number, second.number, second.was_on) == (1, 2, first.to_on)
    assert next_of(plan).due_on == second.to_on
