"""What somebody is asked for beside the main line of a running plan."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.errands import Errand, Waiting, errand
from cases.models import CaseFile
from cases.models.casefile import held_now
from cases.states import Part
from people.models import User
from plans.calendars import today_of
from plans.models import Commitment, Issuance, Pause, Plan, SignOff
from plans.states import PlanStatus, Step

from . import appeal_errands, following_errands  # noqa: F401 - they register their own
from .acts.coaching import CONFIRM_SESSION
from .acts.delivery import DELIVERED
from .acts.ending import RECEIVED
from .answers import answer_by
from .minutes import asked_until
from .models import Attestation, Checkpoint, Delivery, FinalReview, Outcome
from .promised import commitments_due, due_by_case
from .states import AttestationStatus, Result


@errand
def attestations_asked_of(user: User) -> Waiting:
    """A witness is asked until they have said what they saw."""
    asked = Attestation.objects.filter(witness=user, status=AttestationStatus.ASKED)
    return Waiting(asked.select_related("refusal__plan__case__subject"), lambda found: map(_to_attest, found))


def _to_attest(row: Attestation) -> Errand:
    case = row.refusal.plan.case
    return Errand(case, _("Say what you saw"), reverse("reviews:attest_refusal", args=[case.reference, row.pk]))


@errand
def sessions_to_answer(user: User) -> Waiting:
    """The employee is asked whether what was logged was so: one task a case, however many sessions."""
    plans = Plan.objects.filter(employee=user, status__in=CONFIRM_SESSION.when or ()).annotate(
        waiting=Count("coaching_sessions", filter=Q(coaching_sessions__answer=None))
    )
    rows = plans.filter(waiting__gt=0).select_related("case__subject")
    return Waiting(rows, lambda found: (_sessions(plan.case, plan.waiting) for plan in found))


def _sessions(case: CaseFile, many: int) -> Errand:
    label = ngettext("Say whether a session was so", "Say whether %(many)d sessions were so", many)
    return Errand(case, label % {"many": many}, f"{case.get_absolute_url()}#to-confirm")


@errand
def changes_to_receive(user: User) -> Waiting:
    """The employee is asked to sign that they received the change issued last; once they refused, no more."""
    signed = SignOff.objects.filter(version=OuterRef("version"), step=Step.RECEIPT)
    later = Issuance.objects.filter(plan=OuterRef("plan"), at__gt=OuterRef("at"))
    rows = Issuance.objects.filter(
        ~Exists(signed),
        ~Exists(later),
        version__amendment__isnull=False,
        version__refusal__isnull=True,
        plan__status=PlanStatus.ACTIVE,
        plan__employee=user,
    )
    return Waiting(rows.select_related("plan__case__subject"), lambda found: map(_to_receive, found))


def _to_receive(row: Issuance) -> Errand:
    case = row.plan.case
    page = reverse("reviews:sign_receipt", args=[case.reference])
    return Errand(case, _("Sign receipt of the change"), page, row.answer_by)


@errand
def summaries_to_write(user: User) -> Waiting:
    """The employee is asked to sum up before an outcome is proposed."""
    rows = FinalReview.objects.filter(summary=None, plan__employee=user, plan__status=PlanStatus.ACTIVE)
    decided = Outcome.objects.filter(review=OuterRef("pk"), decided_at__isnull=False)
    rows = rows.filter(~Exists(decided)).select_related("plan__case__subject")
    return Waiting(rows, lambda found: map(_to_sum_up, found))


def _to_sum_up(row: FinalReview) -> Errand:
    case = row.plan.case
    page = reverse("reviews:summarise_plan", args=[case.reference])
    return Errand(case, _("Sum up in your own words"), page, row.summary_by)


@errand
def outcomes_to_answer(user: User) -> Waiting:
    """The employee is asked to sign that they received the outcome that holds; once they refused, no more."""
    signed = SignOff.objects.filter(plan=OuterRef("plan"), step=Step.OUTCOME, digest=OuterRef("digest"))
    rows = Outcome.objects.filter(
        ~Exists(signed),
        decided_at__isnull=False,
        varied=None,
        refusal=None,
        plan__employee=user,
        plan__status__in=RECEIVED,
    )
    return Waiting(rows.exclude(result=Result.EXTENDED).select_related("plan__case__subject"), _to_answer)


def _to_answer(rows: Iterable[Outcome]) -> Iterable[Errand]:
    for row in rows:
        case, due_on = row.plan.case, answer_by(row)
        if today_of(case) <= due_on:
            page = reverse("reviews:sign_outcome", args=[case.reference])
            yield Errand(case, _("Sign receipt of the outcome"), page, due_on)


@errand
def minutes_to_sign(user: User) -> Waiting:
    """Both sides are asked to sign the minutes of a checkpoint, until they did or the window is over; who refused is
    asked no more.
    """
    signed = SignOff.objects.filter(
        plan=OuterRef("plan"), step=Step.MINUTES, number=OuterRef("number"), part=OuterRef("side")
    )
    rows = Checkpoint.objects.filter(
        held_now("plan__case__parts__"),
        plan__case__parts__user=user,
        plan__case__parts__sees=True,
        plan__case__parts__part__in=(Part.MANAGER, Part.SUBJECT),
        plan__status__in=(PlanStatus.ACTIVE, PlanStatus.PAUSED),
        minutes__isnull=False,
    ).annotate(side=F("plan__case__parts__part"))
    rows = rows.filter(~Exists(signed)).exclude(side=Part.SUBJECT, minutes__refusal__isnull=False)
    paused = Exists(Pause.objects.filter(plan=OuterRef("plan")))
    rows = rows.select_related("minutes", "plan__case__subject").annotate(was_paused=paused)
    return Waiting(rows, _to_sign)


def _to_sign(rows: Iterable[Any]) -> Iterable[Errand]:
    found = list(rows)
    prefetch_related_objects([row.plan for row in found if row.was_paused], "pauses")
    for row in found:
        case, row.minutes.checkpoint = row.plan.case, row
        pauses = row.plan.pauses.all() if row.was_paused else ()
        due_on = asked_until(row.minutes, pauses, today_of(case))
        if today_of(case) <= due_on:
            page = reverse("reviews:sign_minutes", args=[case.reference, row.number])
            yield Errand(case, _("Sign the minutes"), page, due_on)


@errand
def deliveries_due(user: User) -> Waiting:
    """The manager sees to it that what was committed to comes: one task a case, with the first day that is due."""
    return Waiting(commitments_due(user), _to_deliver)


def _to_deliver(rows: Iterable[Commitment]) -> Iterable[Errand]:
    for case, due_on, count in due_by_case(rows):
        label = ngettext("See to %(count)d commitment that is due", "See to %(count)d commitments that are due", count)
        yield Errand(case, label % {"count": count}, f"{case.get_absolute_url()}#help", due_on)


@errand
def deliveries_to_confirm(user: User) -> Waiting:
    """The employee is asked whether it came: one task a case."""
    rows = Delivery.objects.filter(answer=None, plan__employee=user, plan__status__in=DELIVERED)
    return Waiting(rows.select_related("plan__case__subject").order_by("at"), _to_confirm)


def _to_confirm(rows: Iterable[Delivery]) -> Iterable[Errand]:
    waiting = Counter(row.plan.case for row in rows)
    for case, count in waiting.items():
        label = ngettext("Say whether %(count)d delivery came", "Say whether %(count)d deliveries came", count)
        yield Errand(case, label % {"count": count}, f"{case.get_absolute_url()}#help")
