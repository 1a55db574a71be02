"""The employee left: HR records it, and the plan ends with the employment."""

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
from plans.acts import RECORD_LEAVING
from plans.calendars import today_of
from plans.forms import LeavingForm
from plans.queries import plan_open_to


@require_http_methods(["GET", "POST"])
def record_leaving(request: Request, reference: str) -> HttpResponse:
    """Which day was the last, and what HR wants to remember of it."""
    seat = seat_at(request, reference)
    plan = plan_open_to(seat, RECORD_LEAVING)
    form = LeavingForm(submitted(request), initial={"left_on": today_of(seat.case)})
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_leaving(plan, by=Actor.of(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("It is recorded that the employee left. The plan has ended with that."))
            return redirect(seat.case)
    context = {"seat": seat, "case": seat.case, "plan": plan, "form": form}
    return render(request, "plans/record_leaving.html", context, status=422 if form.errors else 200)
