"""What can be said of a file that somebody holds: four answers, each with its reason.

Whether its seal is good, whether a case's history names this very file, whether that history still agrees with itself,
and whether a daily checkpoint stands over it. Nothing is kept of what was asked about.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from cases.models import CaseEvent, CaseFile
from cases.verify import HistoryBroken, verify

from . import heads
from .heads.keys import fingerprint, known
from .models import RecordCopy
from .queries import sealing_of
from .states import Answer


@dataclass(frozen=True)
class Told:
    """One of the four: what was asked, the answer, and why, in sentences."""

    name: str
    asked: str
    answer: Answer
    why: tuple[str, ...]

    @property
    def is_good(self) -> bool:
        return self.answer == Answer.YES


@dataclass(frozen=True)
class Verdict:
    sha256: str
    answers: tuple[Told, ...]

    @property
    def is_good(self) -> bool:
        """Whether nothing speaks against the file; a checkpoint that is still to come does not."""
        return all(told.answer != Answer.NO for told in self.answers)


def verdict_of(pdf: bytes) -> Verdict:
    """Of any file, whatever it holds."""
    sha256 = hashlib.sha256(pdf).hexdigest()
    copy = RecordCopy.objects.filter(pdf_sha256=sha256).select_related("case").first()
    event = sealing_of(copy) if copy else None
    answers = (_seal(pdf), _named(event), _chain(copy.case if event and copy else None), _checkpoint(copy, event))
    return Verdict(sha256, answers)


def sealed_from(head: str) -> RecordCopy | None:
    """The newest sealed record that was made from this head: what the code on a printed page names."""
    return RecordCopy.objects.filter(head=head).exclude(pdf_sha256="").order_by("-sealed_at").first()


def _seal(pdf: bytes) -> Told:
    from .sealing.reading import report_of  # pyHanko takes a second to load: only who asks waits for it

    found = report_of(pdf)
    asked = _("The seal is good, and covers the whole file")
    if not found.holds:
        return Told("seal", asked, Answer.NO, tuple(str(fault.label) for fault in found.faults))
    said = {"signer": found.signer, "time": _utc(found.at), "authority": found.authority}
    why = _("Sealed by %(signer)s; %(authority)s says: at %(time)s. Nothing was changed since.") % said
    return Told("seal", asked, Answer.YES, (why, _("SHA-256 of the certificate: %s") % found.certificate))


def _named(event: CaseEvent | None) -> Told:
    asked = _("The history of a case names this very file")
    if event is None:
        why = _("No history here names a file with this SHA-256. It was changed, or it is not from here.")
        return Told("named", asked, Answer.NO, (why,))
    facts = event.data["facts"]
    why = _("Event %(number)d of the case names it: a record as of event %(seq)d.")
    return Told("named", asked, Answer.YES, (why % {"number": event.seq, "seq": facts["seq"]},))


def _chain(case: CaseFile | None) -> Told:
    asked = _("That history agrees with itself")
    if case is None:
        return Told("chain", asked, Answer.OPEN, (_("It is not known which case the file is from."),))
    try:
        many = verify(case.reference)
    except HistoryBroken as broken:
        why = _("Event %(number)d is the first that does not agree.") % {"number": broken.seq}
        return Told("chain", asked, Answer.NO, (why,))
    return Told("chain", asked, Answer.YES, (_("All %(many)d events were hashed again.") % {"many": many},))


def _checkpoint(copy: RecordCopy | None, event: CaseEvent | None) -> Told:
    asked = _("A daily checkpoint stands over it")
    if copy is None or event is None:
        return Told("checkpoint", asked, Answer.OPEN, (_("It is not known which case the file is from."),))
    proof = heads.proof_for(copy.case_id)
    if proof is None or proof.seq < event.seq:
        return Told("checkpoint", asked, Answer.OPEN, (_("The next daily checkpoint will be the first over it."),))
    faults = tuple(_against(proof))
    if faults:
        return Told("checkpoint", asked, Answer.NO, faults)
    at = datetime.fromisoformat(proof.said.at) if proof.said else None
    said = {"number": proof.number, "seq": proof.seq, "time": _utc(at)}
    why = _("Daily checkpoint %(number)d, of %(time)s, holds the history up to event %(seq)d.") % said
    return Told("checkpoint", asked, Answer.YES, (why, _("SHA-256 of its key: %s") % fingerprint(proof.key)))


def _against(proof: heads.Proof) -> Iterator[str]:
    if not heads.holds(proof):
        yield _("Its signature or its tree does not agree.")
    if fingerprint(proof.key) not in known():
        yield _("It was signed with a key that does not count here.")
    event = CaseEvent.objects.filter(case=proof.case_id, seq=proof.seq).first()
    if event is None or bytes(event.hash) != proof.head:
        yield _("The history is another one than on the day of the checkpoint.")


def _utc(moment: datetime | None) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC" if moment else ""
