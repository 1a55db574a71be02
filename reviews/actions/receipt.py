"""What becomes of a receipt that is not signed: a refusal, or time that passed. And what follows once it is settled."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import notices
from cases.acting import Step, acting
from cases.actions import give_witness, keep_file
from cases.actor import Actor
from cases.files.checks import Checked
from cases.models import Notice
from cases.refusals import NotYourPart
from cases.signing import check_shown
from cases.states import NoticeState
from people.models import User
from plans.actions import put_in_force
from plans.models import Issuance, Plan, PlanVersion
from reviews.acts import ATTEST_REFUSAL, LAPSE_RECEIPT, RECORD_REFUSAL, REFUSE_RECEIPT
from reviews.models import Attestation, Lapse, Refusal
from reviews.running import bring_in_line
from reviews.states import RECEIPT_AWAITED, WITNESS_ASKED

MOST_WITNESSES = 5


def proceed(step: Step, plan: Plan, version: PlanVersion) -> None:
    """The receipt of this version is settled: signed, refused, or served after silence. The plan need not wait for it
    any longer, and runs on it: an amendment comes into force, and the checkpoints follow. Called inside the act that
    settles it, which moves the plan on; a later signature calls it again.
    """
    put_in_force(plan, version, step)
    if version.number == plan.issued:
        bring_in_line(plan, version)


def shown_version(plan: Plan, digest: str) -> PlanVersion:
    """The version issued last, where it is the one that was shown. Raises `NotWhatWasShown`."""
    version = newest_issuance(plan).version
    check_shown(digest, version.content_digest())
    return version


def newest_issuance(plan: Plan) -> Issuance:
    return plan.issuances.select_related("version").latest("at")


def refuse_receipt(plan: Plan, *, by: Actor, digest: str, words: str = "") -> Refusal:
    """The employee says, from their own account, that they do not sign the version with this digest; the plan runs
    nevertheless, and they may still sign. Raises `NotWhatWasShown`.
    """
    with acting(REFUSE_RECEIPT, plan, by=by, texts={"words": words}) as step:
        version = shown_version(plan, digest)
        refusal = _refuse(step, version, words=words)
        proceed(step, plan, version)
    return refusal


def record_refusal(
    plan: Plan,
    *,
    by: Actor,
    digest: str,
    words: str,
    presented_at: datetime,
    place: str,
    witnesses: Iterable[User],
    evidence: Iterable[Checked] = (),
) -> Refusal:
    """Whoever presented the version with this digest in person records that the employee refused to sign; `words` are
    the reason, empty where none was given. Each witness is asked to attest it (R13), and the plan runs.

    Raises `NotWhatWasShown`, or `ValidationError` for a time before the issue or ahead, or witnesses who cannot be it.
    """
    asked = list(dict.fromkeys(witnesses))
    with acting(RECORD_REFUSAL, plan, by=by, texts={"words": words, "place": place}) as step:
        version = shown_version(plan, digest)
        _check_presented(newest_issuance(plan), presented_at, step.at)
        _check_witnesses(step, asked)
        files = keep_files(step, evidence)
        refusal = _refuse(step, version, words=words, presented_at=presented_at, place=place, files=files)
        step.facts["presented_at"] = presented_at
        _ask(step, refusal, asked)
        proceed(step, plan, version)
    return refusal


def _check_presented(issuance: Issuance, presented_at: datetime, now: datetime) -> None:
    """Times are typed to the minute."""
    if presented_at > now:
        raise ValidationError({"presented_at": _("This time lies ahead. Record a refusal once it happened.")})
    if presented_at < issuance.at.replace(second=0, microsecond=0):
        raise ValidationError({"presented_at": _("The plan was not issued yet at this time.")})


def _check_witnesses(step: Step, asked: list[User]) -> None:
    """Somebody with an account, who neither presented the plan nor is its subject (R13)."""
    if not 1 <= len(asked) <= MOST_WITNESSES:
        raise ValidationError({"witnesses": _("Name at least one witness, and five at most.")})
    taken = {step.by.user.pk, step.case.subject_id}
    if any(user.pk in taken or not user.is_active for user in asked):
        raise ValidationError({"witnesses": _("A witness is neither you nor the employee, and has an account here.")})


def _refuse(step: Step, version: PlanVersion, **said: Any) -> Refusal:
    refusal = Refusal(plan=version.plan, version=version, by=step.by.user, part=step.part, at=step.at, **said)
    refusal.full_clean()
    refusal.save()
    step.facts.update(refusal=refusal.pk, version=version.number, digest=version.digest)
    return refusal


def _ask(step: Step, refusal: Refusal, witnesses: list[User]) -> None:
    """A task of their own for each witness, and a mail of their own words."""
    rows = [Attestation(refusal=refusal, witness=user) for user in witnesses]
    for row in rows:
        row.full_clean()
        row.save()
        give_witness(step.case, row.witness, at=step.at)
    step.facts.update(witnesses=[row.witness_id for row in rows], attestations=[row.pk for row in rows])
    notices.put(
        Notice(
            case=step.case,
            recipient=row.witness,
            kind=WITNESS_ASKED,
            about=row.pk,
            dedupe_key=f"{WITNESS_ASKED}:{row.pk}",
            due_at=step.at,
            try_at=step.at,
        )
        for row in rows
    )


def keep_files(step: Step, evidence: Iterable[Checked]) -> list[Any]:
    """Keep the files of an act, and name them in its event; returns their ids."""
    kept = [keep_file(step.case, file, by=step.by) for file in evidence]
    step.facts["files"] = [{"id": file.pk, "digest": file.sha256, "size": file.size} for file in kept]
    return [file.pk for file in kept]


def attest_refusal(attestation: Attestation, *, by: Actor, answer: str, words: str) -> None:
    """The witness says what they saw, or that they did not see it, once, in their own words. Nobody says it for them:
    anybody else is refused (`NotYourPart`), whatever their part (R13, R16).
    """
    with acting(ATTEST_REFUSAL, attestation, by=by, texts={"words": words}) as step:
        if attestation.witness_id != by.user.pk:
            raise NotYourPart
        attestation.answer, attestation.words, attestation.given_at = answer, words, step.at
        version = attestation.refusal.version
        step.facts.update(refusal=attestation.refusal_id, version=version.number, answer=answer)


def lapse_receipt(plan: Plan, *, by: Actor) -> Lapse:
    """The window is over without a word of the employee: that is noted as "no response", with the reminders that were
    sent, and is no acknowledgement (R14). The plan waits until it is served by another channel.
    """
    with acting(LAPSE_RECEIPT, plan, by=by) as step:
        issuance = newest_issuance(plan)
        reminded = _reminded(issuance, ZoneInfo(step.case.time_zone))
        lapse = Lapse(plan=plan, version=issuance.version, at=step.at, reminded=reminded)
        lapse.full_clean()
        lapse.save()
        step.facts.update(lapse=lapse.pk, version=issuance.version.number, digest=issuance.version.digest)
        step.facts.update(answer_by=issuance.answer_by, reminded=reminded)
    return lapse


def _reminded(issuance: Issuance, zone: ZoneInfo) -> list[date]:
    """The days on which a reminder went out. One that was never sent is not counted."""
    sent = Notice.objects.filter(kind=RECEIPT_AWAITED, about=issuance.pk, state=NoticeState.SENT)
    moments = sent.order_by("sent_at").values_list("sent_at", flat=True)
    return [timezone.localdate(moment, zone) for moment in moments if moment]
