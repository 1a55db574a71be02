"""Two hundred signatures at the same moment, over HTTP, with as few threads and connections as in production."""

from collections import Counter
from collections.abc import Iterator
from uuid import uuid4

import pytest

from cases.actor import Actor
from cases.models import CaseEvent, SigningToken
from cases.signing import Purpose, grant
from cases.verify import verify
from people.states import Factor
from plans.actions import newest_version
from plans.models import Plan, SignOff
from plans.states import PlanStatus, Step
from tests.faults.crowd import at_once
from tests.faults.signatures import RECEIPT, another_case, first_press
from tests.faults.web import Sent, Web
from tests.pages import signed_in
from tests.world import People, plan_in

pytestmark = pytest.mark.django_db(transaction=True)

MANY = 200


@pytest.fixture
def web(transactional_db: None) -> Iterator[Web]:
    web = Web(threads=4)
    web.start()
    yield web
    web.end()


def receipts() -> list[SignOff]:
    return list(SignOff.objects.filter(step=Step.RECEIPT))


def receipt_events() -> list[str]:
    """The keys in the events of all cases."""
    return [event.data["facts"]["key"] for event in CaseEvent.objects.all() if event.act == "reviews.sign_receipt"]


def presses_of(press: Sent, plan: Plan, who: People, count: int) -> Iterator[Sent]:
    """The same form as often as said, each time with a proof and a key of its own."""
    by = Actor(user=who.ben, session=SigningToken.objects.get(case=plan.case, user=who.ben).session)
    purpose = Purpose(case=plan.case, step=Step.RECEIPT, digest=newest_version(plan).digest)
    for _press in range(count):
        fields = {**press.fields, "secret": grant(purpose, by=by, factor=Factor.PASSWORD), "key": str(uuid4())}
        yield Sent(press.path, fields, press.session)


def test_two_hundred_sign_two_hundred_cases(web: Web, who: People) -> None:
    presses = []
    for number in range(MANY):
        plan, mine = another_case(who, PlanStatus.ISSUED, f"employee{number}")
        presses.append(first_press(signed_in(mine.ben), plan, RECEIPT))
    assert Counter(at_once(web, presses)) == {302: MANY}
    signed = receipts()
    assert len({row.plan_id for row in signed}) == len({row.user_id for row in signed}) == len(signed) == MANY
    assert sorted(receipt_events()) == sorted(press.fields["key"][0] for press in presses)
    assert set(Plan.objects.values_list("status", flat=True)) == {PlanStatus.ACTIVE}
    assert not SigningToken.objects.filter(step=Step.RECEIPT, used_at=None).exists()
    verify()


def test_of_two_hundred_proofs_for_one_step_one_signs(web: Web, who: People) -> None:
    plan = plan_in(PlanStatus.ISSUED, who)
    press = first_press(signed_in(who.ben), plan, RECEIPT)
    presses = list(presses_of(press, plan, who, MANY))
    assert Counter(at_once(web, presses)) == {302: 1, 409: MANY - 1}
    assert [str(row.key) for row in receipts()] == receipt_events()
    assert SigningToken.objects.filter(step=Step.RECEIPT).exclude(used_at=None).count() == 1
    assert plan.checkpoints.count() == 2


def test_two_hundred_tries_of_one_signature_sign_once(web: Web, who: People) -> None:
    plan = plan_in(PlanStatus.ISSUED, who)
    press = first_press(signed_in(who.ben), plan, RECEIPT)
    answers = Counter(at_once(web, [press] * MANY))
    assert set(answers) <= {302, 409}
    assert answers[302] >= 1
    assert [str(row.key) for row in receipts()] == receipt_events() == press.fields["key"]
