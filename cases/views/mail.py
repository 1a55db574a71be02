"""Mails that did not arrive: all of them, and what HR does about one."""

from collections.abc import Callable
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases import actions, undelivered
from cases.actor import Actor
from cases.acts import RESEND_NOTICE, SETTLE_NOTICE, Act
from cases.forms import SettleForm
from cases.models import Notice
from cases.refusals import NotVisible
from cases.seat import Seat, seat_at
from people.http import Request
from people.kept import submitted


@require_GET
def all_undelivered(request: Request) -> HttpResponse:
    """Over all cases that HR looks after, by case; nobody else has any."""
    rows = list(undelivered.to_see_to(request.user)[: undelivered.MOST])
    rows.sort(key=lambda notice: notice.case.reference)
    by_case = [(case, [(row, undelivered.why(row)) for row in found]) for case, found in groupby(rows, _case)]
    acts = (RESEND_NOTICE, SETTLE_NOTICE)
    context = {"by_case": by_case, "acts": acts, "are_all": len(rows) < undelivered.MOST}
    return render(request, "cases/mail/undelivered.html", context)


def _case(notice: Notice) -> Any:
    return notice.case


@require_http_methods(["GET", "POST"])
def resend_notice(request: Request, reference: str, notice_id: int) -> HttpResponse:
    """Send it again, to the address the person has now."""
    seat, notice = _mail_at(request, reference, notice_id, RESEND_NOTICE)
    form = Form(submitted(request))
    return _answer(
        request, seat, form, lambda: actions.resend_notice(notice, by=Actor.of(request)),
        {"notice": notice, "act": RESEND_NOTICE}, _("The mail is on its way again."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def settle_notice(request: Request, reference: str, notice_id: int) -> HttpResponse:
    """Say how the person was reached instead."""
    seat, notice = _mail_at(request, reference, notice_id, SETTLE_NOTICE)
    form = SettleForm(submitted(request))
    return _answer(
        request, seat, form, lambda: actions.settle_notice(notice, by=Actor.of(request), **form.cleaned_data),
        {"notice": notice, "act": SETTLE_NOTICE}, _("Noted. Nothing more is done about this mail."),
    )  # fmt: skip


def _mail_at(request: Request, reference: str, notice_id: int, act: Act) -> tuple[Seat, Notice]:
    seat = seat_at(request, reference)
    if seat.parts.isdisjoint(act.who):
        seat.check(act, seat.case)
    notice = Notice.objects.select_related("recipient").filter(case=seat.case, pk=notice_id).first()
    if notice is None:
        raise NotVisible
    seat.check(act, notice)
    return seat, notice


def _answer(
    request: Request, seat: Seat, form: Form, done: Callable[[], object], context: dict[str, Any], said: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        done()
        messages.success(request, said)
        return redirect(seat.case)
    shown = {"seat": seat, "case": seat.case, "form": form, "why": undelivered.why(context["notice"])}
    return render(request, "cases/mail/see_to.html", context | shown, status=422 if form.errors else 200)
