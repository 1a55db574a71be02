"""What somebody reads who has the pages before their eyes: the picture of a page, read by tesseract."""

import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterable
from io import BytesIO

import pypdfium2
import pytest

DPI = 200  # at 150, 200 and 250 alike 0.3 to 2.1 % of a page's signs are misread; a page takes 2 s


def misread(pdf: bytes, pages: Iterable[int] = (0,)) -> float:
    """The share of Chinese signs that are written and not read, or read and not written; in whatever order, as the
    columns of a table may be read in any.
    """
    with pypdfium2.PdfDocument(pdf) as document:
        written, read = Counter[str](), Counter[str]()
        for number in pages:
            page = document[number]
            written.update(_ideographs(page.get_textpage().get_text_bounded()))
            read.update(_ideographs(_read(page)))
    assert written, "no Chinese on these pages"
    wrong = max((written - read).total(), (read - written).total())
    return wrong / written.total()


def _read(page: pypdfium2.PdfPage) -> str:
    if not shutil.which("tesseract"):
        pytest.fail("tesseract is missing: apt-get install tesseract-ocr tesseract-ocr-chi-sim")
    picture = BytesIO()
    page.render(scale=DPI / 72).to_pil().convert("L").save(picture, "PNG", dpi=(DPI, DPI))
    command = ["tesseract", "stdin", "stdout", "-l", "chi_sim", "--psm", "6"]  # one block of text
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    done = subprocess.run(command, input=picture.getvalue(), capture_output=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr.decode()  # such as: no chi_sim
    return done.stdout.decode()


def _ideographs(text: str) -> Iterable[str]:
    return (sign for sign in text if "\u4e00" <= sign <= "\u9fff")
