"""Files that a plan names: who reads them, when they are in use, and that the history tells what became of them."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from cases.files.readers import in_use
from cases.models import StoredFile
from cases.refusals import NotVisible
from cases.verify import HistoryBroken, verify
from plans import actions as plans
from plans.draft import Draft, FileRef
from plans.edits import remove
from plans.files import check_files, ref_to
from plans.models import Plan
from tests.cases.files.making import kept, text_file
from tests.pages import signed_in
from tests.roles import tampering
from tests.world import People, actor, approve, document, drafted, issue, opened, submit

Place = Callable[[Draft, FileRef], None]
PLACES: dict[str, Place] = {
    "basis": lambda draft, ref: draft.basis.files.append(ref),
    "standard": lambda draft, ref: draft.basis.standard_files.append(ref),
    "item": lambda draft, ref: draft.items[0].files.append(ref),
    "commitment": lambda draft, ref: draft.items[0].commitments[0].files.append(ref),
}


@pytest.fixture
def plan(who: People) -> Plan:
    return drafted(who)


@pytest.fixture
def file(who: People, plan: Plan) -> StoredFile:
    return kept(plan.case, who.ada)


def save(plan: Plan, who: People, file: StoredFile | None = None, place: str = "basis") -> None:
    """Save a whole draft that names the file there, or none."""
    draft = document()
    if file:
        PLACES[place](draft, ref_to(file))
    plans.save_draft(plan, by=actor(who.ada), revision=plan.revision, document=draft)


def readers(who: People, file: StoredFile) -> set[str]:
    address = reverse("cases:file", args=[file.case.reference, file.pk])
    codes = {name: signed_in(user).get(address).status_code for name, user in vars(who).items()}
    assert set(codes.values()) <= {200, 404}
    return {name for name, code in codes.items() if code == 200}


@pytest.mark.parametrize("place", PLACES)
def test_what_a_draft_names_is_read_by_its_drafter_alone(who: People, plan: Plan, file: StoredFile, place: str) -> None:
    assert (readers(who, file), in_use(plan.case_id)) == (set(), set())
    save(plan, who, file, place)
    assert (readers(who, file), in_use(plan.case_id)) == ({"ada"}, {file.pk})


def test_what_a_removed_item_names_can_come_back(who: People, plan: Plan, file: StoredFile) -> None:
    draft = document()
    PLACES["item"](draft, ref_to(file))
    remove(draft, draft.items[0].id)
    plans.save_draft(plan, by=actor(who.ada), revision=plan.revision, document=draft)
    assert (readers(who, file), in_use(plan.case_id)) == ({"ada"}, {file.pk})


@pytest.mark.parametrize("place", PLACES)
def test_what_a_version_names_is_read_with_the_version(who: People, plan: Plan, file: StoredFile, place: str) -> None:
    save(plan, who, file, place)
    submit(plan, who)
    assert readers(who, file) == {"ada", "cleo", "dora", "emil"}
    approve(plan, who)
    issue(plan, who)
    assert readers(who, file) == {"ada", "ben", "cleo", "dora", "emil"}
    assert in_use(plan.case_id) == {file.pk}


def test_the_employee_reads_no_file_of_a_version_that_was_not_issued(who: People, plan: Plan, file: StoredFile) -> None:
    save(plan, who, file)
    submit(plan, who)
    plans.return_plan(plan, by=actor(who.cleo), comment="Without the photograph.")
    save(plan, who)
    submit(plan, who)
    approve(plan, who)
    issue(plan, who)
    assert readers(who, file) == {"ada", "cleo", "dora", "emil"}
    assert in_use(plan.case_id) == {file.pk}


def test_a_file_of_another_case_is_not_found_though_a_plan_names_it(who: People, plan: Plan) -> None:
    foreign = kept(opened(who), who.ada)
    draft = document()
    draft.basis.files.append(ref_to(foreign))
    Plan.objects.filter(pk=plan.pk).update(draft=draft.to_json())
    address = reverse("cases:file", args=[plan.case.reference, foreign.pk])
    assert signed_in(who.ada).get(address).status_code == 404


WRONG: list[dict[str, Any]] = [{"digest": "0" * 64}, {"name": "other.pdf"}, {"size": 1}, {"id": uuid.UUID(int=1)}]


def test_a_document_says_of_files_what_their_rows_say(who: People, plan: Plan, file: StoredFile) -> None:
    draft = document()
    check_files(plan.case, draft)
    PLACES["item"](draft, ref_to(file))
    check_files(plan.case, draft)
    for wrong in (*(ref_to(file).model_copy(update=change) for change in WRONG), ref_to(kept(opened(who), who.ada))):
        draft.basis.files = [wrong]
        with pytest.raises(NotVisible):
            check_files(plan.case, draft)


@pytest.mark.tampers
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("DELETE FROM cases_storedfile", "event 3: its file is missing"),
        ("UPDATE cases_storedfile SET sha256 = repeat('0', 64)", "event 3: its file was changed: digest"),
        ("UPDATE cases_storedfile SET size = 1", "event 3: its file was changed: size"),
    ],
)
def test_the_history_tells_of_a_file_that_is_gone_or_another(who: People, change: str, said: str) -> None:
    plan = drafted(who)
    save(plan, who, kept(plan.case, who.ada), "commitment")
    kept(plan.case, who.ada, text_file("named by nothing"))
    submit(plan, who)
    verify()
    with tampering() as hand:
        hand.execute(change.encode())
    with pytest.raises(HistoryBroken, match=said):
        verify()
