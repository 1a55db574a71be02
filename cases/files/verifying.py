"""Whether the files on the disk are what was taken in, or made. The history itself is for `cases.verify` to verify."""

from collections.abc import Callable

from cases.models import StoredFile
from cases.verifying import NotAsWritten

from .store import content_of

Check = Callable[[str | None], int]
_besides: list[Check] = []


def verified_with_files(check: Check) -> Check:
    """Register what a higher room keeps on the disk: of one case, or of all. It returns how many files there are, and
    raises `NotAsWritten` at the first fault.
    """
    _besides.append(check)
    return check


class FileBroken(NotAsWritten):
    """The first file that is missing or was changed: the case's number and the file's id."""

    def __init__(self, file: StoredFile) -> None:
        super().__init__(f"case {file.case.reference}, file {file.pk}: it is missing, or its content was changed")
        self.file = file


def verify_files(reference: str | None = None) -> int:
    """Hash every file of one case, or of all; returns how many there are. Raises `FileBroken` at the first fault."""
    files = StoredFile.objects.select_related("case").order_by("case__reference", "at", "id")
    count = 0
    for file in (files.filter(case__reference=reference) if reference else files).iterator():
        if content_of(file) is None:
            raise FileBroken(file)
        count += 1
    return count + sum(check(reference) for check in _besides)
