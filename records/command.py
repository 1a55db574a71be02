"""What `manage.py record` and `manage.py bundle` share: a copy made now, and written where somebody wants it."""

import os
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.models import CaseFile
from cases.refusals import WrongMoment
from cases.states import Part

from .actions import request_copy_by_command
from .making import make_next
from .models import RecordCopy
from .queries import open_copy
from .states import CopyKind, CopyLanguage, CopyState

VIEWS = (Part.HR_PARTNER, Part.MANAGER, Part.SUBJECT)
PATIENCE = 600  # seconds, where a worker has taken it on


class CopyCommand(BaseCommand):
    """One copy of one case, in the view of one part. That it was asked for becomes an event of the case (R37)."""

    kind: CopyKind

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("reference", metavar="REF", help="the case's number")
        parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="where to; never written over")
        parser.add_argument("--part", choices=VIEWS, default=Part.HR_PARTNER, help="in whose view (HR's, if not said)")
        parser.add_argument("--language", choices=CopyLanguage.values, help="the case's own, if not said")

    def handle(self, *args: Any, reference: str, out: Path, **options: Any) -> None:
        if out.exists():
            raise CommandError(f"{out} is there already.")
        copy = _made(self._asked(reference, **options))
        _write(copy, out)
        self.stdout.write(f"{out}: case {reference} as of event {copy.seq}, {copy.pages} pages, SHA-256 {copy.sha256}")

    def _asked(self, reference: str, *, part: str, language: str | None, **options: Any) -> RecordCopy:
        case = CaseFile.objects.filter(reference=reference).first()
        if case is None:
            raise CommandError(f"There is no case {reference}.")
        words = CopyLanguage(language or case.language)
        try:
            return request_copy_by_command(case, part=Part(part), kind=self.kind, language=words)
        except WrongMoment as refusal:
            raise CommandError(" ".join(str(reason) for reason in refusal.reasons)) from refusal


def _made(copy: RecordCopy) -> RecordCopy:
    """Make what waits until this one is there; a worker may be at it already. Raises `CommandError`, and why."""
    until = time.monotonic() + PATIENCE
    while copy.is_under_way and not copy.retry_at and time.monotonic() < until:
        if not make_next():
            time.sleep(1)
        copy.refresh_from_db()
    if copy.state != CopyState.READY:
        raise CommandError(copy.get_fault_display() or "It was not made in time.", returncode=1)
    return copy


def _write(copy: RecordCopy, out: Path) -> None:
    """Readable by one user, and whole or not there at all."""
    kept = open_copy(copy)
    if kept is None:
        raise CommandError("The file of this copy is gone or was changed since it was made.", returncode=1)
    part = out.with_name(f"{out.name}.part")
    with kept, os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        for chunk in kept.chunks():
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    part.rename(out)
