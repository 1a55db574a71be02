"""Acts on the written record."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.acts import EVERYONE, Words, declare
from cases.states import Part, Stage

from .states import LinkStatus

KNOWN = set(Stage) - {Stage.OPENING}


def unseen_by_the_employee(case: Any) -> Iterable[Words]:
    """What they were never shown, nobody sends them."""
    if not case.parts.current().filter(part=Part.SUBJECT, sees=True).exists():
        yield gettext("The employee does not see this case.")


def still_here(case: Any) -> Iterable[Words]:
    """Whoever can sign in says by themselves where their copy may go."""
    if case.subject.is_active:
        yield gettext("The employee can still sign in, and enters an address by themselves, in their settings.")
    else:
        yield from unseen_by_the_employee(case)


def nothing_failed(case: Any) -> Iterable[Words]:
    """What waits is tried again by itself."""
    if not case.record_copies.failed().exists():
        yield gettext("No record of this case failed.")


REQUEST_COPY = declare(
    "records.request_copy",
    _("Get the written record"),
    on="cases.CaseFile",
    who=EVERYONE | {Part.CLOCK},
    when=KNOWN,
)

RETRY_COPIES = declare(
    "records.retry_copies",
    _("Try again to make the records that failed"),
    on="cases.CaseFile",
    who={Part.HR_PARTNER, Part.HR},
    when=KNOWN,
    blocks=nothing_failed,
)

SEAL_RECORD = declare(
    "records.seal_record",
    _("Seal the written record"),
    on="cases.CaseFile",
    who={Part.CLOCK},
    when=KNOWN,
)

ENTER_ADDRESS = declare(
    "records.enter_address",
    _("Enter an address that the employee gave in writing"),
    on="cases.CaseFile",
    who={Part.HR_PARTNER, Part.HR},
    when=KNOWN,
    blocks=still_here,
)

SEND_COPY_LINK = declare(
    "records.send_copy_link",
    _("Send the copy to a private address"),
    on="cases.CaseFile",
    who={Part.SUBJECT, Part.HR_PARTNER, Part.HR},
    when=KNOWN,
    blocks=unseen_by_the_employee,
)

REVOKE_COPY_LINK = declare(
    "records.revoke_copy_link",
    _("Take the link back"),
    on="records.CopyLink",
    who={Part.SUBJECT, Part.HR_PARTNER, Part.HR},
    when={LinkStatus.OPEN},
    then=LinkStatus.REVOKED,
)

FETCH_COPY = declare(
    "records.fetch_copy",
    _("Fetch the copy through the link"),
    on="records.CopyLink",
    who={Part.CLOCK},
    when={LinkStatus.OPEN},
)
