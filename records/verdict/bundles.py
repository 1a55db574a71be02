"""The answers about a whole bundle: those about the record in it, and whether everything beside it agrees."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from records.models import RecordCopy
from records.queries import sealing_of

from .answers import Told, left_open, no, yes


def answers_on(path: Path, of_record: Callable[[bytes], Iterable[Told]]) -> Iterator[Told]:
    """`of_record` says what can be said of the PDF alone."""
    from records.bundle.reading import NoBundle, found_in

    try:
        found = found_in(path)
    except NoBundle as refusal:
        yield from _none(str(refusal))
        return
    yield from of_record(found.record)
    faults = (*found.faults, *_other_history(found.record, found.ends_with))
    yield no("rest", *faults) if faults else yes("rest", *found.looked_at)


def _none(why: str) -> Iterator[Told]:
    yield no("seal", why)
    yield from (left_open(name, _("There is no record to ask about.")) for name in ("named", "chain", "checkpoint"))


def _other_history(record: bytes, ends_with: bytes | None) -> Iterator[str]:
    """Where the chain agrees with itself, and is not the one that is kept here."""
    copy = RecordCopy.objects.filter(pdf_sha256=hashlib.sha256(record).hexdigest()).select_related("case").first()
    event = sealing_of(copy) if copy else None
    if event and ends_with and bytes(event.hash) != ends_with:
        yield _("Its history is another one than is kept here.")
