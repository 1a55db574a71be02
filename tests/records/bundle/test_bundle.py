"""What stands in a bundle, read again with nothing of what wrote it but the seals' reader."""

import hashlib
import json
import signal
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.utils import timezone

from cases.models import CaseFile
from cases.verify import verify
from plans.models import Plan
from records.actions import request_copy
from records.heads.keys import fingerprint
from records.heads.making import make
from records.heads.merkle import leaf, proves
from records.making import make_next
from records.models import RecordCopy
from records.sealing.reading import SealFault, report_beside, report_of
from records.states import CopyKind, CopyState
from tests.records.bundles import verified
from tests.records.everything import closed, taken, with_files
from tests.records.processes import elsewhere
from tests.world import People, actor

pytestmark = pytest.mark.usefixtures("after_the_plan")


@pytest.fixture
def plan(who: People) -> Plan:
    return with_files(who)


def lines_of(archive: ZipFile) -> list[tuple[int, str, bytes]]:
    """Number, hash and body of each event; the chain is reckoned through on the way."""
    first, *rows = archive.read("chain/events").splitlines()
    name, schema, case, before = first.decode().split(" ")
    assert (name, schema) == ("pipcases-chain", "1")
    told, prev = [], bytes.fromhex(before)
    assert prev == hashlib.sha256(b"\0" + bytes.fromhex(case.replace("-", ""))).digest()
    for row in rows:
        number, digest, body = row.split(b" ", 2)
        hashed = bytes.fromhex(body[7:].decode()) if body.startswith(b"sha256:") else hashlib.sha256(body).digest()
        parts = b"\x01", prev, bytes.fromhex(case.replace("-", "")), int(number).to_bytes(8, "big"), hashed
        prev = hashlib.sha256(b"".join(parts)).digest()
        assert prev.hex() == digest.decode()
        told.append((int(number), digest.decode(), body))
    return told


def test_hr_has_every_event_as_it_is_stored_and_the_last_names_the_record(who: People, plan: Plan) -> None:
    archive = taken(closed(plan, who), who.cleo)
    lines = lines_of(archive)
    bodies = {number: json.loads(body) for number, _digest, body in lines if not body.startswith(b"sha256:")}
    as_of = json.loads(archive.read("case.json"))["as_of"]
    assert set(range(1, len(lines) + 1)) == set(bodies)
    last = bodies[len(lines)]
    assert last["act"] == "records.seal_record"
    assert last["facts"]["sha256"] == hashlib.sha256(archive.read("record.pdf")).hexdigest()
    assert (last["facts"]["seq"], last["facts"]["head"]) == (as_of["number"], as_of["hash"])
    texts = json.loads(archive.read("chain/texts.json"))
    assert texts
    for number, fields in texts.items():
        for name, row in fields.items():
            committed = hashlib.sha256(bytes.fromhex(row["salt"]) + row["text"].encode()).hexdigest()
            assert bodies[int(number)]["texts"][name] == committed


def test_r38_the_employee_has_the_bodies_of_what_they_did_and_every_hash(who: People, plan: Plan) -> None:
    archive = taken(closed(plan, who), who.ben)
    *told, last = lines_of(archive)
    bodies = [json.loads(body) for _number, _digest, body in told if not body.startswith(b"sha256:")]
    assert {body["by"]["user"] for body in bodies} == {who.ben.pk}
    assert json.loads(last[2])["act"] == "records.seal_record"
    words = archive.read("chain/texts.json").decode()
    assert "The coaching helped." in words  # his own; not what others wrote, or noted of him
    assert "It is not fair." not in words
    assert "192.0.2.7" not in words


def test_the_newest_checkpoint_leads_from_the_case_to_a_signed_root(who: People, plan: Plan) -> None:
    for day in range(2):
        with time_machine.travel(timezone.now() + timedelta(days=day)):
            make(wait=True)
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        _lead_to_it(who, plan)


