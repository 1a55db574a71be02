"""Keeping a file: its row and its bytes, its room, and what is never changed."""

import hashlib
import stat
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.transaction import TransactionManagementError

from cases.actions import keep_file
from cases.files.store import content_of, put
from cases.models import CaseEvent, CaseFile, StoredFile
from cases.queries import files_of
from people.models import User
from tests.cases.files.making import kept, path_of, pdf, text_file, upload
from tests.roles import as_owner
from tests.together import faults, together
from tests.world import People, actor, opened


def test_a_kept_file_is_where_its_row_says(who: People, case: CaseFile) -> None:
    before, handed_in = CaseEvent.objects.count(), pdf()  # made once: a file says when it was made
    with transaction.atomic():
        file = keep_file(case, upload("Standard 4.2.pdf", handed_in), by=actor(who.ada))
    assert (file.name, file.content_type, file.uploaded_by) == ("Standard 4.2.pdf", "application/pdf", who.ada)
    content = content_of(StoredFile.objects.get())
    assert content == handed_in
    assert hashlib.sha256(content).hexdigest() == file.sha256
    assert CaseEvent.objects.count() == before


def test_the_place_tells_nothing_and_is_nobody_elses(who: People, case: CaseFile) -> None:
    path = path_of(kept(case, who.ada, text_file(name="Ben.txt")))
    assert "Ben" not in str(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_nothing_is_kept_of_what_is_refused(who: People, case: CaseFile) -> None:
    with pytest.raises(ValidationError), transaction.atomic():
        keep_file(case, upload("evidence.svg", b"<svg/>"), by=actor(who.ada))
    assert not StoredFile.objects.exists()


def test_a_block_that_fails_leaves_no_row(who: People, case: CaseFile) -> None:
    with transaction.atomic():
        keep_file(case, text_file(), by=actor(who.ada))
        transaction.set_rollback(True)
    assert not StoredFile.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_it_is_kept_inside_a_block_only(who: People) -> None:
    with pytest.raises(TransactionManagementError):
        keep_file(opened(who), text_file(), by=actor(who.ada))


QUOTAS: list[tuple[str, int, str]] = [
    ("EVIDENCE_CASE_FILES", 2, "This case holds as many files as it can."),
    ("EVIDENCE_CASE_BYTES", 20, "The files of this case take as much room as there is."),
    ("EVIDENCE_DAY_BYTES", 20, "You have handed in as much as one person can in a day."),
]


@pytest.mark.parametrize(("setting", "most", "said"), QUOTAS)
def test_there_is_room_for_so_much(
    who: People, case: CaseFile, settings: Any, setting: str, most: int, said: str
) -> None:
    setattr(settings, setting, most)
    for _file in range(2):
        kept(case, who.ada, text_file("ten bytes."))
    with pytest.raises(ValidationError, match=said):
        kept(case, who.ada, text_file("x"))
    if setting == "EVIDENCE_DAY_BYTES":
        kept(case, who.cleo, text_file("x"))
    else:
        kept(opened(who), who.ada, text_file("x"))


def hand_in(case: CaseFile, user: User) -> StoredFile:
    return kept(case, User.objects.get(pk=user.pk), text_file("ten bytes."))


@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_not_share_the_last_room_of_a_case(who: People, settings: Any) -> None:
    settings.EVIDENCE_CASE_BYTES = 10
    case = opened(who)
    results = together(partial(hand_in, case, who.ada), partial(hand_in, case, who.cleo))
    assert faults(results) == ["ValidationError"]
    assert StoredFile.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_person_in_two_cases_at_once_has_one_day(who: People, settings: Any) -> None:
    settings.EVIDENCE_DAY_BYTES = 25
    cases = [opened(who) for _case in range(4)]
    results = together(*(partial(hand_in, case, who.ada) for case in cases))
    assert faults(results) == ["ValidationError"] * 2
    assert StoredFile.objects.count() == 2


def test_a_key_is_used_once(who: People, case: CaseFile) -> None:
    file = kept(case, who.ada)
    with pytest.raises(FileExistsError):
        put(file.key, b"other")
    assert content_of(file) == b"Xylophon"


def test_a_half_written_file_has_no_name_of_a_file(tmp_path: Any, who: People) -> None:
    class Broken(ContentFile[bytes]):
        def chunks(self, chunk_size: int | None = None) -> Any:
            yield b"half"
            raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        storages["evidence"].save("00/broken", Broken(b""))
    assert not storages["evidence"].exists("00/broken")


def test_files_of_another_case_are_not_among_ours(who: People, case: CaseFile) -> None:
    mine, theirs = kept(case, who.ada), kept(opened(who), who.ada)
    assert files_of(case, [mine.pk, theirs.pk]) == {mine.pk: mine}


@pytest.mark.parametrize("change", ["sha256 = repeat('0', 64)", "name = 'x.pdf'", "case_id = case_id"])
def test_the_app_cannot_change_a_row(who: People, case: CaseFile, change: str) -> None:
    kept(case, who.ada)
    with pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute(f"UPDATE cases_storedfile SET {change}")  # noqa: S608


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("statement", ["UPDATE cases_storedfile SET name = 'x'", "TRUNCATE cases_storedfile"])
def test_nor_can_the_owner(who: People, statement: str) -> None:
    kept(opened(who), who.ada)
    with as_owner() as owner, pytest.raises(Exception, match="is written once"):
        owner.execute(statement.encode())


def test_a_row_holds_a_digest_and_a_key(who: People, case: CaseFile) -> None:
    for wrong in ({"sha256": "x"}, {"size": 0}, {"key": "../x"}):
        row = {"name": "x.txt", "content_type": "text/plain", "size": 1, "sha256": "0" * 64, **wrong}
        with pytest.raises(IntegrityError), transaction.atomic():
            StoredFile.objects.create(case=case, uploaded_by=who.ada, **row)
