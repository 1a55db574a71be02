"""A storage of each test's own, and what a record says when it is read back."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pytest
from django.core.files.storage import storages
from django.test import override_settings


@pytest.fixture(autouse=True)
def files(tmp_path: Path) -> Iterator[Path]:
    """An empty folder for the files of copies."""
    options = {"location": tmp_path / "files", "file_permissions_mode": 0o600}
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    with override_settings(STORAGES={**storages.backends, "default": backend}):
        yield tmp_path / "files"


@pytest.fixture
def text_of() -> Callable[[bytes], str]:
    """The text of a PDF's pages, in reading order, with line breaks taken out."""

    def read(pdf: bytes) -> str:
        with pypdfium2.PdfDocument(pdf) as document:
            return " ".join(page.get_textpage().get_text_bounded() for page in document).replace("\r\n", " ")

    return read
