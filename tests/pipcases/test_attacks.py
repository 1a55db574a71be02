"""`manage.py attacks` finds everything, and nothing where nothing was done; a short one, so that it cannot rot."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from pytest_django import Settings

from pipcases.attacks.places import Tally

ATTACKS = 22
PLACES, FLIPS = 2, 20
ROW = re.compile(r"\| (?P<attack>.+?) \| (?P<tried>\d+) \| (?P<found>\d+) of \d+ \| (\d+ of \d+)? \| .+ \|")


def test_it_refuses_beside_real_data(settings: Settings) -> None:
    settings.LOCAL = False
    with pytest.raises(CommandError, match="DATABASE_URL"):
        call_command("attacks")


def test_what_is_missed_or_named_wrongly_is_told() -> None:
    tally = Tally("tail")
    tally.count("case 1, event 2", {"history": "case 1, event 2"})
    assert tally.missed == []
    tally.count("case 1, event 2", {"history": "case 1, event 3"})
    tally.count("case 1, event 2", {})
    assert (tally.tried, tally.found, tally.named, tally.by) == (3, 2, 1, {"history": 2})
    assert tally.missed == [
        "tail at case 1, event 2: found {'history': 'case 1, event 3'}",
        "tail at case 1, event 2: found nothing",
    ]


def test_every_attack_is_found_and_nothing_else() -> None:
    command = [sys.executable, "manage.py", "attacks", "--places", str(PLACES), "--events", "2000"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE", "REDIS"))}
    environment["DJANGO_SETTINGS_MODULE"] = "pipcases.settings"
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    rows = [found for line in done.stdout.splitlines() if (found := ROW.fullmatch(line))]
    assert len({row["attack"] for row in rows}) == ATTACKS
    assert {int(row["tried"]) for row in rows} == {PLACES, FLIPS}
    assert "False alarms: 0." in done.stdout
    assert "Everything was found." in done.stdout
