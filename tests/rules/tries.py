"""Every act, tried with what it needs: by whoever wants to do it, to whatever it is done to."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from cases import actions as cases
from cases.actor import Actor
from people.models import User
from plans import actions as plans
from plans.consultation import Answer as View
from plans.models import Plan
from plans.states import Step
from records import actions as records
from reviews import actions as reviews
from reviews.models import CheckInRecord, Checkpoint
from reviews.states import Judgement, Seen, ServiceResult
from tests.amending import CHANGING_PLANS
from tests.appealing import FILING
from tests.coaching import COACHING, ON_SESSION
from tests.consultation import answer_digest, reply_to
from tests.consultation import view as view_of
from tests.deliveries import confirm_first as confirm_first_delivery
from tests.deliveries import deliver_support
from tests.ending import ENDING, SAID
from tests.evidencing import EVIDENCE, ON_RECORD
from tests.following import FOLLOWING, ON_FOLLOW_ON
from tests.handing_over import HANDING_ON
from tests.learning import confirm_first, tick_second
from tests.linking import LINKING as GOING_ON
from tests.links import LINKING
from tests.meetings import minutes_digest
from tests.moving import MOVING
from tests.receipts import POST
from tests.sustaining import SUSTAINING
from tests.world import FAIRNESS, document, issued_on, proven


def digest_of(plan: Plan) -> str:
    """Of the version issued last, or else of the newest."""
    version = plan.versions.filter(issuance__isnull=False).last() or plan.versions.last()
    return version.digest if version else "0" * 64


def measured(plan: Plan) -> list[reviews.Measured]:
    return [
        reviews.Measured(item=item, value=Decimal(4), judgement=Judgement.AT_RISK, evidence="Log")
        for item in plan.items.all()
    ]


def view(plan: Plan, **by: Any) -> None:
    plans.view_version(plan, plan.versions.get(number=plan.frozen), **by)


def give_view(plan: Plan, **by: Any) -> None:
    said = view_of(plan) if plan.consulted else View(items=[])
    plans.answer_consultation(plan, digest=digest_of(plan), answer=said, **by)


def reply(plan: Plan, **by: Any) -> None:
    plans.reply_to_consultation(plan, digest=answer_digest(plan), reply=reply_to(plan), **by)


def edit(plan: Plan, **by: Any) -> None:
    plans.save_draft(plan, revision=plan.revision, document=document(), **by)


def signed(action: Callable[..., Any], step: Step, **words: Any) -> Callable[..., Any]:
    """An act that is signed, with the proof of whoever tries it."""

    def sign(plan: Plan, by: Actor) -> None:
        action(plan, **words, **proven(plan, by.user, step))

    return sign


def refused(plan: Plan, **by: Any) -> None:
    told: dict[str, Any] = {"words": "", "presented_at": timezone.now(), "place": "Room 4"}
    witnesses = [User.objects.get(name="Fay")]
    reviews.record_refusal(plan, digest=digest_of(plan), witnesses=witnesses, **told, **by)


def served(plan: Plan, **by: Any) -> None:
    delivery = reviews.Delivery(**POST, served_on=reviews.today_of(plan.case))
    reviews.log_service(plan, digest=digest_of(plan), delivery=delivery, **by)


def came_back(plan: Plan, **by: Any) -> None:
    told: dict[str, Any] = {"came_on": reviews.today_of(plan.case), "result": ServiceResult.DELIVERED}
    reviews.add_service_proof(plan, service=plan.services.latest("at"), **told, **by)


def record(checkpoint: Checkpoint, **by: Any) -> None:
    words: dict[str, Any] = {"note": "Good.", "next_steps": "Go on."}
    rows, held_on = measured(checkpoint.plan), max(date(2026, 4, 1), issued_on(checkpoint.plan))
    reviews.hold_checkpoint(checkpoint, held_on=held_on, measured=rows, **words, **by)


ON_CASE: dict[str, Callable[..., Any]] = {
    "cases.add_comment": lambda case, **by: cases.add_comment(case, text="So it is.", topic="plan", **by),
    "cases.read_as_auditor": cases.read_as_auditor,
    "cases.read_as_hearer": cases.read_as_hearer,
    **HANDING_ON,
    "plans.start_plan": plans.start_plan,
    "records.request_copy": records.request_copy,
    **LINKING,
}
ON_PLAN: dict[str, Callable[..., Any]] = {
    **FILING,
    **CHANGING_PLANS,
    **COACHING,
    **EVIDENCE,
    **FOLLOWING,
    **SUSTAINING,
    **GOING_ON,
    "plans.edit_plan": edit,
    "plans.open_consultation": plans.open_consultation,
    "plans.answer_consultation": give_view,
    "plans.reply_to_consultation": reply,
    "plans.submit_plan": plans.submit_plan,
    "plans.return_plan": lambda plan, **by: plans.return_plan(plan, comment="Name the batch.", **by),
    "plans.approve_plan": signed(plans.approve_plan, Step.ISSUE, fairness=FAIRNESS),
    "plans.pass_to_second_line": signed(plans.pass_to_second_line, Step.ISSUE, fairness=FAIRNESS),
    "plans.approve_second_line": signed(plans.approve_second_line, Step.ISSUE),
    "plans.issue_plan": signed(plans.issue_plan, Step.ISSUE),
    "plans.view_version": view,
    "plans.cancel_plan": lambda plan, **by: plans.cancel_plan(plan, reason="Moved.", **by),
    "reviews.sign_receipt": signed(reviews.sign_receipt, Step.RECEIPT, **SAID),
    "reviews.refuse_receipt": lambda plan, **by: reviews.refuse_receipt(plan, digest=digest_of(plan), **by),
    "reviews.record_refusal": refused,
    "reviews.lapse_receipt": reviews.lapse_receipt,
    "reviews.log_service": served,
    "reviews.add_service_proof": came_back,
    "reviews.tick_learning": tick_second,
    "reviews.confirm_learning": confirm_first,
    "reviews.deliver": deliver_support,
    "reviews.confirm_delivery": confirm_first_delivery,
    **ENDING,
}
ON_ATTESTATION: dict[str, Callable[..., Any]] = {
    "reviews.attest_refusal": lambda asked, **by: reviews.attest_refusal(asked, answer=Seen.SAW, words="I saw.", **by),
}


def prepared(checkpoint: Checkpoint, **by: Any) -> None:
    views = [reviews.OwnView(item=item, words="So.") for item in checkpoint.plan.items.all()]
    before = getattr(checkpoint, "preparation", None)
    revision = before.revision if before else 0
    reviews.prepare_checkpoint(checkpoint, general="I see it so.", views=views, revision=revision, **by)


def signed_minutes(checkpoint: Checkpoint, by: Actor) -> None:
    digest = minutes_digest(checkpoint.plan, checkpoint.number)
    said: dict[str, Any] = SAID if by.user == checkpoint.plan.employee else {}
    reviews.sign_minutes(checkpoint, **said, **proven(checkpoint.plan, by.user, Step.MINUTES, digest))


def refused_minutes(checkpoint: Checkpoint, **by: Any) -> None:
    reviews.refuse_minutes(checkpoint, digest=minutes_digest(checkpoint.plan, checkpoint.number), **by)


ON_CHECKPOINT: dict[str, Callable[..., Any]] = {
    **MOVING,
    "reviews.hold_checkpoint": record,
    "reviews.prepare_checkpoint": prepared,
    "reviews.open_preparation": reviews.open_preparation,
    "reviews.sign_minutes": signed_minutes,
    "reviews.refuse_minutes": refused_minutes,
    "reviews.add_addendum": lambda checkpoint, **by: reviews.add_addendum(checkpoint, wrong="4", right="5", **by),
    "reviews.add_employee_note": lambda checkpoint, **by: reviews.add_employee_note(checkpoint, note="I see.", **by),
}
ON_NOTICE: dict[str, Callable[..., Any]] = {
    "cases.send_notice": cases.send_notice,
    "cases.fail_notice": lambda notice, **by: cases.fail_notice(notice, fault="550", **by),
    "cases.bounce_notice": lambda notice, **by: cases.bounce_notice(notice, status="5.1.1", **by),
    "cases.resend_notice": cases.resend_notice,
    "cases.settle_notice": lambda notice, **by: cases.settle_notice(notice, words="On paper.", **by),
}


def without_a_subject(plan: Plan) -> set[str]:
    """Acts on a plan that have nothing there to be done to."""
    there = {
        "plans.view_version": plan.frozen > 0,
        "reviews.add_service_proof": plan.services.exists(),
        "reviews.confirm_delivery": plan.deliveries.exists(),
        **dict.fromkeys(ON_RECORD, plan.evidence_records.exists()),
        **dict.fromkeys(ON_FOLLOW_ON, plan.follow_ons.exists()),
        "reviews.answer_check_in": CheckInRecord.objects.filter(check_in__sustain__plan=plan).exists(),
        **dict.fromkeys(ON_SESSION, plan.coaching_sessions.exists()),
    }
    return {act for act, is_there in there.items() if not is_there}
