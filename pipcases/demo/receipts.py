"""Steps of a story about a receipt that is not signed: a refusal and its witnesses, a mail that came back, silence, a
service.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from cases import actions as cases
from cases.actor import Actor
from cases.states import NoticeState
from plans import actions as plans
from reviews import actions as reviews
from reviews.models import Attestation

from .story import Story

if TYPE_CHECKING:
    from .walk import Walk

OF_A_SERVICE = ("channel", "served_on", "handed_over", "postal_number", "sent_to", "note")


def _record_refusal(going: "Walk", step: Story) -> None:
    """`minutes_ago` it was presented, before these colleagues."""
    reviews.record_refusal(
        going.plan,
        by=going.by(step["by"]),
        digest=plans.newest_version(going.plan).digest,
        words=step["words"],
        presented_at=timezone.now() - timedelta(minutes=step["minutes_ago"]),
        place=step["place"],
        witnesses=[going.people[name] for name in step["witnesses"]],
    )


def _attest(going: "Walk", step: Story) -> None:
    witness = going.people[step["witness"]]
    asked = Attestation.objects.get(refusal__plan=going.plan, witness=witness)
    reviews.attest_refusal(asked, by=going.acts_as(witness), answer=step["answer"], words=step["words"])


def _lapse(going: "Walk", step: Story) -> None:
    reviews.lapse_receipt(going.plan, by=Actor.clock())


def _serve(going: "Walk", step: Story) -> None:
    delivery = reviews.Delivery(**{name: step[name] for name in OF_A_SERVICE if name in step})
    digest = plans.newest_version(going.plan).digest
    reviews.log_service(going.plan, by=going.by(step["by"]), digest=digest, delivery=delivery)


def _come_back(going: "Walk", step: Story) -> None:
    service = going.plan.services.latest("at")
    told = {"came_on": step["came_on"], "result": step["result"], "note": step.get("note", "")}
    reviews.add_service_proof(going.plan, by=going.by(step["by"]), service=service, **told)


def _send_mails(going: "Walk", step: Story) -> None:
    """What waits in this case goes out, as the worker would do it."""
    for notice in going.case.notices.filter(state=NoticeState.WAITING):
        cases.send_notice(notice, by=Actor.clock())


def _mail_comes_back(going: "Walk", step: Story) -> None:
    """The last mail to this person."""
    sent = going.case.notices.filter(state=NoticeState.SENT, recipient=going.people[step["to"]])
    cases.bounce_notice(sent.latest("pk"), by=Actor.clock(), status=step["status"])


STEPS: dict[str, Callable[["Walk", Story], None]] = {
    "record_refusal": _record_refusal,
    "attest_refusal": _attest,
    "send_mails": _send_mails,
    "mail_comes_back": _mail_comes_back,
    "lapse_receipt": _lapse,
    "log_service": _serve,
    "add_service_proof": _come_back,
}
