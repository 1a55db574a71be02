"""`manage.py record REF --out FILE`: the sealed written record of a case."""

from records.command import CopyCommand
from records.states import CopyKind


class Command(CopyCommand):
    help = "Write the sealed written record of a case, as a PDF."
    kind = CopyKind.RECORD