def _lead_to_it(who: People, plan: Plan) -> None:
    for user, many in ((who.cleo, 2), (who.ben, 1)):
        archive = taken(plan.case, user)
        rows = [row.split(b" ", 3) for row in archive.read("checkpoints/checkpoints").splitlines()]
        assert len(rows) == many
        for _number, signature, key, body in rows:
            public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key.decode()))
            public.verify(bytes.fromhex(signature.decode()), body)
        proof, said = json.loads(archive.read("checkpoints/proof.json")), json.loads(rows[-1][3])
        digests = {number: digest for number, digest, _body in lines_of(archive)}
        assert digests[proof["seq"]] == proof["head"]
        assert (proof["number"], proof["count"]) == (said["number"], said["count"])
        lowest = leaf(plan.case_id, proof["seq"], bytes.fromhex(proof["head"]))
        path = [bytes.fromhex(beside) for beside in proof["path"]]
        assert proves(lowest, proof["index"], proof["count"], path, bytes.fromhex(said["root"]))
        assert len([name for name in archive.namelist() if name.startswith("keys/checkpoint-")]) == 1


def test_a_case_newer_than_every_checkpoint_has_no_way_to_one(who: People, plan: Plan) -> None:
    archive = taken(plan.case, who.ben)
    assert archive.read("checkpoints/checkpoints") == b""
    assert "checkpoints/proof.json" not in archive.namelist()


def test_the_list_of_all_entries_is_sealed_with_the_key_of_the_record(who: People, plan: Plan) -> None:
    archive = taken(plan.case, who.ben)
    manifest, seal = archive.read("MANIFEST"), archive.read("MANIFEST.p7s")
    found = report_beside(manifest, seal)
    assert found.holds
    assert found.at
    assert found.certificate == report_of(archive.read("record.pdf")).certificate
    assert report_beside(manifest.replace(b"record.pdf", b"recorb.pdf"), seal).faults == [SealFault.BROKEN]
    assert report_beside(manifest, b"no seal").faults == [SealFault.BROKEN]


def test_its_page_explains_it_in_both_languages_and_fetches_nothing(who: People, plan: Plan) -> None:
    archive = taken(plan.case, who.ben)
    page = archive.read("README.html").decode()
    assert page.index('lang="en"') < page.index('lang="zh-Hans"')
    for name in {*archive.namelist()} - {"README.html"}:
        entry = name.split("/")[0] + ("/" if "/" in name else "")
        assert page.count(entry) >= 2, name
    assert not {"<script", "<link", "src=", "@import", "url("} & set(page.split())
    assert page.count("python3 verify.py") == 2


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_program_in_it_finds_nothing_wrong(who: People, plan: Plan, tmp_path: Path, language: str) -> None:
    """In the view of HR and in the employee's, unpacked and as it is; and what was changed it finds."""
    with time_machine.travel(timezone.now() - timedelta(hours=1)):
        made = make(wait=True)
    CaseFile.objects.filter(pk=plan.case_id).update(language=language)
    for user in (who.cleo, who.ben):
        folder = tmp_path / user.email
        taken(plan.case, user).extractall(folder)
        ended = verified(folder, "--key", fingerprint(bytes(made.checkpoint.key)))
        assert ended.code == 0, ended.said
        assert ended.said.count("[Yes]") == 4
        assert "exhibits.pdf was sealed by" in ended.said
        (folder / "exhibits.pdf").write_bytes((folder / "exhibits.pdf").read_bytes() + b" ")
        assert "[No] The seal is good" in verified(folder).said


DIES = """
import os, signal, django
from django.conf import settings
settings.STORAGES["default"]["OPTIONS"]["location"] = {files!r}
django.setup()
from records import making
def die(*_args, **_named):
    os.kill(os.getpid(), signal.SIGKILL)
making.{step} = die
making.make_next()
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", ["_bundle", "write_bundle", "give_out"])
def test_a_worker_killed_after_the_seal_leaves_it_to_the_next(who: People, plan: Plan, files: Path, step: str) -> None:
    """What is sealed is sealed once; what verifies stays verified in between."""
    copy = request_copy(fresh(plan), by=actor(who.ben), kind=CopyKind.EVERYTHING)
    killed = elsewhere(DIES.format(step=step, files=str(files)))
    killed.communicate()
    assert killed.returncode == -signal.SIGKILL
    copy.refresh_from_db()
    assert (copy.is_sealed, copy.state) == (True, CopyState.RENDERING)
    assert verify(plan.case.reference)
    sealed = copy.pdf_sha256
    assert copy.lease_until
    with time_machine.travel(copy.lease_until + timedelta(seconds=1)):
        assert make_next()
    copy = RecordCopy.objects.get(pk=copy.pk)
    assert (copy.state, copy.claim, copy.pdf_sha256) == (CopyState.READY, 2, sealed)
    assert verify(plan.case.reference)


def fresh(plan: Plan) -> CaseFile:
    plan.case.refresh_from_db()
    return plan.case
