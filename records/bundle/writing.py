"""Everything that one part may see of a case, as one ZIP that can be checked without us.

The same copy gives the same bytes, but for the seals, which are of their moment: nothing is compressed, every entry
carries the moment of the record's last event, and which files are in it was settled when it was asked for
(`RecordCopy.files`). Names of entries say what something is, never whom it is about. What each is stands
in `verify.py`.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC
from functools import cached_property
from pathlib import Path
from typing import IO
from zipfile import ZIP_STORED, ZipFile, ZipInfo
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation

from cases.files.store import content_of
from cases.models import CaseEvent, StoredFile
from records import export
from records.asof import CaseAsOf, as_of
from records.exhibits import exhibits_of
from records.models import RecordCopy
from records.queries import sealing_of
from records.render import NotPrinted
from records.states import Fault

from . import chain, instructions, outside

RECORD, EXHIBITS, README, VERIFIER = "record.pdf", "exhibits.pdf", "README.html", "verify.py"
MANIFEST, SEAL_OF_MANIFEST = "MANIFEST", "MANIFEST.p7s"
SCHEMA = "schema/case.json"
EVENTS, TEXTS = "chain/events", "chain/texts.json"
HERE = Path(__file__).parent


def refuse_too_much(copy: RecordCopy) -> None:
    """Raises `NotPrinted` where the files alone are larger than `COPY_BYTES`: nothing is sealed for nothing."""
    if sum(file.size for file in export.files_in(as_of(copy))) > settings.COPY_BYTES:
        raise NotPrinted(Fault.TOO_MUCH)


def write_bundle(copy: RecordCopy, pdf: bytes, out: IO[bytes]) -> None:
    """Write the ZIP around the sealed record, one entry after the other. Raises `NotPrinted`, `NotSealed` where what
    needs a seal of its own gets none now, and `LookupError` where no event names this record.
    """
    sealing = sealing_of(copy)
    if sealing is None:
        raise LookupError(f"no event names the record of copy {copy.pk}")
    words, zone = translation.override(copy.words_in), timezone.override(ZoneInfo(copy.case.time_zone))
    with words, zone, ZipFile(out, "w", ZIP_STORED) as archive:
        Bundle(as_of(copy), sealing, archive).write(pdf)


@dataclass
class Bundle:
    """What goes into one ZIP. `sums` has each entry's SHA-256, `places` where a file of the case stands: nowhere, if it
    is gone or was changed since it was handed in.
    """

    case: CaseAsOf
    sealing: CaseEvent
    archive: ZipFile
    sums: dict[str, str] = field(default_factory=dict)
    places: dict[StoredFile, str] = field(default_factory=dict)

    @cached_property
    def files(self) -> list[StoredFile]:
        return export.files_in(self.case)

    def write(self, pdf: bytes) -> None:
        self._add(RECORD, pdf)
        self._add_exhibits()
        for version in self.case.versions:
            self._add(f"{export.VERSIONS}version-{version.number}.json", bytes(version.content))
        for file in self.files:
            self._add_file(file)
        self._add_data()
        self._add_what_checks_it(pdf)
        self._add_manifest()

    def _add_exhibits(self) -> None:
        from records.sealing.seal import sealed

        self._add(EXHIBITS, sealed(exhibits_of(self.case.copy).pdf).pdf)

    def _add_file(self, file: StoredFile) -> None:
        """One content once, however often it was handed in."""
        content = content_of(file)
        self.places[file] = ""
        if content is not None:
            name = self.places[file] = export.place_of(file)
            if name not in self.sums:
                self._add(name, content)

    def _add_data(self) -> None:
        self._add(export.NAME, export.written(export.data_of(self.case, self.places)))
        self._add(SCHEMA, export.SCHEMA_FILE.read_bytes())
        self._add(EVENTS, chain.events(self.case, self.sealing))
        self._add(TEXTS, chain.texts(self.case, self.sealing))

    def _add_what_checks_it(self, pdf: bytes) -> None:
        from .keys import seal_keys  # pyHanko takes a second to load

        for name, content in (outside.checkpoints(self.case, self.sealing.at) | seal_keys(pdf)).items():
            self._add(name, content)
        self._add(VERIFIER, (HERE / VERIFIER).read_bytes())
        self._add(README, instructions.page(self.case, self.places).encode())

    def _add_manifest(self) -> None:
        """As sha256sum writes and reads it; the only entries that are not in it are itself and its seal."""
        from records.sealing.seal import sealed_beside

        manifest = "".join(f"{digest}  {name}\n" for name, digest in sorted(self.sums.items())).encode()
        self._add(MANIFEST, manifest)
        self._add(SEAL_OF_MANIFEST, sealed_beside(manifest))

    def _add(self, name: str, content: bytes) -> None:
        entry = ZipInfo(name, self.case.moment.astimezone(UTC).timetuple()[:6])
        entry.create_system, entry.external_attr = 3, 0o100644 << 16  # as on Unix, on whatever it is made
        self.archive.writestr(entry, content)
        self.sums[name] = hashlib.sha256(content).hexdigest()
