"""Files that were made to harm whoever checks them: each ends in a sentence, soon, and in little memory."""

import io
import json
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.records import bundles
from tests.records.bundles import Entries, Made, asked, found, zipped

MOST = 900 * 1024 * 1024  # bytes of memory that a process gets here
LIMITED = f"""
import resource, runpy, sys
resource.setrlimit(resource.RLIMIT_AS, ({MOST}, {MOST}))
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def checked(file: Path) -> str:
    """In a process with little memory. It ends with 1 or 2, and says so in sentences."""
    command = [sys.executable, "-I", "-X", "utf8", "-c", LIMITED, str(bundles.PROGRAM), str(file), "--language", "en"]
    ended = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=60)
    assert (ended.returncode in (1, 2), ended.stderr) == (True, "")
    assert ended.stdout.strip().endswith(".")
    return ended.stdout


def rezipped(entries: Entries, change: Callable[[zipfile.ZipFile], None] | None = None, method: int = 0) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
        if change:
            change(archive)
    return out.getvalue()


def twice(archive: zipfile.ZipFile) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("record.pdf", b"")


ZIPS: dict[str, Callable[[Entries], bytes]] = {
    "nothing": lambda _entries: b"",
    "no zip": lambda _entries: b"PK\3\4" + bytes(100),
    "an end alone": lambda _entries: b"PK\5\6" + bytes(18),
    "an end that counts many": lambda _entries: b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 65535, 65535, 0, 0, 0),
    "an end that counts bytes": lambda _entries: b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 1, 1, 2**32 - 1, 0, 0),
    "junk at the end": lambda entries: zipped(entries) + b"junk",
    "junk before": lambda entries: b"junk" + zipped(entries),
    "compressed": lambda entries: rezipped(entries, method=zipfile.ZIP_DEFLATED),
    "a bomb": lambda entries: rezipped({**entries, "x": bytes(50 * 1024 * 1024)}, method=zipfile.ZIP_DEFLATED),
    "an absolute name": lambda entries: zipped({**entries, "/etc/passwd": b""}),
    "a name that leads out": lambda entries: zipped({**entries, "files/../../x": b""}),
    "a name with a drive": lambda entries: zipped({**entries, "C:\\x": b""}),
    "a name for a terminal": lambda entries: zipped({**entries, "files/\x1b[2J": b""}),
    "a name that is there twice": lambda entries: rezipped(entries, twice),
    "too many": lambda entries: zipped({**entries, **{f"files/{number}": b"" for number in range(20_001)}}),
    "none of ours": lambda _entries: zipped({"x.txt": b"x"}),
    "the second half": lambda entries: zipped(entries)[100_000:],
}  # fmt: skip


@pytest.mark.parametrize("kind", ZIPS)
def test_a_zip_is_refused(bundle: Made, tmp_path: Path, kind: str) -> None:
    file = tmp_path / "bundle.zip"
    file.write_bytes(ZIPS[kind](bundle.entries))
    ended = asked(file)
    assert (ended.code, ended.said.count("\n")) == (2, 1)
    assert "\x1b" not in ended.said


def test_overlapping_entries_are_refused(bundle: Made, tmp_path: Path) -> None:
    """Many names for the same bytes: the sum of what is stored would be larger than the zip."""
    whole = bytearray(zipped(bundle.entries))
    place = whole.index(b"PK\1\2")
    header = whole[place : place + 46 + int.from_bytes(whole[place + 28 : place + 30], "little")]
    header[28:30] = b"\5\0"
    many = b"".join(bytes(header[:20]) + struct.pack("<II", 100_000, 100_000) + bytes(header[28:46]) + b"%05d" % number
                    for number in range(3000))  # fmt: skip
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 3000, 3000, len(many), place, 0)
    (tmp_path / "bundle.zip").write_bytes(bytes(whole[:place]) + many + end)
    assert "This is no bundle as pipcases writes it" in asked(tmp_path / "bundle.zip").said


def test_bits_of_the_zip_itself(bundle: Made, tmp_path: Path) -> None:
    """Headers, lengths and checksums of entries: whatever is flipped, there is a sentence."""
    whole, file = zipped(bundle.entries), tmp_path / "bundle.zip"
    headers = [at for at in range(len(whole) - 4) if whole[at : at + 4] in (b"PK\1\2", b"PK\3\4", b"PK\5\6")]
    for place in headers:
        for offset in (0, 4, 6, 8, 14, 18, 22, 26, 28):
            changed = bytearray(whole)
            if place + offset < len(whole):
                changed[place + offset] ^= 0x51
            file.write_bytes(changed)
            assert asked(file).code in (0, 1, 2)


DEEP = b"[" * 5_000_000
CONTENTS: dict[str, bytes] = {
    "empty": b"", "zeros": bytes(1000), "deep": DEEP, "not UTF-8": b"\xff\xfe" * 1000, "a number": b"9" * 100_000,
    "a list": b"[]", "null": b"null", "a string": b'"x"', "one long line": b"x" * 30 * 1024 * 1024,
    "many lists": b"[" + b"[]," * 7_000_000 + b"[]]", "odd": json.dumps({"events": 7, "case": []}).encode(),
    "surrogates": b'{"1": {"comment": {"salt": "zz", "text": "\\ud800"}}}', "twice": b'{"events": [], "events": []}',
    "DER": b"\x30\x84\xff\xff\xff\xff" + bytes(99),
    "deep DER": b"\x30\x80" * 10_000, "PDF": b"%PDF-1.7 /ByteRange [0 1 2 3] /ByteRange [0 9 9 9]",
    "a terminal": b'1 \x1b[2J\x07 {"act":"\x1b]0;x\x07"}\n' * 3,
}  # fmt: skip
PLACES = (
    "MANIFEST", "MANIFEST.p7s", "record.pdf", "exhibits.pdf", "case.json", "chain/events", "chain/texts.json",
    "checkpoints/checkpoints", "checkpoints/proof.json", "checkpoints/stamp-3.tsr", "keys/roots.pem",
)  # fmt: skip


@pytest.mark.parametrize("name", PLACES)
def test_whatever_stands_in_a_file_is_answered(bundle: Made, tmp_path: Path, name: str) -> None:
    for content in CONTENTS.values():
        ended = found({**bundle.entries, name: content}, tmp_path)
        assert ended.code == 1
        assert "\x1b" not in ended.said
        assert "\x07" not in ended.said


@pytest.mark.parametrize("kind", ["deep", "many lists", "one long line", "a number"])
def test_what_is_large_takes_little_memory(bundle: Made, tmp_path: Path, kind: str) -> None:
    large = dict.fromkeys(("case.json", "chain/texts.json", "chain/events", "MANIFEST"), CONTENTS[kind])
    file = tmp_path / "bundle.zip"
    file.write_bytes(zipped({**bundle.entries, **large}))
    assert "Something is wrong with this file." in checked(file)


def test_a_signature_is_never_believed_about_its_length(bundle: Made, tmp_path: Path) -> None:
    whole = bundle.entries["MANIFEST.p7s"]
    for place in range(0, len(whole), 53):
        for value in (0x80, 0x84, 0xFF):
            changed = whole[:place] + bytes([value]) + whole[place + 1 :]
            if changed != whole:
                ended = found({**bundle.entries, "MANIFEST.p7s": changed}, tmp_path)
                assert ended.code in (0, 1)
    for length in range(0, len(whole), 499):
        assert found({**bundle.entries, "MANIFEST.p7s": whole[:length]}, tmp_path).code == 1


def test_a_link_in_a_folder_leads_nowhere(bundle: Made, tmp_path: Path) -> None:
    folder = tmp_path / "bundle"
    (folder / "files").mkdir(parents=True)
    (folder / "MANIFEST").write_bytes(bundle.entries["MANIFEST"])
    (folder / "files" / "x").symlink_to("/etc/passwd")
    assert "This is no bundle as pipcases writes it: links, or too many files." in asked(folder).said
