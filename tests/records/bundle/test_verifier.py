"""The program that comes with a bundle: what it says of a good one, and that it needs nothing of ours."""

import ast
import json
import re
import string
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from records.bundle import verify as stand_alone
from tests.records import bundles
from tests.records.bundles import PROGRAM, Made, asked, found, manifest_of, signed, verified, zipped

SOURCE = ast.parse(PROGRAM.read_text(encoding="utf-8"), feature_version=(3, 10))
QUESTIONS = (
    "The seal is good, and covers the whole file",
    "Every file is as the manifest says, and the manifest is sealed",
    "The history of the case agrees with itself",
    "That history names this very record",
    "A daily checkpoint stands over it",
)


@pytest.fixture
def file(bundle: Made, tmp_path: Path) -> Path:
    path = tmp_path / "bundle.zip"
    path.write_bytes(zipped(bundle.entries))
    return path


def verdicts(said: str) -> list[str]:
    return re.findall(r"^\[(\w+)\]", said, re.MULTILINE)


def test_a_good_bundle_is_told_so(bundle: Made, file: Path, roots: str) -> None:
    ended = verified(file, "--trust", roots, "--key", bundle.key)
    assert ended.code == 0
    assert [line.split("] ")[1] for line in ended.said.splitlines() if line.startswith("[")] == list(QUESTIONS)
    assert verdicts(ended.said) == ["Yes", "Yes", "Yes", "Yes", "Open"]
    assert "record.pdf was sealed by “pipcases demonstration seal”" in ended.said
    assert f"Event {bundle.last} names it: a record as of event {bundle.last - 1}." in ended.said
    assert f"holds the history up to event {bundle.covered}." in ended.said
    assert f"Events {bundle.covered + 1} to {bundle.last} are newer" in ended.said
    assert "Compare" not in ended.said


def test_whose_word_it_is_stands_there(bundle: Made, file: Path) -> None:
    said = verified(file).said
    assert "is the word of whoever made the bundle (keys/roots.pem)" in said
    assert f"SHA-256 of its key: {bundle.key}\n    Compare that with what auditors were given" in said


