"""The five answers to an issued plan, and what each step after them says, lets people do, asks for and prints.

The tables are written by hand. Silence is nowhere an acknowledgement (R14).
"""

from collections.abc import Callable
from typing import Any

import pytest

from cases.models import CaseFile
from cases.refusals import WrongMoment
from cases.seat import Seat
from plans.models import Plan, SignOff
from plans.states import Answer, PlanStatus, ServiceChannel, Step
from records.asof import as_of
from records.compose import compose
from reviews.acts import LOG_SERVICE, RECORD_REFUSAL, REFUSE_RECEIPT, SIGN_RECEIPT
from reviews.receipts import newest_receipt
from tests.pages import signed_in, text
from tests.receipts import BY_HAND, attest, come_back, issued_long_ago, lapse, record_refusal, refuse, serve, slip
from tests.records.cases import asked_for
from tests.world import People, close, decide, run_halfway, sign

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_plan")]

Do = Callable[[Plan, People], Any]


def agree(plan: Plan, who: People) -> None:
    sign(plan, who, Answer.AGREED)


def disagree(plan: Plan, who: People) -> None:
    sign(plan, who, Answer.DISAGREED, "The batch was faulty.")


def receive(plan: Plan, who: People) -> None:
    sign(plan, who)


def be_silent(plan: Plan, who: People) -> None:
    lapse(plan, who)


def wait(plan: Plan, who: People) -> None:
    """Nothing has happened yet."""


def by_hand(plan: Plan, who: People) -> None:
    serve(plan, who, **BY_HAND, postal_number="")


def by_message(plan: Plan, who: People) -> None:
    """By a channel that the general rules do not know."""
    serve(plan, who, channel=ServiceChannel.MESSAGE, sent_to="ben", postal_number="")


def to_the_end(plan: Plan, who: People) -> None:
    for step in (run_halfway, decide, close):
        step(plan, who)


STEPS: dict[str, Do] = {
    step.__name__: step
    for step in (wait, agree, disagree, receive, refuse, record_refusal, be_silent, serve, by_hand, by_message)
}
STEPS |= {"to_the_end": to_the_end, "come_back": come_back}

# What was done -> what the receipt says, the plan's status, who is awaited for what, and who can do what next:
#   s the employee can sign   n the employee can say that they do not   r a refusal can be recorded   l service logged
TABLE = """
done                            state        plan    awaits   expected                  next
wait                            waiting      issued  subject  reviews.sign_receipt      snrl
serve                           waiting      issued  subject  reviews.sign_receipt      snrl
agree                           signed       active  manager  reviews.hold_checkpoint   l
disagree                        signed       active  manager  reviews.hold_checkpoint   l
receive                         signed       active  manager  reviews.hold_checkpoint   l
refuse                          refused      active  manager  reviews.hold_checkpoint   sl
record_refusal                  refused      active  manager  reviews.hold_checkpoint   sl
be_silent                       no_response  issued  manager  reviews.log_service       snrl
serve+be_silent                 no_response  issued  manager  reviews.log_service       snrl
be_silent+by_message            no_response  issued  manager  reviews.log_service       snrl
be_silent+serve                 served       active  manager  reviews.hold_checkpoint   snrl
be_silent+by_hand               served       active  manager  reviews.hold_checkpoint   snrl
be_silent+serve+come_back       served       active  manager  reviews.hold_checkpoint   snrl
refuse+serve                    refused      active  manager  reviews.hold_checkpoint   sl
refuse+agree                    signed       active  manager  reviews.hold_checkpoint   l
record_refusal+disagree         signed       active  manager  reviews.hold_checkpoint   l
be_silent+receive               signed       active  manager  reviews.hold_checkpoint   l
be_silent+refuse                refused      active  manager  reviews.hold_checkpoint   sl
be_silent+serve+refuse          refused      active  manager  reviews.hold_checkpoint   sl
be_silent+serve+agree           signed       active  manager  reviews.hold_checkpoint   l
refuse+to_the_end               refused      closed  -        -                         sl
be_silent+serve+to_the_end      served       closed  -        -                         sl
refuse+to_the_end+agree         signed       closed  -        -                         l
"""
ROWS = [line.split() for line in TABLE.strip().splitlines()[1:]]
LETTERS = {"s": ("ben", SIGN_RECEIPT), "n": ("ben", REFUSE_RECEIPT), "r": ("ada", RECORD_REFUSAL)}
LETTERS["l"] = ("ada", LOG_SERVICE)


def done(who: People, steps: str) -> Plan:
    plan = issued_long_ago(who)
    for name in steps.split("+"):
        STEPS[name](plan, who)
    return Plan.objects.get(pk=plan.pk)


def open_to(plan: Plan, who: People) -> str:
    """The letters of what its own person could do now."""
    found = ""
    for letter, (name, act) in LETTERS.items():
        try:
            Seat(plan.case, getattr(who, name)).check(act, plan)
        except WrongMoment:
            continue
        found += letter
    return found


@pytest.mark.parametrize(("steps", "state", "status", "awaits", "expected", "following"), ROWS, ids=lambda value: value)
def test_each_answer_and_step(
    who: People, steps: str, state: str, status: str, awaits: str, expected: str, following: str
) -> None:
    plan = done(who, steps)
    receipt = newest_receipt(plan)
    assert receipt is not None
    case = CaseFile.objects.get(pk=plan.case_id)
    said = (receipt.state.value, plan.status, case.awaits or "-", case.expected or "-", open_to(plan, who))
    assert said == (state, status, awaits, expected, following)
    assert plan.checkpoints.count() == (0 if status == "issued" else 2)  # once, whatever settled it


