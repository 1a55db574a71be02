"""Rooms import one way only; the contract itself is in pyproject.toml."""

import subprocess
import sys
import tomllib
from pathlib import Path

from tests.rules.sources import ROOMS, ROOT


def test_no_room_imports_a_higher_one() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode == 0, ended.stdout


def test_the_contract_names_every_room_in_order() -> None:
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
    assert contract["layers"] == ["pipcases", *reversed(ROOMS)]
