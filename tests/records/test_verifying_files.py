"""`manage.py verify_history --files` hashes the files of sealed records too, and names the event that tells of one."""

from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone

from cases.actor import Actor
from cases.models import CaseEvent, CaseFile
from plans.states import PlanStatus
from records.actions import request_copy
from records.actions.sealing import seal_record
from records.claims import claim
from records.making import keep
from records.models import RecordCopy
from records.sealing import Sealed
from tests.world import People, actor, plan_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_plan")]


@pytest.fixture
def case(who: People) -> CaseFile:
    return plan_in(PlanStatus.ACTIVE, who).case


@pytest.fixture
def record(case: CaseFile, who: People) -> RecordCopy:
    """A sealed record, without the time that printing it takes."""
    case.refresh_from_db()
    request_copy(case, by=actor(who.ada))
    copy = claim(timezone.now())
    assert copy is not None
    _sha256, name = keep(BytesIO(b"%PDF"), ending=".pdf")
    seal_record(copy, by=Actor.clock(), record=Sealed(b"%PDF", "0" * 64), name=name, pages=1)
    copy.refresh_from_db()
    return copy


def verified(*asked: str) -> str:
    out = StringIO()
    call_command("verify_history", *asked, stdout=out)
    return out.getvalue()


def test_every_file_of_a_record_is_hashed_again(record: RecordCopy) -> None:
    assert "1 files verified." in verified("--files")
    assert "1 files verified." in verified(record.case.reference, "--files")


@pytest.mark.parametrize("content", [b"%PDE", None])
def test_one_that_was_changed_or_is_gone_is_named_by_its_event(record: RecordCopy, content: bytes | None) -> None:
    last = CaseEvent.objects.filter(case=record.case).latest("seq")
    assert last.act == "records.seal_record"
    path = Path(default_storage.path(str(record.file.name)))
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CommandError, match=f"case {record.case.reference}, event {last.seq}: the file of the record"):
        verified("--files")
    assert "verified" in verified()


def test_a_record_whose_row_was_bent_to_another_file_is_found(record: RecordCopy) -> None:
    """The file and its row agree; what the event names is another one."""
    sha256, name = keep(BytesIO(b"%PDF other"), ending=".pdf")
    RecordCopy.objects.filter(pk=record.pk).update(file=name, sha256=sha256)
    with pytest.raises(CommandError, match="the file of the record that it tells of"):
        verified("--files")
