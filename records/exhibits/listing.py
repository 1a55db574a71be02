"""Which exhibits there are, in which order, and which events brought them: of what the copy's reader may read."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from cases.files.kinds import kind_of
from cases.models import StoredFile
from cases.queries import Line
from plans.files import named_in
from plans.models import PlanVersion
from records.asof import CaseAsOf
from records.export import files_in, place_of

FREEZES = frozenset(["plans.open_consultation", "plans.submit_plan", "plans.submit_amendment", "plans.resume_plan"])


@dataclass(frozen=True)
class HandedIn:
    """A file, and the first event told to the reader that names it; none where only a draft does."""

    file: StoredFile
    line: Line | None


@dataclass(frozen=True)
class Exhibit:
    """One content, however often and under whatever names it was handed in."""

    number: int
    times: tuple[HandedIn, ...]

    @property
    def file(self) -> StoredFile:
        return self.times[0].file

    @property
    def kind(self) -> str:
        return kind_of(self.file.name) or ""

    @property
    def place(self) -> str:
        """Where it stands in the bundle."""
        return place_of(self.file)


def exhibits_in(case: CaseAsOf) -> list[Exhibit]:
    """In the order in which they were first handed in."""
    brought = _brought(case)
    by_content: dict[str, list[HandedIn]] = {}
    for file in files_in(case):
        first = brought[file.pk][0] if file.pk in brought else None
        by_content.setdefault(file.sha256, []).append(HandedIn(file, first))
    return [Exhibit(number, tuple(times)) for number, times in enumerate(by_content.values(), start=1)]


def exhibits_of_events(case: CaseAsOf, exhibits: Iterable[Exhibit]) -> Mapping[int, list[Exhibit]]:
    """By the number of an event: what it brought, or brought again."""
    found: dict[int, list[Exhibit]] = defaultdict(list)
    brought = _brought(case)
    for exhibit in exhibits:
        lines = {line.event.seq for time in exhibit.times for line in brought.get(time.file.pk, ())}
        for seq in lines:
            found[seq].append(exhibit)
    return found


def _brought(case: CaseAsOf) -> Mapping[UUID, list[Line]]:
    """Every line that names a file, by the file. Of versions only those count that the reader may read."""
    versions = {version.number: version for version in case.versions}
    found: dict[UUID, list[Line]] = defaultdict(list)
    for line in case.lines:
        for file_id in _named(line, versions):
            found[file_id].append(line)
    return found


def _named(line: Line, versions: Mapping[int, PlanVersion]) -> set[UUID]:
    named = {UUID(row["id"]) for row in line.facts.get("files") or ()}
    version = versions.get(line.facts.get("version", 0)) if line.act.name in FREEZES else None
    return named | named_in(version) if version else named
