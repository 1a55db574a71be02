"""Everything that one part may see of a case, as one ZIP: the record, the files, and the same for machines.

The same request gives the same bytes: nothing is compressed, every entry carries the moment of the record's last event,
and which files are in it was settled when it was asked for (`RecordCopy.files`). Names of entries say what something
is, never whom it is about. Of what was done the ZIP holds what the reader's pages tell, and the hashes of all of it.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC
from functools import cached_property
from typing import IO
from zipfile import ZIP_STORED, ZipFile, ZipInfo
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

from cases.files.kinds import kind_of
from cases.files.store import content_of
from cases.models import StoredFile

from .asof import CaseAsOf, as_of
from .checking import Checking
from .export import NAME, VERSIONS, data_of, files_in, written
from .models import RecordCopy
from .render import NotPrinted
from .states import Fault

RECORD, README, DATA, SUMS = "record.pdf", "README.txt", NAME, "SHA256SUMS"
FILES = "files/"
NAMES = {"record": RECORD, "versions": VERSIONS, "files": FILES, "data": DATA, "sums": SUMS}


def write_everything(copy: RecordCopy, pdf: bytes, out: IO[bytes]) -> None:
    """Write the ZIP, one file after the other. Raises `NotPrinted` where it would be larger than `COPY_BYTES`."""
    with translation.override(copy.words_in), timezone.override(ZoneInfo(copy.case.time_zone)):
        whole = Whole(as_of(copy))
        if len(pdf) + sum(file.size for file in whole.files) > settings.COPY_BYTES:
            raise NotPrinted(Fault.TOO_MUCH)
        whole.write(pdf, out)


@dataclass
class Whole:
    """What goes into one ZIP. `sums` has each entry's SHA-256, `places` where a file of the case stands: nowhere, if it
    is gone or was changed since it was handed in.
    """

    case: CaseAsOf
    sums: dict[str, str] = field(default_factory=dict)
    places: dict[StoredFile, str] = field(default_factory=dict)

    @cached_property
    def files(self) -> list[StoredFile]:
        return files_in(self.case)

    def write(self, pdf: bytes, out: IO[bytes]) -> None:
        with ZipFile(out, "w", ZIP_STORED) as archive:
            self._add(archive, RECORD, pdf)
            for version in self.case.versions:
                self._add(archive, f"{VERSIONS}version-{version.number}.json", bytes(version.content))
            for file in self.files:
                self._add_file(archive, file)
            self._add(archive, DATA, written(data_of(self.case, self.places)))
            self._add(archive, README, self.readme().encode())
            lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(self.sums.items()))
            self._add(archive, SUMS, lines.encode())

    def _add_file(self, archive: ZipFile, file: StoredFile) -> None:
        """One content once, however often it was handed in."""
        content = content_of(file)
        self.places[file] = ""
        if content is not None:
            name = self.places[file] = f"{FILES}{file.sha256[:16]}.{kind_of(file.name) or 'bin'}"
            if name not in self.sums:
                self._add(archive, name, content)

    def _add(self, archive: ZipFile, name: str, content: bytes) -> None:
        entry = ZipInfo(name, self.case.moment.astimezone(UTC).timetuple()[:6])
        entry.create_system, entry.external_attr = 3, 0o100644 << 16  # as on Unix, on whatever it is made
        archive.writestr(entry, content)
        self.sums[name] = hashlib.sha256(content).hexdigest()

    def readme(self) -> str:
        """For people, in the language of the case."""
        context = {"copy": self.case.copy, "case": self.case.case, "moment": self.case.moment, "places": self.places}
        context |= {"names": NAMES, "checking": Checking(self.case.copy.head)}
        return render_to_string("records/everything/readme.txt", context)
