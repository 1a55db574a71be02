"""Who has a part: naming another line manager or HR partner, a deputy for some days, and ending that early."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases import actions
from cases.actor import Actor
from cases.acts import CHANGE_HR_PARTNER, CHANGE_MANAGER, DELEGATE_PART, END_DELEGATION, Act
from cases.forms import ChangeForm, DelegateForm, EndForm
from cases.holders import may_end
from cases.models import CaseFile, CasePart
from cases.refusals import NotYourPart, WrongMoment
from cases.seat import Seat, seat_at
from cases.states import Part
from people.http import Request
from people.kept import submitted

Done = Callable[[], object]


@require_http_methods(["GET", "POST"])
def change_manager(request: Request, reference: str) -> HttpResponse:
    """Another line manager, from now on."""
    return _change(request, reference, Part.MANAGER, CHANGE_MANAGER)


@require_http_methods(["GET", "POST"])
def change_hr_partner(request: Request, reference: str) -> HttpResponse:
    """Another HR partner, from now on."""
    return _change(request, reference, Part.HR_PARTNER, CHANGE_HR_PARTNER)


def _change(request: Request, reference: str, part: Part, act: Act) -> HttpResponse:
    seat = seat_at(request, reference)
    seat.check(act, seat.case)
    form = ChangeForm(submitted(request), part=part, case=seat.case)
    action = {Part.MANAGER: actions.change_manager, Part.HR_PARTNER: actions.change_hr_partner}[part]
    held = next((row for row in seat.parties if row.part == part), None)
    context = {"seat": seat, "case": seat.case, "form": form, "act": act, "held": held}
    return _answer(
        request, seat, form, lambda: action(seat.case, by=Actor.of(request), **form.cleaned_data),
        "cases/people/change.html", context,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def delegate_part(request: Request, reference: str) -> HttpResponse:
    """A deputy, from a day to a day."""
    seat = seat_at(request, reference)
    seat.check(DELEGATE_PART, seat.case)
    if seat.is_deputy:
        raise NotYourPart
    form = DelegateForm(submitted(request), parties=_to_delegate(seat), case=seat.case)
    context = {"seat": seat, "case": seat.case, "form": form}
    return _answer(
        request, seat, form, lambda: actions.delegate_part(seat.case, by=Actor.of(request), **form.cleaned_data),
        "cases/people/delegate.html", context,
    )  # fmt: skip


def _to_delegate(seat: Seat) -> list[CasePart]:
    """One's own part; the HR partner's pages also offer the line manager's."""
    own = seat.part_for(DELEGATE_PART)
    parts = (Part.HR_PARTNER, Part.MANAGER) if own == Part.HR_PARTNER else (own,)
    held = {row.part: row for row in seat.parties if row.deputy_for_id is None}
    return [held[part] for part in parts if part in held]


@require_http_methods(["GET", "POST"])
def end_delegation(request: Request, reference: str) -> HttpResponse:
    """A delegation ends now, or never begins."""
    seat = seat_at(request, reference)
    seat.check(END_DELEGATION, seat.case)
    delegations = may_end(seat)
    if not delegations:
        raise WrongMoment(_("Nobody deputises in your part, and nobody is going to."))
    form = EndForm(submitted(request), delegations=delegations)
    context = {"seat": seat, "case": seat.case, "form": form}
    return _answer(
        request, seat, form, lambda: actions.end_delegation(seat.case, by=Actor.of(request), **form.cleaned_data),
        "cases/people/end.html", context,
    )  # fmt: skip


def _answer(
    request: Request, seat: Seat, form: Form, act: Done, template: str, context: dict[str, Any]
) -> HttpResponse:  # fmt: skip
    """Do it and lead on; or draw the page, with what the form or the act had to say."""
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _lead_on(request, seat)
    return render(request, template, context, status=422 if form.errors else 200)


def _lead_on(request: Request, seat: Seat) -> HttpResponse:
    """To the case; whoever has just handed on their own part may not see it any more."""
    messages.success(request, _("It is done, and stands in the history. Those concerned are told by mail."))
    still = CaseFile.objects.visible_to(request.user).filter(pk=seat.case.pk).exists()
    return redirect(seat.case if still else "cases:home")
