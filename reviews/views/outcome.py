"""The outcome: drafted and proposed, returned or decided, and the case closed."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.actor import Actor
from cases.acts import Act
from cases.seat import Seat, seat_at
from cases.signing import Purpose
from cases.signing_page import SigningPage
from people.http import Request
from people.kept import submitted, words_of
from plans.models import Plan
from plans.queries import newest_for, plan_open_to
from plans.states import Step
from plans.views.signing import once, told
from plans.wording import wording
from reviews import actions
from reviews.acts.ending import (
    CLOSE_CASE,
    DECIDE_EXTENSION,
    DECIDE_OUTCOME,
    PROPOSE_OUTCOME,
    RETURN_OUTCOME,
    SAVE_ASSESSMENT,
)
from reviews.checklist import blocks_in, checklist_of, decision_digest, unmet
from reviews.drafting import draft_of
from reviews.final_review import against_proposing
from reviews.forms import DecideForm, ItemResultForm, OutcomeForm, ReturnOutcomeForm, form_per_item
from reviews.promised import promised_for
from reviews.queries import running_of

SAVE = "save"  # the button that keeps a draft


@require_http_methods(["GET", "POST"])
def propose_outcome(request: Request, reference: str) -> HttpResponse:
    """The manager assesses every item, then the whole; a draft can be kept until it is proposed."""
    seat = seat_at(request, reference)
    plan = plan_open_to(seat, SAVE_ASSESSMENT)
    draft, data = draft_of(plan), submitted(request)
    form = OutcomeForm(data, initial=draft.whole)
    rows = form_per_item(ItemResultForm, plan.asked_items, data, initial=draft.of_item)
    if request.method == "POST":
        done = _save if SAVE in request.POST else _propose
        if answer := done(request, seat, plan, form, rows):
            return answer
    context = _context(seat, plan) | {
        "form": form,
        "rows": rows,
        "draft": draft,
        "against": list(against_proposing(plan)),
    }
    return render(request, "reviews/ending/propose.html", context, status=422 if request.method == "POST" else 200)


def _save(request: Request, seat: Seat, plan: Plan, form: OutcomeForm, rows: Any) -> HttpResponse | None:
    """Whatever was typed is kept as it is, also where something lacks: that is said once it is proposed."""
    for unchecked in (form, *(row for _item, row in rows)):
        unchecked.errors.clear()
    content = {name: str(value) for name, value in words_of(request.POST).items() if name not in {SAVE, "revision"}}
    revision = form.cleaned_data.get("revision") or 0
    try:
        actions.save_assessment(plan, by=Actor.of(request), content=content, revision=revision)
    except actions.AssessedMeanwhile as error:
        form.add_error(None, error)
        form.show_anew(draft_of(plan).revision)
        return None
    except ValidationError as error:
        form.add_error(None, error)
        return None
    messages.success(request, _("Saved. Nobody else reads it before you propose it."))
    return redirect("reviews:propose_outcome", seat.case.reference)


def _propose(request: Request, seat: Seat, plan: Plan, form: OutcomeForm, rows: Any) -> HttpResponse | None:
    seat.check(PROPOSE_OUTCOME, plan)
    if not all([form.is_valid(), *(row.is_valid() for _item, row in rows)]):
        return None
    assessed = [actions.Assessed(item=item, **row.cleaned_data) for item, row in rows]
    try:
        actions.propose_outcome(plan, by=Actor.of(request), assessed=assessed, **form.said)
    except ValidationError as error:
        form.add_error(None, error)
        return None
    messages.success(request, _("The outcome is with HR now."))
    return redirect(seat.case)


@require_http_methods(["GET", "POST"])
def decide_outcome(request: Request, reference: str) -> HttpResponse:
    """HR reads the proposal beside what was measured and what was kept, and signs its decision or returns it."""
    done = _("The outcome is decided. The employee is told by mail.")
    return _decide(request, reference, DECIDE_OUTCOME, actions.decide_outcome, done)


@require_http_methods(["GET", "POST"])
def decide_extension(request: Request, reference: str) -> HttpResponse:
    """The same page, where the proposal is to extend the plan."""
    done = _("The plan is to be extended. Its manager writes that change now.")
    return _decide(request, reference, DECIDE_EXTENSION, actions.decide_extension, done)


def _decide(request: Request, reference: str, act: Act, action: Callable[..., None], done: str) -> HttpResponse:
    seat = seat_at(request, reference)
    return once(request, seat, done, lambda: _decision(request, seat, act, action, done))


def _decision(request: Request, seat: Seat, act: Act, action: Callable[..., None], done: str) -> HttpResponse:
    plan = plan_open_to(seat, act)
    context = _context(seat, plan)
    checks = checklist_of(plan, context["outcome"])
    digest = decision_digest(context["outcome"], blocks_in(checks))
    form = DecideForm(submitted(request), blocks=unmet(checks, hard=False), initial={"digest": digest})
    purpose = Purpose(case=seat.case, step=Step.DECISION, digest=digest)
    page = SigningPage(request, form, purpose, wording=wording(Step.DECISION, seat.part))
    answer = page.answer(
        lambda proof: action(plan, by=Actor.of(request), digest=form.shown, proof=proof, reasons=form.reasons),
        lambda: told(request, seat, done),
    )
    context |= {"checks": checks, "hard": unmet(checks, hard=True), "return_form": ReturnOutcomeForm(), **page.context}
    context["extends"] = act is DECIDE_EXTENSION
    return answer or render(request, "reviews/ending/decide.html", context, status=page.status)


@require_http_methods(["GET", "POST"])
def return_outcome(request: Request, reference: str) -> HttpResponse:
    """HR sends the proposal back with comments."""
    seat = seat_at(request, reference)
    plan = plan_open_to(seat, RETURN_OUTCOME)
    form = ReturnOutcomeForm(submitted(request))
    if request.method == "POST" and form.is_valid():
        actions.return_outcome(plan, by=Actor.of(request), **form.cleaned_data)
        messages.success(request, _("The proposal is back with the manager."))
        return redirect(seat.case)
    context = _context(seat, plan) | {"form": form}
    return render(request, "reviews/return_outcome.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def close_case(request: Request, reference: str) -> HttpResponse:
    """Say what closing means, ask once, close."""
    seat = seat_at(request, reference)
    plan = plan_open_to(seat, CLOSE_CASE)
    if request.method == "POST":
        actions.close_case(plan, by=Actor.of(request))
        messages.success(request, _("The case is closed."))
        return redirect(seat.case)
    return render(request, "reviews/close_case.html", _context(seat, plan))


def _context(seat: Seat, plan: Plan) -> dict[str, Any]:
    """The proposal, if any, beside what was measured, what the employee wrote and what was promised."""
    return {
        "seat": seat, "case": seat.case, "plan": plan, "version": newest_for(seat), **running_of(seat, plan),
        **promised_for(seat, plan),
    }  # fmt: skip
