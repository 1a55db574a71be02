"""A closed case of the application: its events, texts, versions, record and daily checkpoints, as they are stored.

The application and the stand-alone program have to say the same of it.
"""

import json
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone, translation

from cases.models import CaseEvent, EventText
from cases.verify import genesis
from plans.models import PlanVersion
from plans.states import PlanStatus
from records import heads
from records.asof import as_of
from records.export import data_of, written
from records.heads import letters
from records.heads.making import make
from records.making import make_next
from records.models import DailyCheckpoint, RecordCopy
from records.queries import open_copy
from records.states import Answer
from records.verdict import verdict_of
from tests.records import bundles
from tests.records.bundles import Entries, found, with_manifest
from tests.world import People, plan_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("after_the_plan")]


@pytest.fixture
def copy(who: People) -> RecordCopy:
    """The record in HR's view, sealed when the case was closed; a daily checkpoint before that, and one after."""
    plan = plan_in(PlanStatus.CLOSED, who)
    make(wait=True)
    while make_next():
        pass
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        make(wait=True)
    return RecordCopy.objects.get(part="hr_partner", case=plan.case)


def bundled(copy: RecordCopy) -> Entries:
    """The chain up to the event that names the record."""
    events = list(CaseEvent.objects.filter(case=copy.case).order_by("seq"))
    last = next(n for n, event in enumerate(events, 1) if event.data["facts"].get("sha256") == copy.pdf_sha256)
    record = open_copy(copy)
    assert record
    with record, translation.override(copy.words_in), timezone.override(ZoneInfo(copy.case.time_zone)):
        told = written(data_of(as_of(copy), {}))
        pdf: bytes = record.read()
    versions = {f"versions/version-{row.number}.json": bytes(row.content) for row in PlanVersion.objects.all()}
    proof = heads.proof_for(copy.case_id)
    assert proof
    return with_manifest({
        "record.pdf": pdf, "case.json": told, **versions, "chain/events": _events(copy, events[:last]),
        "chain/texts.json": _texts(copy, last), "checkpoints/checkpoints": b"".join(map(_line, _checkpoints())),
        "checkpoints/proof.json": json.dumps({
            "number": proof.number, "case": str(proof.case_id), "seq": proof.seq, "head": proof.head.hex(),
            "index": proof.index, "count": proof.count, "path": [each.hex() for each in proof.path],
        }).encode(),
        "keys/roots.pem": bundles.roots(),
    })  # fmt: skip


def _checkpoints() -> list[DailyCheckpoint]:
    return list(DailyCheckpoint.objects.order_by("number"))


def _line(row: DailyCheckpoint) -> bytes:
    return b"%d %s %s %s\n" % (
        row.number, bytes(row.signature).hex().encode(), bytes(row.key).hex().encode(), bytes(row.body),
    )  # fmt: skip


def _events(copy: RecordCopy, events: list[CaseEvent]) -> bytes:
    header = f"pipcases-chain 1 {copy.case_id} {genesis(copy.case_id).hex()}\n".encode()
    return header + b"".join(b"%d %s %s\n" % (row.seq, row.digest.encode(), bytes(row.body)) for row in events)


def _texts(copy: RecordCopy, last: int) -> bytes:
    said: dict[str, dict[str, dict[str, str]]] = {}
    for row in EventText.objects.filter(case=copy.case, seq__lte=last):
        said.setdefault(str(row.seq), {})[row.field] = {"salt": bytes(row.salt).hex(), "text": row.value}
    assert said
    return json.dumps(said, ensure_ascii=False).encode()


def test_a_real_case_is_good_in_both_eyes(copy: RecordCopy, roots: str, tmp_path: Path) -> None:
    entries = bundled(copy)
    newest = _checkpoints()[-1]
    (tmp_path / "kept.json").write_text(letters.written(newest))
    key = heads.keys.fingerprint(bytes(newest.key))
    ended = found(entries, tmp_path, "--trust", roots, "--key", key, "--kept", str(tmp_path / "kept.json"))
    lines = [line for line in ended.said.splitlines() if line.startswith("[")]
    assert [line.split("]")[0][1:] for line in lines[:4]] == ["Yes"] * 4, ended.said
    assert [told.answer for told in verdict_of(entries["record.pdf"]).answers] == [Answer.YES] * 4
    number = entries["chain/events"].count(b"\n") - 1
    assert f"Event {number} names it: a record as of event {copy.seq}." in ended.said
    assert f"case {copy.case.reference}" not in ended.said.lower()
    _check_that_all_is_bound(copy, entries, tmp_path)


def _check_that_all_is_bound(copy: RecordCopy, entries: Entries, tmp_path: Path) -> None:
    """Within the same test: closing a case takes long."""
    texts = json.loads(entries["chain/texts.json"])
    number = next(iter(texts))
    next(iter(texts[number].values()))["text"] += "!"
    said = found({**entries, "chain/texts.json": json.dumps(texts).encode()}, tmp_path).said
    assert f"Case {copy.case.reference}, event {number}: its text was changed." in said
    changed = entries["chain/events"].replace(b'"part":"subject"', b'"part":"manager"', 1)
    assert changed != entries["chain/events"]
    said = found({**entries, "chain/events": changed}, tmp_path).said
    first = next(n for n, line in enumerate(entries["chain/events"].splitlines()) if b'"part":"subject"' in line)
    assert f"Case {copy.case.reference}, event {first}: its content was changed." in said
