"""What becomes of Ben's receipt in the plan of `tests.world`: he refuses, or Ada presented it with Gus as a witness, or
nobody answers and it goes by post.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cases.actor import Actor
from cases.files.checks import Checked, checked
from people.models import User
from plans import rulesets
from plans.models import Plan
from plans.states import PlanStatus, ServiceChannel
from reviews import actions as reviews
from reviews.models import Attestation, Lapse, Refusal, Service, ServiceProof
from reviews.states import Seen, ServiceResult
from tests.world import END, People, actor, plan_in, sign

PAGES = "The plan, 4 pages"
POST: dict[str, Any] = {
    "channel": ServiceChannel.REGISTERED_POST,
    "postal_number": "RR 123",
    "handed_over": "The plan, 4 pages",
}
BY_HAND: dict[str, Any] = {"channel": ServiceChannel.IN_PERSON, "handed_over": PAGES}


NOW = END + timedelta(days=1)
REFUSED_FORM = {"digest": "0" * 64, "presented_at": f"{NOW}T09:00", "place": "x", "words": "y", "witnesses": "Gus"}
SERVICE_FORM = {"digest": "0" * 64, "channel": "registered_post", "served_on": NOW, "served_time": "09:00",
                "handed_over": "x", "postal_number": "1", "sent_to": "", "note": ""}  # fmt: skip
PROOF_FORM = {"came_on": NOW, "result": "delivered", "note": "x"}


def slip(name: str = "slip.txt") -> Checked:
    """A file handed in as proof."""
    return checked(SimpleUploadedFile(name, b"Received by the porter."))


def shown(plan: Plan) -> str:
    """The digest of the newest version, nothing where there is none."""
    version = plan.versions.last()
    return version.digest if version else "0" * 64


def refuse(plan: Plan, who: People, words: str = "") -> Refusal:
    return reviews.refuse_receipt(plan, by=actor(who.ben), digest=shown(plan), words=words)


def record_refusal(
    plan: Plan, who: People, *, by: Actor | None = None, witnesses: Sequence[User] | None = None, **said: Any
) -> Refusal:
    told = {"words": "It is not fair.", "presented_at": timezone.now(), "place": "Room 4", **said}
    asked = [who.gus] if witnesses is None else witnesses
    return reviews.record_refusal(plan, by=by or actor(who.ada), digest=shown(plan), witnesses=asked, **told)


def asked_of(plan: Plan, user: User) -> Attestation:
    return Attestation.objects.get(refusal__plan=plan, witness=user)


def attest(plan: Plan, user: User, answer: str = Seen.SAW, words: str = "I stood beside them.") -> None:
    reviews.attest_refusal(asked_of(plan, user), by=actor(user), answer=answer, words=words)


def lapse(plan: Plan, who: People) -> Lapse:
    return reviews.lapse_receipt(plan, by=Actor.clock())


def serve(plan: Plan, who: People, *, by: Actor | None = None, **said: Any) -> Service:
    told = {"served_on": reviews.today_of(plan.case), **(POST | said)}
    return reviews.log_service(plan, by=by or actor(who.ada), digest=shown(plan), delivery=reviews.Delivery(**told))


def come_back(plan: Plan, who: People, result: str = ServiceResult.DELIVERED, **said: Any) -> ServiceProof:
    told = {"came_on": reviews.today_of(plan.case), "note": "Signed by the porter.", **said}
    service = plan.services.latest("at")
    return reviews.add_service_proof(plan, by=actor(who.ada), service=service, result=result, **told)


def issued_long_ago(who: People, plan: Plan | None = None) -> Plan:
    """Issued so that the receipt window ended yesterday."""
    before = timezone.now() - timedelta(days=rulesets.default().receipt.window_days + 1)
    with time_machine.travel(before, tick=True):
        return plan_in(PlanStatus.ISSUED, who, plan)


def unanswered(who: People) -> Plan:
    """Issued long ago, handed over by hand then, and never answered: that is noted."""
    plan = issued_long_ago(who)
    serve(plan, who, **BY_HAND, postal_number="")
    lapse(plan, who)
    return plan


def refuse_before_a_witness(plan: Plan, who: People) -> None:
    record_refusal(plan, who)
    attest(plan, who.gus)


def refuse_and_sign(plan: Plan, who: People) -> None:
    refuse(plan, who)
    sign(plan, who)


def be_served(plan: Plan, who: People) -> None:
    serve(plan, who)
    come_back(plan, who)


def say_nothing(plan: Plan, who: People) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        lapse(plan, who)
        serve(plan, who)


def with_every_word(plan: Plan, who: People, mark: str) -> None:
    """Whatever a person can write beside a receipt, marked."""
    record_refusal(plan, who, words=f"{mark} reason", place=f"{mark} place", evidence=[slip(f"{mark}.txt")])
    attest(plan, who.gus, words=f"{mark} attested")
    serve(plan, who, postal_number=f"{mark} 1", handed_over=mark, note=f"{mark} served")
    come_back(plan, who, note=f"{mark} came")
