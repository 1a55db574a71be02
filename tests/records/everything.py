"""A case with files in every place that names one, and the ZIP that somebody takes of it, opened."""

import json
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from cases.models import CaseFile, StoredFile
from people.models import User
from plans import actions as plans
from plans.files import ref_to
from plans.models import Plan
from records.actions import request_copy
from records.making import make_next
from records.models import RecordCopy
from records.queries import open_copy
from records.states import CopyKind
from reviews import actions as reviews
from tests import world
from tests.cases.files.making import kept, text_file
from tests.deliveries import deliver
from tests.receipts import attest, come_back, record_refusal, serve, slip
from tests.world import People, actor, document

HR_ONLY = "HR ONLY"
NO_TEXT = (".pdf", ".p7s", ".tsr")


def with_files(who: People) -> Plan:
    """A running plan. HR returned a version with one file, the issued one has another; a third stood in a draft and
    was taken out; refusal, service, proof of it and delivery have one each.
    """
    with world.in_time():
        plan = world.drafted(who)
        _write(plan, who, "in a returned version")
        world.submit(plan, who)
        plans.return_plan(plan, by=actor(who.cleo), comment=f"{HR_ONLY}: name the batch.")
        _write(plan, who, "only in a draft")
        _write(plan, who, "issued")
        for step in (world.submit, world.approve, world.issue):
            step(plan, who)
    record_refusal(plan, who, evidence=[slip("refused.txt")])
    attest(plan, who.gus)
    serve(plan, who, evidence=[slip("Ben was served.txt")])
    come_back(plan, who, evidence=[_file("came back")])
    world.sign(plan, who)
    deliver(plan, who, evidence=[_file("delivered")])
    return plan


def _write(plan: Plan, who: People, words: str) -> StoredFile:
    file = kept(plan.case, who.ada, _file(words))
    draft = document()
    draft.basis.files.append(ref_to(file))
    plans.save_draft(plan, by=actor(who.ada), revision=plan.revision, document=draft)
    return file


def _file(words: str) -> Any:
    return text_file(words, name=f"{words}.txt")


def closed(plan: Plan, who: People) -> CaseFile:
    world.hold(plan, who, 1)
    world.hold(plan, who, 2)
    world.propose(plan, who)
    reviews.return_outcome(plan, by=actor(who.cleo), comment=f"{HR_ONLY}: add the log.")
    for step in (world.propose, world.decide, world.close):
        step(plan, who)
    return plan.case


def taken(case: CaseFile, by: User) -> ZipFile:
    """Everything that this person may see, as the worker makes it."""
    case.refresh_from_db()
    copy = request_copy(case, by=actor(by), kind=CopyKind.EVERYTHING)
    make_next()
    return opened(copy)


def opened(copy: RecordCopy) -> ZipFile:
    copy.refresh_from_db()
    kept_file = open_copy(copy)
    assert kept_file is not None, copy.fault
    with kept_file:
        return ZipFile(BytesIO(kept_file.read()))


def data_of(archive: ZipFile) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(archive.read("case.json"))
    return data


def words_in(archive: ZipFile) -> str:
    """All of it that is text."""
    return "\n".join(archive.read(name).decode() for name in archive.namelist() if not name.endswith(NO_TEXT))
