"""Opening a case."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cases.actions import open_case as open_case_file
from cases.actor import Actor
from cases.refusals import WrongMoment
from people.http import Request
from people.kept import submitted
from people.models import User
from plans import actions
from plans.forms import OpenCaseForm
from plans.models import Plan
from plans.queries import live_plan_seen_by


@require_http_methods(["GET", "POST"])
def open_case(request: Request) -> HttpResponse:
    """A manager opens a case about one of their reports, and begins its plan."""
    form = OpenCaseForm(submitted(request), manager=request.user, initial={"language": request.user.language})
    if request.method == "POST" and form.is_valid():
        try:
            plan = _open(Actor.of(request), **form.cleaned_data)
            return redirect("plans:begin_from", plan.case.reference)
        except ValidationError as error:
            form.add_error(None, error)
        except WrongMoment as refusal:
            return _refuse(request, form, refusal)
    context = {"form": form, "has_reports": form.has_reports}
    return render(request, "plans/open_case.html", context, status=422 if form.errors else 200)


def _refuse(request: Request, form: OpenCaseForm, refusal: WrongMoment) -> HttpResponse:
    """The same words and the same status to everybody; the way to the other plan for whoever may see it (R7)."""
    other = live_plan_seen_by(request.user, form.cleaned_data["subject"])
    context = {"form": form, "has_reports": True, "refusal": refusal, "other": other}
    return render(request, "plans/open_case.html", context, status=409)


@transaction.atomic
def _open(by: Actor, subject: User, hr_partner: User, language: str, ruleset: str) -> Plan:
    case = open_case_file(subject, hr_partner=hr_partner, by=by, language=language, time_zone=by.user.time_zone)
    return actions.start_plan(case, by=by, ruleset=ruleset)