def test_it_runs_in_the_folder_where_the_bundle_was_unpacked(bundle: Made, tmp_path: Path) -> None:
    with zipfile.ZipFile(BytesIO(zipped(bundle.entries))) as archive:
        archive.extractall(tmp_path / "unpacked")
    (tmp_path / "unpacked" / ".DS_Store").write_bytes(b"of a Mac")
    command = [sys.executable, "-X", "utf8", "verify.py"]
    ended = subprocess.run(command, cwd=tmp_path / "unpacked", capture_output=True, encoding="utf-8", check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    english, _line, chinese = ended.stdout.partition("\n\n")
    assert verdicts(english) == ["Yes", "Yes", "Yes", "Yes", "Open"]
    assert re.findall(r"^\[(.+?)\]", chinese, re.MULTILINE) == ["是", "是", "是", "是", "待定"]
    assert "没有发现任何对该文件不利之处。" in chinese


@pytest.mark.parametrize("argument", ["", "--help"])
def test_a_terminal_without_chinese_gets_an_answer(file: Path, argument: str) -> None:
    command = [sys.executable, str(PROGRAM), argument or str(file)]
    environment = {"PYTHONIOENCODING": "ascii", "PATH": ""}
    ended = subprocess.run(command, env=environment, capture_output=True, encoding="ascii", check=False)
    assert (ended.returncode, ended.stderr) == (0, "")


def test_without_cryptography_it_says_what_is_needed(file: Path) -> None:
    command = [sys.executable, "-I", "-S", str(PROGRAM), str(file)]
    ended = subprocess.run(command, capture_output=True, check=False)
    assert (ended.returncode, ended.stdout) == (2, b"")
    assert ended.stderr.rstrip().endswith(b"python3 -m pip install cryptography")


def test_a_pdf_alone_is_asked_for_its_seal(bundle: Made, roots: str, tmp_path: Path) -> None:
    file = tmp_path / "any name.pdf"
    file.write_bytes(bundle.entries["record.pdf"])
    assert (asked(file).code, verdicts(asked(file).said)) == (0, ["Open"] * 5)
    assert "Whose certificate that is stays open" in asked(file).said
    assert verdicts(asked(file, "--trust", roots).said) == ["Yes", "Open", "Open", "Open", "Open"]


def test_a_copy_that_hides_bodies_holds_their_hashes(bundle: Made, tmp_path: Path) -> None:
    """What an employee may not read can still be reckoned through; changed, it is found."""
    header, *lines = bundle.entries["chain/events"].splitlines()
    hidden = [_hidden(line) for line in lines[:-1]]
    entries = {**bundle.entries, "chain/events": b"\n".join([header, *hidden, lines[-1]]) + b"\n"}
    entries["MANIFEST"] = manifest_of(entries)
    entries["MANIFEST.p7s"] = signed(entries["MANIFEST"])
    ended = found(entries, tmp_path)
    assert (ended.code, verdicts(ended.said)) == (0, ["Yes", "Yes", "Yes", "Yes", "Open"])
    assert (
        f"Of {bundle.last - 1} events this copy holds the hashes alone: texts of theirs cannot be compared."
        in ended.said
    )
    changed = entries["chain/events"].replace(_digest(lines[6]), b"0" * 64)
    said = found({**entries, "chain/events": changed}, tmp_path).said
    assert f"Case {bundles.REFERENCE}, event 7: its content was changed." in said


def _hidden(line: bytes) -> bytes:
    number, hashed, _body = line.split(b" ", 2)
    return b"%s %s sha256:%s" % (number, hashed, _digest(line))


def _digest(line: bytes) -> bytes:
    return bundles.sha256(line.split(b" ", 2)[2]).encode()


def test_a_case_that_is_newer_than_every_checkpoint_is_open(bundle: Made, tmp_path: Path) -> None:
    for without in ({"checkpoints/checkpoints": b""}, {}):
        entries = {name: content for name, content in bundle.entries.items() if name != "checkpoints/proof.json"}
        entries = bundles.with_manifest({**entries, **without})
        ended = found(entries, tmp_path)
        assert (ended.code, verdicts(ended.said)) == (0, ["Yes", "Yes", "Yes", "Yes", "Open"])
        assert "The case is newer than every daily checkpoint here" in ended.said


# What a reader brings along ------------------------------------------------------------------------


def letter(line: bytes, tmp_path: Path) -> str:
    """As `records.heads.letters` writes it."""
    _number, signature, key, body = line.decode().split(" ", 3)
    file = tmp_path / "daily-checkpoint.json"
    file.write_text(json.dumps({"body": body, "key": key, "signature": signature}, indent=2), encoding="utf-8")
    return str(file)


def test_of_the_checkpoints_a_reader_may_get_the_newest_alone(bundle: Made, tmp_path: Path) -> None:
    first, *_between, last = bundle.entries["checkpoints/checkpoints"].splitlines()
    entries = bundles.with_manifest({**bundle.entries, "checkpoints/checkpoints": last + b"\n"})
    ended = found(entries, tmp_path, "--kept", letter(first, tmp_path))
    assert (ended.code, verdicts(ended.said)) == (0, ["Yes", "Yes", "Yes", "Yes", "Open"])
    assert "Daily checkpoints before 3 are not in this bundle." in ended.said
    assert "was kept outside and has to be older than those here." in ended.said
    assert "holds the history up to event" in ended.said


def test_a_letter_that_was_kept_is_looked_for(bundle: Made, file: Path, tmp_path: Path) -> None:
    lines = bundle.entries["checkpoints/checkpoints"].splitlines()
    assert asked(file, "--kept", letter(lines[1], tmp_path)).code == 0
    hashes = bundles.hashes_of(bundle.bodies)
    other = [line.rstrip() for line, _proof in bundles.checkpoints_of([(at, hashes[at - 1]) for at in (5, 6, 7, 8)])]
    ended = asked(file, "--kept", letter(other[1], tmp_path))
    assert ended.code == 1
    assert "Daily checkpoint 2: it is another one than was kept outside." in ended.said
    ended = asked(file, "--kept", letter(other[3], tmp_path))
    assert ended.code == 0
    assert "Daily checkpoint 4, of 2026-03-06T09:00:00.000000Z, was kept outside and has to be newer" in ended.said
    edited = letter(lines[1].replace(b'"number":2', b'"number":9'), tmp_path)
    assert "Daily checkpoint 9: its signature is not that of its body." in asked(file, "--kept", edited).said
    assert "holds no daily checkpoint that was kept." in asked(file, "--kept", str(file)).said


def test_a_key_is_named_as_tools_print_it(bundle: Made, file: Path) -> None:
    colons = ":".join(re.findall("..", bundle.key.upper()))
    assert asked(file, "--key", colons).code == 0
    assert "its key is not the one that counts" in asked(file, "--key", "0" * 64).said
    assert asked(file, "--key", "0" * 64, "--key", bundle.key).code == 0


def test_what_cannot_be_checked_ends_with_two(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    nowhere = asked(tmp_path / "nowhere.zip")
    assert (nowhere.code, nowhere.said) == (2, "nowhere.zip cannot be read.\n")
    empty = asked(file, "--trust", str(file))
    assert (empty.code, empty.said) == (2, "bundle.zip holds no certificate.\n")
    (tmp_path / "folder").mkdir()
    assert asked(tmp_path / "folder").said == "There is no bundle of pipcases in it.\n"
    with pytest.raises(SystemExit) as ended:
        asked(file, "--key", "0x12")
    assert ended.value.code == 2
    assert "64 hexadecimal characters are needed" in capsys.readouterr().err


# The source ---------------------------------------------------------------------------------------


def test_it_needs_nothing_but_python_and_cryptography() -> None:
    named = {alias.name for node in ast.walk(SOURCE) if isinstance(node, ast.Import) for alias in node.names}
    named |= {node.module or "" for node in ast.walk(SOURCE) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in named} <= {*sys.stdlib_module_names, "cryptography"}


def sentences() -> set[str]:
    """The first word of everything that is told, wherever that is done."""
    tells = {"Wrong", "Unreadable", "say", "leave_open", "broken", "_asked", "told", "Answer"}
    calls = (node for node in ast.walk(SOURCE) if isinstance(node, ast.Call))
    return {
        word.value
        for call in calls
        if (call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")) in tells
        for argument in [*call.args, *(each.value for each in call.keywords if each.arg == "why")]
        for word in ast.walk(argument)
        if isinstance(word, ast.Constant) and isinstance(word.value, str) and word.value and " " in word.value
    }


def test_every_sentence_is_there_in_chinese() -> None:
    ends = {"Something is wrong with this file.", "Nothing speaks against this file."}
    one_word = {"Yes", "No", "Open", "{name}: {why}"}
    assert sentences() | ends | one_word == set(stand_alone.CHINESE)
    for english, chinese in stand_alone.CHINESE.items():
        assert _fields(english) == _fields(chinese)
        assert any("\u4e00" <= letter <= "\u9fff" for letter in chinese) or english == "{name}: {why}"


def _fields(text: str) -> set[str | None]:
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name}
