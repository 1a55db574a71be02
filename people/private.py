"""The mail by which a private address is confirmed. It says nothing but what it is for, in its reader's language."""

import logging

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from .models import PrivateAddress
from .queries import TO_CONFIRM

log = logging.getLogger(__name__)


def ask_to_confirm(row: PrivateAddress, secret: str) -> bool:
    """Send the link there. False where the mail server did not take it: whoever entered the address is told at once."""
    path = reverse("people:confirm_address", args=[row.pk, secret])
    with translation.override(row.user.language):
        until = timezone.localdate(row.entered_at + TO_CONFIRM)
        context = {"link": settings.SITE_URL + path, "until": until}
        mail = EmailMultiAlternatives(
            subject=_("Please confirm your e-mail address for pipcases"),
            body=render_to_string("people/confirm_mail.txt", context),
            to=[row.address],
            headers={"Auto-Submitted": "auto-generated"},
        )
    try:
        mail.send()
    except OSError as error:  # also everything of smtplib
        log.warning("private address %s: %s", row.pk, type(error).__name__)
        return False
    return True
