"""Handing a file out: to whom, and how."""

import logging
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import CaseEvent, CaseFile, Reading, StoredFile
from tests.cases.files.conftest import Shelf
from tests.cases.files.making import kept, path_of, text_file
from tests.pages import signed_in, text, unchanging
from tests.world import People, opened


@pytest.fixture
def file(who: People, case: CaseFile, shelf: Shelf) -> StoredFile:
    """Read by Ada, Cleo and Emil."""
    found = kept(case, who.ada, text_file(name="装配标准 “4.2”.txt"))
    shelf.named, shelf.readers = {found.pk}, {who.ada.pk, who.cleo.pk, who.emil.pk}
    return found


def address(file: StoredFile, case: CaseFile | None = None, file_id: uuid.UUID | None = None) -> str:
    return reverse("cases:file", args=[(case or file.case).reference, file_id or file.pk])


def test_it_comes_to_be_saved_and_does_nothing(who: People, file: StoredFile) -> None:
    response = signed_in(who.ada).get(address(file))
    assert (response.status_code, response.content) == (200, b"Xylophon")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    name = "%E8%A3%85%E9%85%8D%E6%A0%87%E5%87%86%20%E2%80%9C4.2%E2%80%9D.txt"
    assert response["Content-Disposition"] == f"attachment; filename*=utf-8''{name}"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cache-Control"] == "private, no-store"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"


def test_only_a_reader_of_what_names_it_finds_it(who: People, file: StoredFile) -> None:
    assert signed_in(who.cleo).get(address(file)).status_code == 200
    never = address(file, file_id=uuid.UUID(int=1))
    for user in (who.ben, who.dora, who.fay, who.gus, who.ivy):
        client = signed_in(user)
        refused = client.get(address(file))
        assert refused.status_code == 404
        assert unchanging(refused) == unchanging(client.get(never))
    assert Client().get(address(file)).status_code == 302


def test_what_nothing_names_is_found_by_nobody(who: People, file: StoredFile, shelf: Shelf) -> None:
    shelf.named = set()
    assert signed_in(who.ada).get(address(file)).status_code == 404


def test_it_is_not_found_under_another_case(who: People, file: StoredFile) -> None:
    other = opened(who)
    assert signed_in(who.ada).get(address(file, other)).status_code == 404


def test_one_that_was_changed_on_the_disk_is_not_given_out(
    who: People, file: StoredFile, caplog: pytest.LogCaptureFixture
) -> None:
    path_of(file).write_bytes(b"other")
    with caplog.at_level(logging.ERROR):
        response = signed_in(who.ada).get(address(file))
    assert response.status_code == 409
    assert "gone or was changed" in text(response)
    assert "other" not in text(response)
    assert str(file.pk) in caplog.text
    assert file.name not in caplog.text
    path_of(file).unlink()
    assert signed_in(who.ada).get(address(file)).status_code == 409


def test_the_reading_is_noted(who: People, file: StoredFile) -> None:
    for user in (who.ada, who.emil, who.ben):
        signed_in(user).get(address(file))
    assert set(Reading.objects.values_list("user", flat=True)) == {who.ada.pk, who.emil.pk}
    assert CaseEvent.objects.filter(case=file.case).last().act == "cases.read_as_auditor"  # type: ignore[union-attr]
