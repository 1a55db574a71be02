"""The four answers about a record whose case is kept here."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from cases.models import CaseEvent, CaseFile
from cases.verify import HistoryBroken, verify
from records import heads
from records.heads.keys import fingerprint, known

from .answers import Told, left_open, no, utc, yes


def seal(pdf: bytes) -> tuple[Told, datetime | None]:
    """And when it was sealed, where the seal is good. Two programs have to find it so: pyHanko parses only what the one
    that comes with a bundle has nothing against, so that it is spared what was made to harm it.
    """
    from records.bundle.reading import faults_of_seal  # pyHanko takes a second to load: only who asks waits for it
    from records.sealing.reading import SealFault, report_of

    if not pdf.startswith(b"%PDF-"):
        return no("seal", str(SealFault.UNREADABLE.label)), None
    if faults := faults_of_seal(pdf):
        return no("seal", *faults), None
    found = report_of(pdf)
    if not found.holds:
        return no("seal", *(str(fault.label) for fault in found.faults)), None
    said = {"signer": found.signer, "time": utc(found.at), "authority": found.authority}
    why = _("Sealed by %(signer)s; %(authority)s says: at %(time)s. Nothing was changed since.") % said
    return yes("seal", why, _("SHA-256 of the certificate: %s") % found.certificate), found.at


def named(event: CaseEvent | None) -> Told:
    if event is None:
        why = _("No history here names a file with this SHA-256. It was changed, or it is not from here.")
        return no("named", why)
    why = _("Event %(number)d of the case names it: a record as of event %(seq)d.")
    return yes("named", why % {"number": event.seq, "seq": event.data["facts"]["seq"]})


def chain(case: CaseFile | None) -> Told:
    if case is None:
        return left_open("chain", _("It is not known which case the file is from."))
    try:
        many = verify(case.reference)
    except HistoryBroken as broken:
        return no("chain", _("Event %(number)d is the first that does not agree.") % {"number": broken.seq})
    return yes("chain", _("All %(many)d events were hashed again.") % {"many": many})


def checkpoint(case: CaseFile | None, event: CaseEvent | None) -> Told:
    if case is None or event is None:
        return left_open("checkpoint", _("It is not known which case the file is from."))
    proof = heads.proof_for(case.pk)
    if proof is None or proof.seq < event.seq:
        return left_open("checkpoint", _("The next daily checkpoint will be the first over it."))
    then = CaseEvent.objects.filter(case=case, seq=proof.seq).first()
    return judged(proof, is_the_same=then is not None and bytes(then.hash) == proof.head)


def judged(proof: heads.Proof, *, is_the_same: bool) -> Told:
    """By one daily checkpoint; `is_the_same` where its head is the one that is known otherwise."""
    if faults := tuple(_against(proof, is_the_same=is_the_same)):
        return no("checkpoint", *faults)
    at = datetime.fromisoformat(proof.said.at) if proof.said else None
    said = {"number": proof.number, "seq": proof.seq, "time": utc(at)}
    why = _("Daily checkpoint %(number)d, of %(time)s, holds the history up to event %(seq)d.") % said
    return yes("checkpoint", why, _("SHA-256 of its key: %s") % fingerprint(proof.key))


def _against(proof: heads.Proof, *, is_the_same: bool) -> Iterator[str]:
    if not heads.holds(proof):
        yield _("Its signature or its tree does not agree.")
    if fingerprint(proof.key) not in known():
        yield _("It was signed with a key that does not count here.")
    if not is_the_same:
        yield _("The history is another one than on the day of the checkpoint.")