SIGNING = {"agree", "disagree", "receive"}


@pytest.mark.parametrize("steps", [row[0] for row in ROWS])
def test_r14_only_a_signature_is_shown_as_one(who: People, steps: str) -> None:
    """On nobody's page, in no list and in no record, whatever else was done."""
    plan = done(who, steps)
    signs = bool(SIGNING & set(steps.split("+")))
    assert SignOff.objects.filter(plan=plan, step=Step.RECEIPT).exists() == signs
    shown = [text(signed_in(user).get(plan.case.get_absolute_url())) for user in (who.ada, who.ben, who.cleo)]
    for page in (*shown, compose(asked_for(plan.case, who.cleo))):
        assert ("Receipt signed" in page) == signs
        assert ("I have received it" in page) == signs


WORDS = {  # what stands in the record: the answers' own words, and what was done
    "agree": ("I have received it and agree with it",),
    "disagree": ("I have received it and disagree with it", "The batch was faulty."),
    "receive": ("I have received it, and say no more for now",),
    "refuse": ("Signature refused", "from their own account", "No reason was given."),
    "record_refusal": ("Signature refused", "presented in person", "Room 4", "It is not fair.", "Gus", "not recorded"),
    "be_silent": ("No response", "No acknowledgement, and no agreement.", "Reminders sent", "not recorded"),
    "be_silent+serve+come_back": ("Registered post", "RR 123", "The plan, 4 pages", "Delivered", "it was not signed"),
    "record_refusal+disagree": ("Receipt signed", "signed later", "It is not fair.", "The batch was faulty."),
}


@pytest.mark.parametrize("steps", WORDS)
def test_what_the_record_prints(who: People, steps: str) -> None:
    record = compose(asked_for(done(who, steps).case, who.cleo))
    assert [words for words in WORDS[steps] if words not in record] == []


def test_the_record_names_files_with_their_digests_and_the_witness_with_their_words(who: People) -> None:
    plan = issued_long_ago(who)
    record_refusal(plan, who, evidence=[slip("photo.txt")])
    attest(plan, who.gus)
    record = compose(asked_for(plan.case, who.ben))
    for words in ("photo.txt", slip().sha256, "I was there and saw it", "I stood beside them."):
        assert words in record


def test_a_copy_tells_what_was_known_when_it_was_asked_for(who: People) -> None:
    plan = issued_long_ago(who)
    record_refusal(plan, who)
    serve(plan, who)
    copy = asked_for(plan.case, who.cleo)
    attest(plan, who.gus)
    come_back(plan, who)
    agree(plan, who)
    (receipt,) = as_of(copy).receipts
    assert (receipt.state, receipt.sign_off, len(receipt.outstanding)) == ("refused", None, 1)
    assert [list(row.proofs) for row in receipt.services] == [[]]
    assert len(as_of(copy).checkpoints) == 2


@pytest.mark.parametrize("steps", ["refuse", "be_silent", "be_silent+serve", "wait"])
def test_the_employee_is_told_what_is_open_to_them(who: People, steps: str) -> None:
    plan = done(who, steps)
    page = text(signed_in(who.ben).get(plan.case.get_absolute_url()))
    assert "Read and sign" in page
    assert ("this is not taken" in page.lower()) == ("be_silent" in steps)


class TestRefusing:
    def test_the_form_says_what_it_means_and_takes_no_password(self, who: People) -> None:
        plan = issued_long_ago(who)
        client, address = signed_in(who.ben), f"/cases/{plan.case.reference}/receipt/refuse/"
        page = client.get(address)
        assert "You can still sign later" in text(page)
        assert 'type="password"' not in text(page)
        assert f'href="{address}"' in text(client.get(f"/cases/{plan.case.reference}/receipt/"))
        digest = plan.versions.get().digest
        assert client.post(address, {"digest": "0" * 64, "words": "My own words"}).status_code == 422
        assert client.post(address, {"digest": digest, "words": "My own words"}).status_code == 302
        assert client.post(address, {"digest": digest}).status_code == 409
        assert plan.refusals.get().words == "My own words"

    def test_r12_reading_is_noted_first(self, who: People) -> None:
        plan = issued_long_ago(who)
        signed_in(who.ben).get(f"/cases/{plan.case.reference}/receipt/refuse/")
        assert plan.versions.get().first_view

    def test_r16_nobody_refuses_or_signs_for_another(self, who: People) -> None:
        plan = issued_long_ago(who)
        for user in (who.ada, who.cleo, who.dora):
            client = signed_in(user)
            for page in ("receipt/", "receipt/refuse/"):
                assert client.post(f"/cases/{plan.case.reference}/{page}", {"words": "x"}).status_code == 403

    def test_a_late_signature_leaves_what_was_before(self, who: People) -> None:
        plan = done(who, "be_silent+refuse+disagree")
        receipt = newest_receipt(plan)
        assert receipt is not None
        assert (receipt.is_late, bool(receipt.refusal), bool(receipt.lapse)) == (True, True, True)
        assert plan.status == PlanStatus.ACTIVE
