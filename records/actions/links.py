"""A copy for somebody without an account: sent as a link to an address of theirs, fetched, taken back."""

from datetime import timedelta

from cases.acting import Step, acting
from cases.actor import Actor
from cases.models import CaseFile
from cases.refusals import WrongMoment
from cases.states import Part
from people.actions import enter_private_address
from people.models import PrivateAddress
from people.queries import secret_digest
from plans.calendars import today_of
from records.acts import ENTER_ADDRESS, FETCH_COPY, REVOKE_COPY_LINK, SEND_COPY_LINK
from records.links import is_over, reasons_against, secret_of
from records.models import CopyLink
from records.states import CopyKind

from .copies import put_in_queue

GOOD_FOR = timedelta(days=30)


def enter_address(case: CaseFile, *, by: Actor, address: str) -> tuple[PrivateAddress, str]:
    """HR enters what somebody who left gave in writing. The event says that it was done, and no address; nothing
    is sent there but the link that confirms it. The row, and that link's secret.
    """
    with acting(ENTER_ADDRESS, case, by=by) as step:
        return enter_private_address(step.case.subject, address=address, by=by.user)


def send_copy_link(case: CaseFile, *, by: Actor) -> CopyLink:
    """Have a copy made in the employee's view, and a link to it sent to their confirmed private address once it is
    there (`records.links.tell`). Raises `WrongMoment` where there is no such address, or too many links are open; and
    to HR while the employee can get it by themselves and the plan has not ended.
    """
    with acting(SEND_COPY_LINK, case, by=by) as step:
        if reasons := reasons_against(step.case, step.part):
            raise WrongMoment.because(reasons)
        copy = put_in_queue(step, Part.SUBJECT, CopyKind.EVERYTHING)
        link = CopyLink(
            case=step.case, copy=copy, until_on=today_of(step.case) + GOOD_FOR, made_by=by.user, made_at=step.at
        )
        link.digest = secret_digest(secret_of(link))
        link.full_clean()
        link.save()
        step.facts.update(link=link.pk, until_on=link.until_on, digest=link.digest)
    return link


def revoke_copy_link(link: CopyLink, *, by: Actor) -> None:
    """The link opens nothing any more."""
    with acting(REVOKE_COPY_LINK, link, by=by) as step:
        link.revoked_at = step.at


def fetch_copy(link: CopyLink, *, by: Actor) -> None:
    """Somebody who has the link fetched the copy. pipcases notes it itself, with where from: who it was is not known.

    Raises `WrongMoment` where the link's last day is over, or it was taken back meanwhile.
    """
    with acting(FETCH_COPY, link, by=by) as step:
        _check_day(step)
        link.fetches += 1
        step.facts.update(copy=link.copy_id, fetch=link.fetches)


def _check_day(step: Step) -> None:
    if is_over(step.subject):
        raise WrongMoment
