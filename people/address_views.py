"""A private address: entered by its owner, confirmed by whoever reads what is sent there, taken out again."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from . import actions
from .by_link import opened_by_link
from .forms import PrivateAddressForm
from .http import Request
from .kept import submitted
from .often import is_too_often
from .private import ask_to_confirm
from .queries import address_to_confirm, private_address_of


@never_cache
@require_http_methods(["GET", "POST"])
def private_address(request: Request) -> HttpResponse:
    """Where one may be sent one's copies after one left."""
    form = PrivateAddressForm(request.user, submitted(request))
    if form.is_valid():
        if is_too_often("address-mails", str(request.user.pk), settings.ADDRESS_MAILS):
            return render(request, "429.html", status=429)
        row, secret = actions.enter_private_address(request.user, by=request.user, **form.cleaned_data)
        say_whether_sent(request, sent=ask_to_confirm(row, secret))
        return redirect("people:private_address")
    context = {"form": form, "row": private_address_of(request.user)}
    return render(request, "people/private_address.html", context, status=422 if form.errors else 200)


def say_whether_sent(request: HttpRequest, *, sent: bool) -> None:
    if sent:
        messages.success(request, _("A mail with a link is on its way. The address counts once the link was followed."))
    else:
        messages.error(request, _("The mail server did not take the mail. Enter the address again in a while."))


@require_POST
def remove_address(request: Request) -> HttpResponse:
    """Nothing is sent there any more."""
    actions.remove_private_address(request.user)
    messages.success(request, _("Your private address is removed."))
    return redirect("people:private_address")


@opened_by_link("address-links", lambda: settings.LINK_READS)
def confirm_address(request: HttpRequest, address_id: uuid.UUID, secret: str) -> HttpResponse:
    """A button to press; a link that is wrong, too old or replaced is like an address that never was."""
    row = address_to_confirm(address_id, secret)
    if row is None:
        raise Http404
    if request.method == "POST":
        actions.confirm_private_address(row)
        row.refresh_from_db()
    with translation.override(row.user.language):
        return render(request, "people/confirm_address.html", {"is_confirmed": row.confirmed_at is not None})
