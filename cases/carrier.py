"""Handing mails to the mail server, over one connection for a batch, and what its refusals mean.

A refusal of the connection, of our sign-in or of our sender is the server's trouble and says nothing of the recipient,
whatever its number (535, 554 on connecting): it is tried again. Only what is said to the recipient or to the content
can be for good (RFC 5321, 4.2.1: replies from 500 on).
"""

import smtplib
from contextlib import suppress
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives, mailers
from django.core.validators import validate_email

PERMANENT = 500
CLOSING = 421  # "service not available, closing the connection", in place of any reply


class NotCarried(Exception):
    """The mail did not go out. `fault` names the reason without an address or a word of the mail."""

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault


class ServerTrouble(NotCarried):
    """The mail server cannot be reached or wants nothing of us now: no other mail needs to be tried.

    Where it had taken mails over the same connection, it may only have had enough of that one (`may_go_on`).
    """

    def __init__(self, fault: str, *, may_go_on: bool) -> None:
        super().__init__(fault)
        self.may_go_on = may_go_on


class NotNow(NotCarried):
    """Try again later: what is wrong with this mail may pass."""


class RefusedForGood(NotCarried):
    """However often it is tried, nobody will take this mail."""


class Carrier:
    """Use as a context. One mail after the other, so that at most one is under way when the process is killed."""

    def __init__(self) -> None:
        self._server: Any = None
        self.carried = 0  # over the present connection

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._hang_up()

    def carry(self, mail: EmailMultiAlternatives) -> None:
        """Returns once the server has taken the mail, raises `NotCarried` where it has not."""
        _check_address(mail)
        try:
            self._connection().send_messages([mail])
        except OSError as error:  # also everything of smtplib
            raise self._meaning(error) from error
        self.carried += 1

    def _connection(self) -> Any:
        if self._server is None:
            self._server, self.carried = mailers["default"], 0
        self._server.open()
        return self._server

    def _hang_up(self) -> None:
        """Politely where it still listens. The next mail begins anew."""
        if self._server is not None:
            with suppress(OSError):
                self._server.close()
        self._server = None

    def _meaning(self, error: OSError) -> NotCarried:
        codes = _replies(error)
        fault = " ".join([type(error).__name__, *map(str, sorted(codes))])[:80]
        if not codes or CLOSING in codes:
            self._hang_up()
            return ServerTrouble(fault, may_go_on=self.carried > 0)
        return RefusedForGood(fault) if min(codes) >= PERMANENT else NotNow(fault)


def _replies(error: OSError) -> set[int]:
    """What was said to the recipient or to the content; nothing where it was said to us."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return {code for code, _reason in error.recipients.values()}
    return {error.smtp_code} if isinstance(error, smtplib.SMTPDataError) else set()


def _check_address(mail: EmailMultiAlternatives) -> None:
    """No server takes what is no address."""
    try:
        validate_email(mail.to[0])
    except ValidationError as error:
        raise RefusedForGood("no address") from error
