"""The evidence map of a case, and what HR records for it (R29). No page here dismisses anybody."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.actions import record_reading
from cases.actor import Actor
from cases.refusals import NotVisible
from cases.seat import Seat, seat_at
from people.http import Request
from people.kept import submitted
from plans import rulesets
from plans.models import Plan
from plans.queries import plan_at, plan_open_to
from reviews import actions
from reviews.acts.evidence import RECORD_EVIDENCE, WITHDRAW_EVIDENCE
from reviews.evidence.reads import files_recorded, map_for, record_at, records_for
from reviews.forms import EVIDENCE_FORMS, EvidenceForm, WithdrawEvidenceForm
from reviews.models import EvidenceRecord
from reviews.states import EvidenceKind


@require_GET
def evidence_map(request: Request, reference: str) -> HttpResponse:
    """What the rules ask for, where each piece stands, what is missing; for HR and auditors."""
    seat = seat_at(request, reference)
    plan = plan_at(seat)
    found = map_for(seat, plan)
    record_reading(seat, by=Actor.of(request))
    rows = records_for(seat, plan)
    may_record = seat.may(RECORD_EVIDENCE, plan) and not any(RECORD_EVIDENCE.blocks(plan))
    context = {"seat": seat, "case": seat.case, "plan": plan, "map": found, "may_record": may_record}
    context |= {"fallen": [row for row in rows if not row.stands], "kept": files_recorded(seat, rows)}
    return render(request, "reviews/evidence/map.html", context | {"rules": rulesets.get(plan.ruleset)})


@require_http_methods(["GET", "POST"])
def record_evidence(request: Request, reference: str, kind: str) -> HttpResponse:
    """One thing that happened."""
    seat = seat_at(request, reference)
    plan = plan_open_to(seat, RECORD_EVIDENCE)
    if kind not in EVIDENCE_FORMS:
        raise NotVisible
    return _record(request, seat, plan, _form(request, plan, kind))


@require_http_methods(["GET", "POST"])
def correct_evidence(request: Request, reference: str, record_id: uuid.UUID) -> HttpResponse:
    """The same again, as it should have been recorded; what stood there stays to be read."""
    seat = seat_at(request, reference)
    plan = plan_open_to(seat, RECORD_EVIDENCE)
    found = record_at(plan, record_id)
    return _record(request, seat, plan, _form(request, plan, found.kind, found), found)


def _form(request: Request, plan: Plan, kind: str, corrects: EvidenceRecord | None = None) -> EvidenceForm:
    files = request.FILES if request.method == "POST" else None
    return EVIDENCE_FORMS[kind](submitted(request), files, rules=rulesets.get(plan.ruleset), corrects=corrects)


def _record(
    request: Request, seat: Seat, plan: Plan, form: EvidenceForm, found: EvidenceRecord | None = None
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        evidence = actions.Evidence(**form.told)
        try:
            actions.record_evidence(plan, by=Actor.of(request), evidence=evidence, replaces=found)
        except actions.RecordedAlready:
            return _to_the_map(seat)  # the same entry, sent twice: it stands there
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Recorded. Nothing in the plan has changed, and nobody is dismissed by it."))
            return _to_the_map(seat)
    more: dict[str, Any] = {"kind": EvidenceKind(form.kind), "corrects": found}
    return _page(request, seat, "record", form, more)


@require_http_methods(["GET", "POST"])
def withdraw_evidence(request: Request, reference: str, record_id: uuid.UUID) -> HttpResponse:
    """What was recorded by mistake."""
    seat = seat_at(request, reference)
    plan = plan_open_to(seat, WITHDRAW_EVIDENCE)
    found = record_at(plan, record_id)
    form = WithdrawEvidenceForm(submitted(request))
    if request.method == "POST" and form.is_valid():
        actions.withdraw_evidence(plan, by=Actor.of(request), record=found, **form.cleaned_data)
        messages.success(request, _("Withdrawn. It stays to be read, and counts no more."))
        return _to_the_map(seat)
    return _page(request, seat, "withdraw", form, {"record": found, "kept": files_recorded(seat, [found])})


def _to_the_map(seat: Seat) -> HttpResponse:
    return redirect(reverse("reviews:evidence", args=[seat.case.reference]))


def _page(request: Request, seat: Seat, name: str, form: Any, more: dict[str, Any]) -> HttpResponse:
    context = {"seat": seat, "case": seat.case, "form": form, **more}
    return render(request, f"reviews/evidence/{name}.html", context, status=422 if form.errors else 200)
