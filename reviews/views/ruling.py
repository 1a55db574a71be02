"""The hearer decides an appeal, with everything it is about beside the decision, and signs it in two presses."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.actor import Actor
from cases.queries import files_of
from cases.refusals import NotVisible, NotYourPart
from cases.seat import Seat, seat_at
from cases.signing import NotWhatWasShown, Purpose
from cases.signing_page import SigningPage
from people.http import Request
from people.kept import submitted
from people.proof import ProofForm
from plans.models import SignOff
from plans.states import Step
from plans.views.signing import once
from plans.wording import wording
from reviews import actions
from reviews.acts.appeal import DECIDE_APPEAL
from reviews.appealing import newest_appeal
from reviews.forms import DecideAppealForm
from reviews.models import Appeal
from reviews.promised import promised_for
from reviews.queries import running_of
from reviews.ruling import digest_of_ruling, digest_of_the_matter

from .appeal import context_of


class RulingPage(SigningPage):
    """What is signed is what the hearer typed; what it is about must be what they were shown."""

    def __init__(self, request: Request, form: DecideAppealForm, purpose: Purpose, *, wording: str, shown: str) -> None:
        self.matter = shown
        super().__init__(request, form, purpose, wording=wording)

    @property
    def _is_about_this(self) -> bool:
        if self.form.is_valid() and self.form.shown != self.matter:
            self.form.add_error(None, NotWhatWasShown())
        if self.form.errors:
            self.form.show_anew(self.matter)
            self.proof = ProofForm(self.request)  # nothing is proven for a form that must be sent again
        return not self.form.errors


@require_http_methods(["GET", "POST"])
def decide_appeal(request: Request, reference: str) -> HttpResponse:
    """Uphold, vary or overturn, with reasons. Once it is decided the hearer sees the case no more."""
    if again := _signed_already(request, reference):
        return again
    seat = seat_at(request, reference)
    try:
        return once(request, seat, _("You have decided."), lambda: _decision(request, seat))
    except (NotVisible, NotYourPart):
        if again := _signed_already(request, reference):  # while this one waited for the case's lock
            return again
        raise


def _signed_already(request: Request, reference: str) -> HttpResponse | None:
    """The same form once more, from somebody who decided with it and sees the case no more."""
    key = request.POST.get("key", "")
    made = SignOff.objects.filter(user=request.user, step=Step.APPEAL, plan__case__reference=reference.upper())
    return _told(request) if key and any(str(row.key) == key for row in made) else None


def _decision(request: Request, seat: Seat) -> HttpResponse:
    appeal = newest_appeal(seat)
    seat.check(DECIDE_APPEAL, appeal)
    items = list(appeal.outcome.items.select_related("item").order_by("item__position", "pk"))
    shown = digest_of_the_matter(appeal)
    form = DecideAppealForm(submitted(request), appeal=appeal, items=items, initial={"digest": shown})
    page = RulingPage(request, form, _purpose(seat, appeal, form), wording=wording(Step.APPEAL, seat.part), shown=shown)
    answer = page.answer(
        lambda proof: actions.decide_appeal(
            appeal, by=Actor.of(request), ruled=form.ruled, digest=form.shown, proof=proof
        ),
        lambda: _told(request),
    )
    return answer or _page(request, seat, appeal, page)


def _purpose(seat: Seat, appeal: Appeal, form: DecideAppealForm) -> Purpose:
    """What a proof would be for: the decision that the form says, where it says one."""
    said = form.is_bound and form.is_valid()
    digest = digest_of_ruling(appeal, form.ruled) if said else digest_of_the_matter(appeal)
    return Purpose(case=seat.case, step=Step.APPEAL, digest=digest)


def _page(request: Request, seat: Seat, appeal: Appeal, page: SigningPage) -> HttpResponse:
    plan = appeal.plan
    context: dict[str, Any] = {
        **context_of(seat, plan), **running_of(seat, plan), **promised_for(seat, plan), **page.context,
        "appeal": appeal, "kept": files_of(seat.case, appeal.files),
    }  # fmt: skip
    return render(request, "reviews/appeal/decide.html", context, status=page.status)


def _told(request: Request) -> HttpResponse:
    """To their own work: they see nothing of the case any more."""
    messages.success(request, _("The appeal is decided. Both sides are told, and you see the case no more. Thank you."))
    return redirect(reverse("cases:home"))
