"""HR's review of a submitted plan, and the second-line manager's."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.actor import Actor
from cases.forms import ShownForm
from cases.queries import threads
from cases.seat import Seat, seat_at
from cases.states import Part
from people.http import Request
from people.kept import submitted
from people.models import User
from plans import actions, rulesets
from plans.acts import APPROVE_PLAN, APPROVE_SECOND_LINE, PASS_TO_SECOND_LINE, RETURN_PLAN
from plans.forms import ApproveForm, ReturnForm
from plans.models import Plan
from plans.queries import plan_at, plan_open_to, version_for
from plans.reading import reading_of
from plans.rounds import rounds_of
from plans.second_line import is_wanted, second_line_of

from .signing import issue_signing, once, told


@require_http_methods(["GET", "POST"])
def approve_plan(request: Request, reference: str) -> HttpResponse:
    """HR reads the submitted version beside what readiness says of it, and decides; returning it is one click away."""
    return _decide(request, reference, actions.approve_plan, _("The plan is approved. Its manager can issue it now."))


@require_http_methods(["GET", "POST"])
def pass_to_second_line(request: Request, reference: str) -> HttpResponse:
    """The same page, whose decision asks the second-line manager as well."""
    return _decide(request, reference, actions.pass_to_second_line, _("The plan is with the second-line manager now."))


def _decide(request: Request, reference: str, action: Any, done: str) -> HttpResponse:
    seat = seat_at(request, reference)
    return once(request, seat, done, lambda: _decision(request, seat, action, done))


def _decision(request: Request, seat: Seat, action: Any, done: str) -> HttpResponse:
    plan = _under_review(seat)
    context = _context(seat, plan)
    digest = context["version"].digest
    form = ApproveForm(submitted(request), rules=rulesets.get(plan.ruleset), initial={"digest": digest})
    page = issue_signing(request, seat, form, digest)
    answer = page.answer(
        lambda proof: action(plan, by=Actor.of(request), digest=form.shown, fairness=form.answers, proof=proof),
        lambda: told(request, seat, done),
    )
    context |= {"return_form": ReturnForm(), "wanted": is_wanted(plan), **_asked(plan), **page.context}
    return answer or render(request, "plans/approve_plan.html", context, status=page.status)


def _under_review(seat: Seat) -> Plan:
    """The page stands open where either decision does: which of them it is, the rules say."""
    plan = plan_at(seat)
    can_ask = is_wanted(plan) and isinstance(second_line_of(seat.case), User)
    return plan_open_to(seat, PASS_TO_SECOND_LINE if can_ask else APPROVE_PLAN)


def _asked(plan: Plan) -> dict[str, Any]:
    """Whom HR can ask as well, or why nobody, in words."""
    found = second_line_of(plan.case)
    return {"second_line": found} if isinstance(found, User) else {"hindrance": found.label}


@require_http_methods(["GET", "POST"])
def approve_second_line(request: Request, reference: str) -> HttpResponse:
    """The second-line manager reads what HR passed on, and approves or returns it."""
    seat = seat_at(request, reference)
    done = _("The plan is approved. Its manager can issue it now.")
    return once(request, seat, done, lambda: _second_decision(request, seat, done))


def _second_decision(request: Request, seat: Seat, done: str) -> HttpResponse:
    plan = plan_open_to(seat, APPROVE_SECOND_LINE)
    context = _context(seat, plan)
    digest = context["version"].digest
    form = ShownForm(submitted(request), initial={"digest": digest})
    page = issue_signing(request, seat, form, digest)
    answer = page.answer(
        lambda proof: actions.approve_second_line(plan, by=Actor.of(request), digest=form.shown, proof=proof),
        lambda: told(request, seat, done),
    )
    context |= {"return_form": ReturnForm(), **page.context}
    return answer or render(request, "plans/approve_second_line.html", context, status=page.status)


@require_http_methods(["GET", "POST"])
def return_plan(request: Request, reference: str) -> HttpResponse:
    """HR, or the second-line manager, sends the plan back with comments."""
    seat = seat_at(request, reference)
    plan = plan_open_to(seat, RETURN_PLAN)
    form = ReturnForm(submitted(request))
    if request.method == "POST" and form.is_valid():
        actions.return_plan(plan, by=Actor.of(request), **form.cleaned_data)
        messages.success(request, _("The plan is back with its manager."))
        return redirect(seat.case)
    version = version_for(seat, plan)
    context = {"seat": seat, "case": seat.case, "plan": plan, "version": version, "form": form}
    context |= {"content": version and version.data, "review_url": review_url(seat)}
    return render(request, "plans/return_plan.html", context, status=422 if form.errors else 200)


def review_url(seat: Seat) -> str:
    """Where this person reviews the plan."""
    act = APPROVE_SECOND_LINE if seat.is_any_of(Part.SECOND_LINE) else APPROVE_PLAN
    return reverse(act.name.replace(".", ":"), args=[seat.case.reference])


def _context(seat: Seat, plan: Plan) -> dict[str, Any]:
    version = plan.versions.get(number=plan.frozen)
    return {
        "seat": seat, "case": seat.case, "plan": plan, "version": version, "content": version.data,
        "threads": threads(seat), "reading": reading_of(plan, version), "rounds": rounds_of(plan),
    }  # fmt: skip
