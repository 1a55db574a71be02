"""The answers about a good seal on a record whose case is no longer kept here: erased, once its time was over."""

from datetime import datetime

from django.utils.translation import gettext as _

from records import heads

from .answers import Told, left_open, yes
from .carried import Carried
from .here import judged


def answers(carried: Carried, at: datetime) -> tuple[Told, Told, Told]:
    """All but the seal's, which was put on `at` this moment."""
    return _named(), _chain(carried), _checkpoint(carried, at)


def _named() -> Told:
    why = _("Its case is no longer kept here, so no history can name it. The seal says that it is from here.")
    return left_open("named", why)


def _chain(carried: Carried) -> Told:
    why = _("Its case is no longer kept here. The hashes of all %(many)d events in the file lead to its last one.")
    return yes("chain", why % {"many": len(carried.hashes)})


def _checkpoint(carried: Carried, at: datetime) -> Told:
    """By one of those days: it may hold an event that came after the record, whose hash is not in the file."""
    known = [proof for proof in heads.proofs_around(carried.case_id, at) if proof.seq <= len(carried.hashes)]
    if not known:
        return left_open("checkpoint", _("No daily checkpoint of those days can be compared with it."))
    return judged(known[0], is_the_same=carried.holds(known[0].seq, known[0].head))
