"""`manage.py record` and `manage.py bundle`: what whoever runs pipcases can write to a file, and what is told of it."""

import stat
from io import StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from cases.models import CaseEvent
from plans.models import Plan
from plans.states import PlanStatus
from records.models import RecordCopy
from records.sealing.reading import report_of
from tests.world import People, plan_in

pytestmark = pytest.mark.usefixtures("after_the_plan")


@pytest.fixture
def plan(who: People) -> Plan:
    return plan_in(PlanStatus.ACTIVE, who)


def run(name: str, *arguments: str) -> str:
    call_command(name, *arguments, stdout=(out := StringIO()))
    return out.getvalue()


def acts_of(plan: Plan) -> list[str]:
    return [event.act for event in CaseEvent.objects.filter(case=plan.case).order_by("seq")]


def test_r37_a_record_is_written_and_the_history_says_so(plan: Plan, tmp_path: Path) -> None:
    file = tmp_path / "record.pdf"
    said = run("record", plan.case.reference, "--out", str(file))
    assert report_of(file.read_bytes()).holds
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert RecordCopy.objects.get().sha256 in said
    assert acts_of(plan)[-2:] == ["records.request_copy", "records.seal_record"]
    asked = CaseEvent.objects.filter(case=plan.case).order_by("-seq")[1].data
    assert (asked["by"]["part"], asked["facts"]["part"]) == ("clock", "hr_partner")


def test_the_same_record_again_is_the_same_file_and_no_event(plan: Plan, tmp_path: Path) -> None:
    for name in ("one.pdf", "two.pdf"):
        run("record", plan.case.reference, "--out", str(tmp_path / name))
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()
    assert acts_of(plan).count("records.request_copy") == 1


def test_a_bundle_is_written_in_the_view_that_was_asked_for(plan: Plan, tmp_path: Path) -> None:
    file = tmp_path / "bundle.zip"
    run("bundle", plan.case.reference, "--out", str(file), "--part", "subject", "--language", "zh-hans")
    with ZipFile(file) as archive:
        assert {*archive.namelist()} >= {"record.pdf", "MANIFEST.p7s", "verify.py"}
    copy = RecordCopy.objects.get()
    assert (copy.part, copy.language, copy.requested_by) == ("subject", "zh-hans", None)


def test_no_file_is_written_over_and_no_case_made_up(plan: Plan, tmp_path: Path) -> None:
    there = tmp_path / "record.pdf"
    there.write_text("mine")
    with pytest.raises(CommandError, match="is there already"):
        run("record", plan.case.reference, "--out", str(there))
    assert there.read_text() == "mine"
    with pytest.raises(CommandError, match="There is no case"):
        run("record", "2000-NONE00", "--out", str(tmp_path / "other.pdf"))
    assert [path.name for path in tmp_path.glob("*.p*")] == ["record.pdf"]


def test_r38_there_is_no_view_of_the_employees_before_they_have_one(who: People, tmp_path: Path) -> None:
    plan = plan_in(PlanStatus.DRAFT, who)
    with pytest.raises(CommandError, match="does not see this case"):
        run("record", plan.case.reference, "--out", str(tmp_path / "record.pdf"), "--part", "subject")
    assert not RecordCopy.objects.exists()


def test_without_a_key_it_says_why_nothing_came(plan: Plan, tmp_path: Path) -> None:
    with (
        override_settings(SEAL_IS_DEMONSTRATION=False),
        pytest.raises(CommandError, match="The key of the seal cannot be used now"),
    ):
        run("record", plan.case.reference, "--out", str(tmp_path / "record.pdf"))
    assert not list(tmp_path.glob("*.pdf*"))
