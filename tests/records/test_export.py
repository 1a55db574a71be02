"""`case.json`: what its schema says, what the reader may read, and the same in the PDF as in the ZIP."""

import json
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from pydantic import ValidationError

from cases.files.readers import readable
from cases.states import Part
from people.models import User
from plans.models import Plan
from records.actions import request_copy
from records.asof import RoleView
from records.export import NAME, SCHEMA_FILE, Export, attached_to, json_schema
from records.making import make_next
from records.models import RecordCopy
from records.states import CopyKind
from tests.records.cases import asked_for
from tests.records.everything import closed, data_of, opened, with_files
from tests.world import People, actor

pytestmark = pytest.mark.usefixtures("after_the_plan")


@pytest.fixture
def plan(who: People) -> Plan:
    return with_files(who)


def exported(copy: RecordCopy) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(attached_to(copy)[NAME])
    return data


def test_the_schema_is_that_of_the_classes() -> None:
    """Where this fails, write `records.export.json_schema()` to the file; raise its number if readers would stumble."""
    assert SCHEMA_FILE.read_text() == json_schema()


def test_real_exports_are_as_the_schema_says(who: People, plan: Plan) -> None:
    case = closed(plan, who)
    for user in (who.ben, who.ada, who.cleo, who.emil):
        data = exported(asked_for(case, user))
        told = Export.model_validate(data)
        assert json.loads(told.model_dump_json(by_alias=True, exclude_unset=True)).keys() == data.keys()
        assert len(told.events) == told.as_of.number
        assert told.events[-1].hash == told.as_of.hash
        assert told.files
        with pytest.raises(ValidationError):
            Export.model_validate(data | {"more": 1})


def test_r38_the_files_in_it_are_those_that_its_reader_may_open(who: People, plan: Plan) -> None:
    case = closed(plan, who)
    counts = {}
    for user in (who.ben, who.cleo):
        copy = asked_for(case, user)
        assert copy.files == readable_by(copy)
        counts[user.name] = len(exported(copy)["files"])
    assert counts["Ben"] < counts["Cleo"]


def readable_by(copy: RecordCopy) -> list[Any]:
    return readable(RoleView(copy.case, copy.reader, played=Part(copy.part)))


def test_the_pdf_carries_what_the_zip_holds(who: People, plan: Plan) -> None:
    copy = everything(plan, who.ben)
    archive = opened(copy)
    with pikepdf.open(BytesIO(archive.read("record.pdf"))) as pdf:
        ((name, file),) = pdf.attachments.items()
        attached = json.loads(file.get_file().read_bytes())
    beside = data_of(archive)
    for row in (*beside["versions"], *beside["files"]):
        assert row.pop("entry")
    assert (name, attached) == (NAME, beside)


def everything(plan: Plan, by: User) -> RecordCopy:
    copy = request_copy(plan.case, by=actor(by), kind=CopyKind.EVERYTHING)
    make_next()
    return copy
