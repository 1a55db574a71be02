"""A case for machines: `case.json`, in the view of one part. It comes with the printed record, and stands in the ZIP.

`records/schema/case.json` says what is in it (JSON Schema 2020-12); it is drawn from the classes below, and a test
compares the two. Of the chain it holds every hash, so that anybody can reckon through to the head (`docs/adr/030`); of
what was done, what the reader's pages tell.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.html import strip_tags
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from pydantic.json_schema import GenerateJsonSchema

from cases.chain import utc_text
from cases.files.kinds import kind_of
from cases.models import CaseEvent, StoredFile
from cases.queries import Line, files_of
from cases.states import Part
from people.states import Language

from .asof import CaseAsOf, as_of
from .models import RecordCopy

SCHEMA = 1
SCHEMA_FILE = Path(__file__).parent / "schema" / "case.json"
NAME = "case.json"
VERSIONS, FILES = "versions/", "files/"

Hash = Field(pattern=r"^[0-9a-f]{64}$", description="SHA-256 in hexadecimal")
Instant = Field(description="ISO 8601, in UTC")


class Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CaseRow(Row):
    """Which case, in whose view, and in which language its events are told."""

    reference: str
    id: str = Field(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
    language: Language
    part: Part


class HeadRow(Row):
    """The last event that is told of: its number in the case, its hash, and when it was."""

    number: int = Field(ge=1)
    hash: str = Hash
    at: AwareDatetime = Instant


class EventRow(Row):
    """hash = SHA-256(0x01 || before || case id || number || body), the number in 8 bytes, big-endian. What follows the
    hashes is there where the reader's pages tell of the event, and missing otherwise.
    """

    number: int = Field(ge=1)
    hash: str = Hash
    before: str = Hash
    body: str = Field(pattern=r"^[0-9a-f]{64}$", description="SHA-256 of the event as it is stored")
    at: AwareDatetime = Instant
    act: str = Field(description="What was done, as a name")
    by: str = Field(description="Who did it, as the pages name them")
    part: str
    told: str = Field(description="What happened, as the pages tell it")
    words: dict[str, str] = Field(description="Free texts of the event, by field")


class HashesRow(Row):
    """An event that the reader's pages do not tell of."""

    number: int = Field(ge=1)
    hash: str = Hash
    before: str = Hash
    body: str = Field(pattern=r"^[0-9a-f]{64}$", description="SHA-256 of the event as it is stored")


class VersionRow(Row):
    """A frozen version of the plan; `digest` is the SHA-256 of its bytes, and what was signed."""

    number: int = Field(ge=1)
    digest: str = Hash
    entry: str = Field(default="", description="Where it stands in the ZIP; missing in the PDF")


class CommentRow(Row):
    at: AwareDatetime = Instant
    by: str
    part: str
    about: str
    text: str


class FileRow(Row):
    """A file of the case, under the name that it was handed in with."""

    name: str
    at: AwareDatetime = Instant
    size: int = Field(ge=0, description="Bytes")
    sha256: str = Hash
    entry: str = Field(default="", description="Where it stands in the ZIP; empty where it is gone, missing in the PDF")


class Export(Row):
    """A case as it stood after one event, as one part may read it."""

    schema_version: Literal[1] = Field(alias="schema")
    case: CaseRow
    as_of: HeadRow
    events: list[EventRow | HashesRow]
    versions: list[VersionRow]
    comments: list[CommentRow]
    files: list[FileRow]


def json_schema() -> str:
    """What `records/schema/case.json` holds. Where the two differ, write this there."""
    drawn = Export.model_json_schema(by_alias=True, schema_generator=GenerateJsonSchema)
    return json.dumps({"$schema": GenerateJsonSchema.schema_dialect, **drawn}, indent=2, sort_keys=True) + "\n"


def attached_to(copy: RecordCopy) -> dict[str, bytes]:
    """What comes with the printed record, by name."""
    with translation.override(copy.words_in), timezone.override(ZoneInfo(copy.case.time_zone)):
        return {NAME: written(data_of(as_of(copy)))}


def place_of(file: StoredFile) -> str:
    """Where its content stands in the ZIP: once, however often it was handed in."""
    return f"{FILES}{file.sha256[:16]}.{kind_of(file.name) or 'bin'}"


def written(data: Mapping[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


def data_of(case: CaseAsOf, places: Mapping[StoredFile, str] | None = None) -> dict[str, Any]:
    """What the reader may read of the history; `places` says where each file stands in a ZIP."""
    copy = case.copy
    return {
        "schema": SCHEMA,
        "case": _named(case),
        "as_of": {"number": copy.seq, "hash": copy.head, "at": utc_text(case.moment)},
        "events": list(_events(case)),
        "versions": [
            {"number": row.number, "digest": row.digest}
            | ({} if places is None else {"entry": f"{VERSIONS}version-{row.number}.json"})
            for row in case.versions
        ],
        "comments": [
            {"at": utc_text(row.at), "by": row.author.name, "part": row.part, "about": row.topic, "text": row.text}
            for row in case.comments
        ],
        "files": [
            {"name": file.name, "at": utc_text(file.at), "size": file.size, "sha256": file.sha256}
            | ({} if places is None else {"entry": places[file]})
            for file in (files_in(case) if places is None else places)
        ],
    }


def _named(case: CaseAsOf) -> dict[str, str]:
    return {
        "reference": case.case.reference,
        "id": str(case.case.pk),
        "language": case.copy.words_in,
        "part": case.copy.part,
    }


def files_in(case: CaseAsOf) -> list[StoredFile]:
    """Those that the reader could open when the copy was asked for, in their order."""
    found = files_of(case.case, case.copy.files)
    return [found[file_id] for file_id in case.copy.files if file_id in found]


def _events(case: CaseAsOf) -> Iterator[dict[str, Any]]:
    """The whole chain; of what the reader's pages do not tell, nothing but the hashes."""
    told = {line.event.seq: line for line in case.lines}
    for event in CaseEvent.objects.filter(case=case.case, seq__lte=case.copy.seq).order_by("seq"):
        hashes = {
            "number": event.seq,
            "hash": event.digest,
            "before": bytes(event.prev).hex(),
            "body": hashlib.sha256(bytes(event.body)).hexdigest(),
        }
        yield {**hashes, **(_told(case, told[event.seq]) if event.seq in told else {})}


def _told(case: CaseAsOf, line: Line) -> Mapping[str, Any]:
    html = render_to_string(line.act.event_template, {"line": line, "case": case.case})
    return {
        "at": utc_text(line.event.at),
        "act": line.act.name,
        "by": line.who,
        "part": str(line.part),
        "told": " ".join(unescape(strip_tags(html)).split()),
        "words": dict(line.texts),
    }
