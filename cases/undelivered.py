"""Mails that did not arrive: what HR reads of them, on the case page, at home and over all cases, and what can be done.

HR alone and auditors: the person a mail was for reads in the history that it came back.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.models import User

from .acts import OF_HR, RESEND_NOTICE, SETTLE_NOTICE, Act, Words
from .errands import Errand, Waiting, errand
from .models import CaseFile, CasePart, Notice
from .panels import Panel, panel
from .seat import Seat, asks_along
from .states import UNDELIVERED, NoticeState, Part

MOST = 100
STILL_TRIED = timedelta(days=5)  # how long mail servers go on, as a rule (RFC 5321, 4.5.4.1)
LATE = timedelta(hours=1)  # a mail that waits for longer than this is worth HR's knowing

REASONS: Mapping[str, Words] = {  # by the beginning of a status (RFC 3463)
    "5.1": gettext_lazy("There is no such address."),
    "5.2.2": gettext_lazy("The mailbox is full."),
    "5.2": gettext_lazy("The mailbox takes no mail."),
    "5.4": gettext_lazy("No way to the recipient's mail server was found."),
    "5.7": gettext_lazy("The recipient's mail server takes no mail from us."),
}


@dataclass(frozen=True)
class Mail:
    """One mail that did not arrive, or not yet, as HR reads of it."""

    notice: Notice
    why: Words
    acts: list[Act]

    @property
    def is_waiting(self) -> bool:
        """Then pipcases goes on trying by itself."""
        return self.notice.state not in UNDELIVERED


@panel(place=2)
def undelivered_panel(seat: Seat) -> Panel | None:
    """For HR and auditors, above what the case is about."""
    if not seat.is_any_of(*OF_HR) or not seat.has("mail_in_trouble"):
        return None
    mails = [_mail(notice, seat) for notice in _troubled().filter(case=seat.case)[:MOST]]
    return Panel("cases/mail/panel.html", {"mails": mails}) if mails else None


def _troubled() -> QuerySet[Notice]:
    """What failed or came back, and what is late."""
    late = Q(state=NoticeState.WAITING, due_at__lt=timezone.now() - LATE) & ~Q(fault="")
    delayed = Q(state=NoticeState.SENT, delayed_at__gt=timezone.now() - STILL_TRIED)
    return Notice.objects.filter(Q(state__in=UNDELIVERED) | late | delayed).select_related("recipient").order_by("-pk")


asks_along("mail_in_trouble", lambda: Exists(_troubled().filter(case=OuterRef("pk"))))


def _mail(notice: Notice, seat: Seat) -> Mail:
    return Mail(notice, why(notice), [act for act in (RESEND_NOTICE, SETTLE_NOTICE) if seat.may(act, notice)])


def why(notice: Notice) -> Words:
    """In words, as far as the mail servers told."""
    if notice.state == NoticeState.WAITING:
        return _("The mail server could not be reached, or did not take it yet. It is tried again.")
    if notice.state == NoticeState.SENT:
        return _("A mail server on the way has not been able to deliver it yet, and still tries.")
    if notice.state == NoticeState.BOUNCED:
        found = (text for begins, text in REASONS.items() if notice.fault.startswith(begins))
        return next(found, _("The recipient's mail server sent it back."))
    if re.search(r"\d{3}$", notice.fault):
        return _("The mail server refused it for good.")
    return _("There is no mail address to which it could be sent.")


def to_see_to(user: User) -> QuerySet[Notice]:
    """What failed or came back, in the cases whose HR partner this person is, and in all that HR looks after."""
    return _of(user, Q(case__in=CaseFile.objects.looked_after_by(user)))


def _of(user: User, besides: Q) -> QuerySet[Notice]:
    partners = CasePart.objects.current().filter(case=OuterRef("case"), part=Part.HR_PARTNER)
    mine = Exists(partners.filter(user=user, sees=True))
    rows = Notice.objects.filter(mine | besides, state__in=UNDELIVERED)
    return rows.select_related("case__subject", "recipient").order_by("-due_at", "-pk")


@errand
def mail_to_see_to(user: User) -> Waiting:
    """For the HR partner of a case, once a case; where their own account is closed, for everybody of HR."""
    there = CasePart.objects.current().filter(case=OuterRef("case"), part=Part.HR_PARTNER, user__is_active=True)
    nobodys = Q(~Exists(there), case__in=CaseFile.objects.looked_after_by(user))
    return Waiting(_of(user, nobodys)[:MOST], _once_a_case)


def _once_a_case(rows: Iterable[Notice]) -> Iterable[Errand]:
    for case in {notice.case_id: notice.case for notice in rows}.values():
        label = _("See to a mail that did not arrive")
        yield Errand(case, label, f"{reverse('cases:undelivered')}#{case.reference}")
