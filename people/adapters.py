"""What allauth asks us about accounts."""

import logging
import smtplib

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from .passkeys import host_of

log = logging.getLogger(__name__)


class CompanyAccounts(DefaultAccountAdapter):
    """Accounts come from the company; nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        """A mail server that does not answer must not break the page, nor tell whether an address is known."""
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, smtplib.SMTPException) as error:
            log.error("account mail %s was not sent: %s", template_prefix, type(error).__name__)  # noqa: TRY400


class CompanyFactors(DefaultMFAAdapter):
    """Second factors; what a key is told about us."""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """A key made at one name works at that name alone; `ALLOWED_HOSTS` says which names there are."""
        return {"id": host_of(context.request), "name": "pipcases"}
