"""Links to copies: what stands in the way of one, its secret, the mail that carries it, and who it opens for."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from cases.acts import Words
from cases.delivery import holds_while
from cases.mailing import Elsewhere, goes_elsewhere
from cases.models import CaseFile, Notice
from cases.notices import put
from cases.states import Part
from people.queries import confirmed_address_of, secret_digest
from plans.calendars import today_of

from .acts import SEND_COPY_LINK
from .models import CopyLink, RecordCopy
from .states import LinkStatus

MOST_OPEN = 3  # links of one case at the same time


def secret_of(link: CopyLink) -> str:
    """256 bits that nobody can guess without the secret key. They are worked out anew for each try of the mail, so that
    every try carries the same link, and are stored nowhere.
    """
    return salted_hmac("records.links", str(link.pk), algorithm="sha256").hexdigest()


def is_over(link: CopyLink) -> bool:
    return today_of(link.case) > link.until_on


def reasons_against(case: CaseFile, part: Part) -> list[Words]:
    """Why no link can be sent now, in sentences for whoever would send it."""
    return list(_reasons(case, part))


def _reasons(case: CaseFile, part: Part) -> Iterator[Words]:
    if part != Part.SUBJECT and case.subject.is_active and not case.has_ended:
        yield _("The employee can still sign in and get the copy by themselves, and the plan has not ended.")
    if not confirmed_address_of(case.subject):
        yield _("There is no confirmed private address yet.")
    is_open = case.copy_links.filter(status=LinkStatus.OPEN, until_on__gte=today_of(case))
    if is_open.count() >= MOST_OPEN:
        yield _("There are enough open links already. Take one back before you send another.")


def tell(copy: RecordCopy) -> None:
    """The copy is there: its link goes out. Called inside the transaction that says so, and once for one copy."""
    link = CopyLink.objects.filter(copy=copy).first()
    if link is not None:
        key = f"{SEND_COPY_LINK.name}:{link.pk}"
        notice = Notice(case=copy.case, recipient=copy.reader, kind=SEND_COPY_LINK.name, about=link.pk, dedupe_key=key)
        put([notice])


def link_at(link_id: uuid.UUID) -> CopyLink | None:
    links = CopyLink.objects.select_related("case__subject", "copy__requested_by", "copy__case")
    return links.filter(pk=link_id).first()


def open_link(link_id: uuid.UUID, secret: str) -> CopyLink | None:
    """The link that this secret opens; none where it is wrong, its last day is over, or it was taken back."""
    link = link_at(link_id)
    if link is None or not constant_time_compare(link.digest, secret_digest(secret)):
        return None
    return link if _is_good(link) else None


def _is_good(link: CopyLink) -> bool:
    return link.status == LinkStatus.OPEN and not is_over(link)


def _of(notice: Notice) -> CopyLink | None:
    return link_at(notice.about) if notice.about else None


@holds_while(SEND_COPY_LINK.name)
def is_still_good(notice: Notice) -> bool:
    """The address is confirmed still, and the link is the one that the mail would carry: another secret key makes
    another.
    """
    link = _of(notice)
    if link is None or not _is_good(link) or not confirmed_address_of(notice.recipient):
        return False
    return constant_time_compare(link.digest, secret_digest(secret_of(link)))


@goes_elsewhere(SEND_COPY_LINK.name)
def by_link(notice: Notice) -> Elsewhere:
    """To the private address, to the page that the secret opens."""
    link = _of(notice)
    if link is None:
        raise LookupError(notice.pk)
    address = settings.SITE_URL + reverse("records:fetch_copy", args=[link.pk, secret_of(link)])
    return Elsewhere(confirmed_address_of(notice.recipient), address, link.until_on)


@dataclass(frozen=True)
class Sent:
    """A link as its page tells of it: whether its last day is over, and what became of the mail."""

    link: CopyLink
    is_over: bool
    mail: Words


def links_of(case: CaseFile) -> list[Sent]:
    """The newest first. Two queries."""
    links = list(case.copy_links.select_related("made_by", "copy", "case"))
    kind, ids = SEND_COPY_LINK.name, [link.pk for link in links]
    mails = {notice.about: notice for notice in Notice.objects.filter(case=case, kind=kind, about__in=ids)}
    return [Sent(link, is_over(link), _how_far(link, mails.get(link.pk))) for link in links]


def _how_far(link: CopyLink, mail: Notice | None) -> Words:
    if mail is not None:
        return _("Mail: %(state)s") % {"state": mail.get_state_display()}
    return _("Copy: %(state)s") % {"state": link.copy.get_state_display()}
