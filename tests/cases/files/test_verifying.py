"""`manage.py verify_history --files` hashes what is on the disk."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cases.models import CaseFile
from tests.cases.files.making import kept, path_of
from tests.world import People, opened


def verified(*words: str) -> str:
    out = StringIO()
    call_command("verify_history", *words, stdout=out)
    return out.getvalue()


def test_files_that_are_what_they_were(who: People, case: CaseFile) -> None:
    kept(case, who.ada)
    kept(opened(who), who.ada)
    assert "2 files verified." in verified("--files")
    assert "1 files verified." in verified(case.reference, "--files")
    assert "files" not in verified()


@pytest.mark.parametrize("fault", ["changed", "missing"])
def test_the_first_that_is_not_is_named(who: People, case: CaseFile, fault: str) -> None:
    kept(opened(who), who.ada)
    file = kept(case, who.ada)
    if fault == "changed":
        path_of(file).write_bytes(b"xylophon")
    else:
        path_of(file).unlink()
    with pytest.raises(CommandError, match=f"case {case.reference}, file {file.pk}: it is missing, or") as broken:
        verified("--files")
    assert broken.value.returncode == 1
    verified()  # the history itself stands
