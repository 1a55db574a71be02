"""`manage.py bundle REF --out FILE`: a case with all it takes to check it without us (`docs/adr/035`)."""

from records.command import CopyCommand
from records.states import CopyKind


class Command(CopyCommand):
    help = "Write a case as a ZIP: the sealed record, all files, the event chain, and what it takes to check them."
    kind = CopyKind.EVERYTHING
