"""Consultation: ask for the employee's view, give it, answer it."""

import json
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.actions import record_reading
from cases.actor import Actor
from cases.seat import Seat, seat_at
from cases.states import Part
from people.http import Request
from people.kept import submitted
from plans import actions
from plans.actions.consultation import last_day
from plans.acts import ANSWER_CONSULTATION, OPEN_CONSULTATION, REPLY_TO_CONSULTATION
from plans.forms import AnswerForms, ReplyForms
from plans.models import Consultation, Plan
from plans.queries import plan_open_to
from plans.rounds import rounds_for
from plans.snapshot import snapshot

from .review import record_view

Forms = AnswerForms | ReplyForms


@require_http_methods(["GET", "POST"])
def open_consultation(request: Request, reference: str) -> HttpResponse:
    """Show what the employee will see and how long they have, ask once, open it."""
    seat = seat_at(request, reference)
    plan = plan_open_to(seat, OPEN_CONSULTATION)
    if request.method == "POST":
        actions.open_consultation(plan, by=Actor.of(request))
        messages.success(request, _("The employee can read the draft now and is told by mail. You can go on writing."))
        return redirect(seat.case)
    context = _context(seat, plan) | {"content": json.loads(snapshot(plan)), "answer_by": last_day(plan)}
    return render(request, "plans/consultation/open.html", context)


@require_http_methods(["GET", "POST"])
def answer_consultation(request: Request, reference: str) -> HttpResponse:
    """The employee's view of every item, given once."""
    seat = seat_at(request, reference)
    plan = plan_open_to(seat, ANSWER_CONSULTATION)
    asked = _going_on(seat, plan)
    record_view(request, seat, plan, asked.version)
    forms = AnswerForms(asked, submitted(request))
    if (
        request.method == "POST"
        and forms.are_valid()
        and _kept(forms, asked.version.digest, lambda digest: _answer(request, plan, forms, digest))
    ):
        messages.success(request, _("Your view stands in the case, in your words. Your manager answers each point."))
        return redirect(seat.case)
    context = _context(seat, plan) | {"round": asked, "version": asked.version, "forms": forms, "hr": _hr_partner(seat)}
    status = 422 if request.method == "POST" else 200
    return render(request, "plans/consultation/answer.html", context, status=status)


def _answer(request: Request, plan: Plan, forms: AnswerForms, digest: str) -> None:
    actions.answer_consultation(plan, by=Actor.of(request), digest=digest, answer=forms.said())


@require_http_methods(["GET", "POST"])
def reply_to_consultation(request: Request, reference: str) -> HttpResponse:
    """Each of the employee's points beside the field for the manager's answer, given once."""
    seat = seat_at(request, reference)
    plan = plan_open_to(seat, REPLY_TO_CONSULTATION)
    record_reading(seat, by=Actor.of(request))
    asked = _going_on(seat, plan)
    forms = ReplyForms(asked, submitted(request))
    if (
        request.method == "POST"
        and forms.are_valid()
        and _kept(forms, asked.answer.digest, lambda digest: _reply(request, plan, forms, digest))
    ):
        messages.success(request, _("Your answer stands beside the employee's words. Now bring the draft up to date."))
        return redirect("plans:edit_plan", reference)
    context = _context(seat, plan) | {"round": asked, "forms": forms}
    status = 422 if request.method == "POST" else 200
    return render(request, "plans/consultation/reply.html", context, status=status)


def _reply(request: Request, plan: Plan, forms: ReplyForms, digest: str) -> None:
    actions.reply_to_consultation(plan, by=Actor.of(request), digest=digest, reply=forms.said())


def _kept(forms: Forms, shown: str, say: Callable[[str], None]) -> bool:
    """Whether it was said. What it would be about may have changed meanwhile: then it is shown again first."""
    try:
        say(forms.whole.cleaned_data["digest"])
    except ValidationError as error:
        forms.whole.add_error(None, error)
        forms.whole.show_anew(shown)
        return False
    return True


def _going_on(seat: Seat, plan: Plan) -> Consultation:
    """The act is open, so there is one."""
    return rounds_for(seat, plan)[-1]


def _hr_partner(seat: Seat) -> str:
    return next((row.user.name for row in seat.parties if row.part == Part.HR_PARTNER), "")


def _context(seat: Seat, plan: Plan) -> dict[str, Any]:
    return {"seat": seat, "case": seat.case, "plan": plan}
