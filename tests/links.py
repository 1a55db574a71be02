"""Ben's private address, and links to his copy."""

import re
from io import BytesIO
from typing import Any

from django.utils import timezone

from cases.actor import Actor
from cases.models import CaseFile
from people.actions import confirm_private_address, deactivate, enter_private_address
from people.models import User
from plans.models import Plan
from records import actions
from records.actions.sealing import give_out, seal_record
from records.acts import unseen_by_the_employee
from records.claims import claim
from records.making import keep
from records.models import CopyLink, RecordCopy
from records.sealing import Sealed
from tests.mail import Sink
from tests.world import People, actor

ADDRESS = "ben@home.example"
LINK = re.compile(r"http://127\.0\.0\.1:8000(/(?:copy|private-address)/\S+)")


def letters_in(sink: Sink) -> list[tuple[str, str]]:
    """To whom, and which path, of each letter that arrived."""
    found = []
    for letter in sink.letters:
        body = letter.get_body(("plain",))
        path = LINK.search(body.get_content()) if body else None
        found.append((str(letter["To"]), path[1] if path else ""))
    return found


def confirmed(user: User, address: str = ADDRESS) -> None:
    row, _secret = enter_private_address(user, address=address, by=user)
    confirm_private_address(row)


def left(who: People) -> None:
    """Ben left, and his address is confirmed."""
    confirmed(who.ben)
    deactivate(who.ben)


def sent(case: CaseFile, who: People) -> CopyLink:
    case.refresh_from_db()
    return actions.send_copy_link(case, by=actor(who.cleo))


def made() -> None:
    """The copy that waits is there, without the time that printing it takes: it holds nothing."""
    copy = claim(timezone.now())
    assert copy is not None
    sha256, name = keep(BytesIO(b"PK"), ending=copy.ending)
    seal_record(copy, by=Actor.clock(), record=Sealed(b"", "0" * 64), name="", pages=1)
    give_out(copy, sha256=sha256, name=name)


def send_fetch_and_revoke(plan: Plan, who: People) -> CopyLink:
    """By Ben himself; taken back by HR."""
    confirmed(who.ben)
    plan.case.refresh_from_db()
    link = actions.send_copy_link(plan.case, by=actor(who.ben))
    actions.fetch_copy(link, by=Actor.clock())
    actions.revoke_copy_link(link, by=actor(who.cleo))
    return link


def of_each_status(case: CaseFile) -> list[CopyLink]:
    """A link that was taken back and one that is open, where the employee sees the case; their address is confirmed."""
    confirmed(case.subject)
    if any(unseen_by_the_employee(case)):
        return []
    links = [actions.send_copy_link(case, by=actor(case.subject)) for _time in range(2)]
    actions.revoke_copy_link(links[0], by=actor(case.subject))
    return links


LINKING: dict[str, Any] = {
    "records.send_copy_link": actions.send_copy_link,
    "records.enter_address": lambda case, **by: actions.enter_address(case, address=ADDRESS, **by),
    "records.retry_copies": actions.retry_copies,
    "records.seal_record": lambda case, **by: seal_record(
        RecordCopy(case=case, part="subject"), record=Sealed(b"", "0" * 64), name="x", pages=1, **by
    ),
}
ON_LINK: dict[str, Any] = {
    "records.revoke_copy_link": actions.revoke_copy_link,
    "records.fetch_copy": actions.fetch_copy,
}
# What the hand-written tables of `tests.rules` say of copies and links.
POLICY = """\
records.request_copy               seen            every       every       every every   s           -      -
records.seal_record                -               -           -           -     -       -           -      -
records.retry_copies               -               -           none        none  -       -           -      -
records.enter_address              -               -           none        none  -       -           -      -
records.send_copy_link             seen            -           cyL         cyL   -       -           -      -
records.revoke_copy_link/open      every           -           every       every -       -           -      -
records.revoke_copy_link/revoked   none            -           none        none  -       -           -      -
records.fetch_copy/open            -               -           -           -     -       -           -      -
records.fetch_copy/revoked         -               -           -           -     -       -           -      -
"""
GET = """\
record/                        404/200/200  200          200          200          200
record/<copy_id>/              404          404          404          404          404
record/again/                  405          405          405          405          405
record/link/                   404/200/200  403          409/200/200  409/200/200  403
record/address/                404/403/403  403          409          409          403
record/links/<link_id>/revoke/ 405          405          405          405          405
"""
POST = """\
record/                        404/302/302  302          302          302          302
record/<copy_id>/              405          405          405          405          405
record/again/                  404/403/403  403          409          409          403
record/link/                   404/409/409  403          409          409          403
record/address/                404/403/403  403          409          409          403
record/links/<link_id>/revoke/ 404          403          404          404          403
"""
APPENDS = [
    (send_fetch_and_revoke, ["records.send_copy_link", "records.fetch_copy", "records.revoke_copy_link"]),
]
