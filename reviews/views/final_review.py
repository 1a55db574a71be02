"""The final review: opened, and summed up by the employee first."""

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
from plans.queries import plan_open_to
from reviews import actions
from reviews.acts.ending import OPEN_FINAL_REVIEW, SUMMARISE_PLAN
from reviews.final_review import asked_until, current_review
from reviews.forms import ItemSummaryForm, SummaryForm, form_per_item
from reviews.queries import running_of


@require_http_methods(["GET", "POST"])
def open_final_review(request: Request, reference: str) -> HttpResponse:
    """Say what a final review is, ask once, open it."""
    seat = seat_at(request, reference)
    plan = plan_open_to(seat, OPEN_FINAL_REVIEW)
    if request.method == "POST":
        actions.open_final_review(plan, by=Actor.of(request))
        messages.success(request, _("The final review is open. The employee is asked to sum up first."))
        return redirect(seat.case)
    context = {"seat": seat, "case": seat.case, "plan": plan, **running_of(seat, plan)}
    return render(request, "reviews/ending/open.html", context)


@require_http_methods(["GET", "POST"])
def summarise_plan(request: Request, reference: str) -> HttpResponse:
    """How the employee sees the whole and each item, before they read what the manager wrote."""
    seat = seat_at(request, reference)
    plan = plan_open_to(seat, SUMMARISE_PLAN)
    review = current_review(plan)
    data = submitted(request)
    form = SummaryForm(data)
    rows = form_per_item(ItemSummaryForm, plan.asked_items, data)
    forms = [row for _item, row in rows]
    is_valid = request.method == "POST" and all([form.is_valid(), *(row.is_valid() for row in forms)])
    if is_valid and not form.refuse_silence(forms):
        views = [actions.OwnSummary(item=item, words=row.cleaned_data["words"]) for item, row in rows]
        try:
            actions.summarise_plan(plan, by=Actor.of(request), words=form.cleaned_data["words"], views=views)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Your summary is with your manager and HR. It stays as you wrote it."))
            return redirect(seat.case)
    context = {
        "seat": seat, "case": seat.case, "plan": plan, "form": form, "rows": rows,
        "asked_until": asked_until(review) if review else None, **running_of(seat, plan),
    }  # fmt: skip
    return render(request, "reviews/ending/summarise.html", context, status=422 if request.method == "POST" else 200)
