"""Naming a mentor for items of a plan, and ending it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.actor import Actor
from cases.seat import seat_at
from people.http import Request
from people.kept import submitted
from plans import actions
from plans.acts import END_MENTORING, NAME_MENTOR
from plans.forms import EndMentoringForm, NameMentorForm
from plans.mentoring import mentorings_of, mentors_in, version_to_mentor
from plans.queries import plan_open_to


@require_http_methods(["GET", "POST"])
def name_mentor(request: Request, reference: str) -> HttpResponse:
    """Who helps with which items."""
    seat = seat_at(request, reference)
    plan = plan_open_to(seat, NAME_MENTOR)
    version = version_to_mentor(plan)
    form = NameMentorForm(submitted(request), plan=plan, version=version)
    if request.method == "POST" and form.is_valid():
        try:
            actions.name_mentor(plan, by=Actor.of(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The mentor is named. They see the items you chose, and nothing else."))
            return redirect(f"{seat.case.get_absolute_url()}#mentors")
    mentors = mentors_in(mentorings_of(seat, plan), version)
    context = {"seat": seat, "case": seat.case, "plan": plan, "form": form, "mentors": mentors}
    return render(request, "plans/mentoring/name.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def end_mentoring(request: Request, reference: str) -> HttpResponse:
    """Which mentoring ends, and why."""
    seat = seat_at(request, reference)
    plan = plan_open_to(seat, END_MENTORING)
    rows = {row.pk: row for row in mentorings_of(seat, plan) if row.until is None}
    form = EndMentoringForm(submitted(request), rows=list(rows.values()), version=version_to_mentor(plan))
    if request.method == "POST" and form.is_valid():
        ended = [rows[key] for key in form.cleaned_data["mentorings"]]
        actions.end_mentoring(plan, by=Actor.of(request), mentorings=ended, reason=form.cleaned_data["reason"])
        messages.success(request, _("The mentoring is ended. Everybody in the case is told."))
        return redirect(f"{seat.case.get_absolute_url()}#mentors")
    context = {"seat": seat, "case": seat.case, "plan": plan, "form": form}
    return render(request, "plans/mentoring/end.html", context, status=422 if form.errors else 200)
