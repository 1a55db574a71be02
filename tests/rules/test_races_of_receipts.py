"""Races for a receipt: silence, a signature, a witness and a service, each at the same moment as another."""

from functools import partial

import pytest
from django.utils import timezone

from plans.states import PlanStatus
from reviews.models import Lapse
from reviews.reminders import note_silence
from tests import receipts
from tests.rules.test_races import acts_in, fresh, sign
from tests.together import faults, together
from tests.world import People, plan_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("after_the_plan")]


def test_of_silence_and_a_signature_the_plan_runs_and_both_may_be_noted(who: People) -> None:
    """Silence first, then the signature; or the signature, and then there is no silence to note."""
    plan = receipts.issued_long_ago(who)
    lost = faults(together(sign(plan, who), partial(receipts.lapse, fresh(plan), who)))
    assert lost in ([], ["WrongMoment"])
    assert Lapse.objects.count() == 1 - len(lost)
    assert (fresh(plan).status, plan.checkpoints.count()) == (PlanStatus.ACTIVE, 2)


def test_r14_two_sweeps_note_silence_once(who: People) -> None:
    plan = receipts.issued_long_ago(who)
    assert faults(together(*(partial(note_silence, timezone.now()) for _beat in range(3)))) == []
    assert acts_in(plan.case).count("reviews.lapse_receipt") == Lapse.objects.count() == 1


def test_a_witness_who_presses_twice_has_spoken_once(who: People) -> None:
    plan = plan_in(PlanStatus.ISSUED, who)
    receipts.record_refusal(plan, who)
    assert faults(together(*(partial(receipts.attest, plan, who.gus) for _press in range(2)))) == ["WrongMoment"]
    assert acts_in(plan.case).count("reviews.attest_refusal") == 1


def test_two_services_at_once_let_the_plan_run_once(who: People) -> None:
    plan = receipts.unanswered(who)
    assert faults(together(*(partial(receipts.serve, fresh(plan), who) for _press in range(2)))) == []
    assert sorted(plan.services.values_list("settles", flat=True)) == [False, False, True]
    assert plan.checkpoints.count() == 2
