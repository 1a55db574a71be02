"""Races for a receipt: silence, a signature, a witness and a service, each at the same moment as another."""

from functools import partial

import pytest
from django.test import Client
from django.utils import timezone

from plans.models import SignOff
from plans.states import PlanStatus, Step
from reviews.models import Lapse
from reviews.silence import note_silence
from tests import receipts
from tests.faults.signatures import RECEIPT, another_case, first_press
from tests.pages import signed_in
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


def test_one_form_sent_by_two_requests_at_once_is_one_signature(who: People) -> None:
    """The one that waited for the lock finds the signature made, and is led on like the other."""
    plan = plan_in(PlanStatus.ISSUED, who)
    ben = [signed_in(who.ben)]
    ben.append(Client())
    ben[1].cookies = ben[0].cookies
    press = first_press(ben[0], plan, RECEIPT)
    answers = together(*(partial(client.post, press.path, press.fields) for client in ben))
    assert [answer.status_code for answer in answers] == [302, 302]
    assert acts_in(plan.case).count("reviews.sign_receipt") == SignOff.objects.filter(step=Step.RECEIPT).count() == 1


def test_two_cases_sign_with_the_same_key_at_once(who: People) -> None:
    """A key comes from the browser: whoever chooses another's hinders nobody."""
    plan, (other, others) = plan_in(PlanStatus.ISSUED, who), another_case(who, PlanStatus.ISSUED, "Lea")
    clients = [signed_in(who.ben), signed_in(others.ben)]
    mine, theirs = (first_press(client, row, RECEIPT) for client, row in zip(clients, (plan, other), strict=True))
    key = mine.fields["key"]
    sends = [partial(clients[0].post, mine.path, mine.fields)]
    answers = together(*sends, partial(clients[1].post, theirs.path, {**theirs.fields, "key": key}))
    assert [answer.status_code for answer in answers] == [302, 302]
    assert sorted(SignOff.objects.filter(key=key[0]).values_list("plan", flat=True)) == sorted([plan.pk, other.pk])


def test_a_witness_who_presses_twice_has_spoken_once(who: People) -> None:
    plan = plan_in(PlanStatus.ISSUED, who)
    receipts.record_refusal(plan, who)
    assert faults(together(*(partial(receipts.attest, plan, who.gus) for _press in range(2)))) == ["WrongMoment"]
    assert acts_in(plan.case).count("reviews.attest_refusal") == 1


def test_r15_two_services_at_once_let_the_plan_run_once(who: People) -> None:
    plan = receipts.unanswered(who)
    assert faults(together(*(partial(receipts.serve, fresh(plan), who) for _press in range(2)))) == []
    assert sorted(plan.services.values_list("settles", flat=True)) == [False, False, True]
    assert plan.checkpoints.count() == 2
