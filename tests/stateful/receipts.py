"""What becomes of a receipt, as `tests.stateful.acts` has the other acts: signed, refused, nothing said, served."""

from typing import Any

from django.utils import timezone

from cases.refusals import NotYourPart
from people.models import User
from plans.states import Step
from reviews import actions as reviews
from reviews.models import Attestation
from reviews.states import Seen, ServiceResult
from tests.receipts import POST
from tests.stateful.acts import Try, receipt
from tests.stateful.model import Model
from tests.stateful.run import FAULTS_OF_SIGNING, Run
from tests.world import actor

WITNESS = "ivy"  # who has nothing else to do with it
SHOWN = {"another digest": FAULTS_OF_SIGNING["another digest"]}
ISSUED = {"issued", "active", "paused", "final_review", "decided", "sustain", "closed"}
ASKED = {"issued", "active"}


def digest(run: Run, fault: str) -> str:
    return "0" * 64 if fault else run.digest(Step.RECEIPT)


def signs(model: Model, person: str) -> None:
    model.asked.signed = True
    model.runs()


def refuses(model: Model, person: str) -> None:
    model.asked.refused = True
    model.runs()


def refuses_before_a_witness(model: Model, person: str) -> None:
    refuses(model, person)
    model.witnesses[WITNESS] = "asked"


def may_be_refused(model: Model, part: str) -> bool:
    return model.status in ASKED and not model.asked.refused and not model.asked.signed


def record(run: Run, user: User, fault: str) -> None:
    said: dict[str, Any] = {"words": "It is not fair.", "presented_at": timezone.now(), "place": "Room 4"}
    witnesses = [getattr(run.who, WITNESS)]
    reviews.record_refusal(run.plan, by=actor(user), digest=digest(run, fault), witnesses=witnesses, **said)


def attest(run: Run, user: User, fault: str) -> None:
    """The witness who was asked last."""
    asked = Attestation.objects.filter(refusal__plan=run.plan).latest("refusal__at")
    reviews.attest_refusal(asked, by=actor(user), answer=Seen.SAW, words="I stood beside them.")


def attested(model: Model, person: str) -> None:
    model.witnesses[WITNESS] = "given"


def serve(run: Run, user: User, fault: str) -> None:
    delivery = reviews.Delivery(**POST, served_on=timezone.localdate())
    reviews.log_service(run.plan, by=actor(user), digest=digest(run, fault), delivery=delivery)


def served(model: Model, person: str) -> None:
    """Only after silence does a service settle anything: else it is one more line in the log."""
    model.services += 1
    if model.receipt == "no_response":
        model.asked.served = True
        model.runs()


def come_back(run: Run, user: User, fault: str) -> None:
    told: dict[str, Any] = {"came_on": timezone.localdate(), "result": ServiceResult.DELIVERED}
    reviews.add_service_proof(run.plan, by=actor(user), service=run.plan.services.latest("at"), **told)


RECEIPTS = (
    Try(
        act="reviews.sign_receipt",
        parts=("subject",),
        open=lambda model, part: model.status in ISSUED and not model.asked.signed,
        faults=FAULTS_OF_SIGNING,
        do=receipt(reviews.sign_receipt, Step.RECEIPT),
        then=signs,
    ),
    Try(
        act="reviews.refuse_receipt",
        parts=("subject",),
        open=may_be_refused,
        faults=SHOWN,
        do=lambda run, user, fault: reviews.refuse_receipt(run.plan, by=actor(user), digest=digest(run, fault)),
        then=refuses,
    ),
    Try(
        act="reviews.record_refusal",
        parts=("manager", "hr_partner"),
        open=may_be_refused,
        faults=SHOWN,
        do=record,
        then=refuses_before_a_witness,
    ),
    Try(
        act="reviews.attest_refusal",
        parts=("manager", "second_line", "hr_partner", "witness"),
        there=lambda model: bool(model.witnesses),
        open=lambda model, part: model.witnesses[WITNESS] == "asked",
        refused=lambda model, person: None if person == WITNESS else NotYourPart,
        do=attest,
        then=attested,
    ),
    Try(
        act="reviews.lapse_receipt",
        parts=(),  # time alone does it
        do=lambda run, user, fault: reviews.lapse_receipt(run.plan, by=actor(user)),
    ),
    Try(
        act="reviews.log_service",
        parts=("manager", "hr_partner"),
        open=lambda model, part: model.status in ISSUED,
        faults=SHOWN,
        do=serve,
        then=served,
    ),
    Try(
        act="reviews.add_service_proof",
        parts=("manager", "hr_partner"),
        there=lambda model: bool(model.services),
        open=lambda model, part: model.status in ISSUED,
        do=come_back,
    ),
)
