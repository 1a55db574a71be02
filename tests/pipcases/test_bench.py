"""`manage.py bench` runs, and tells every figure. How large they are is nobody's business here."""

import os
import subprocess
import sys
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from pytest_django import Settings

from pipcases.bench import wording

ROWS = (
    "bare view", "home", "case page", "plan editor", "history", "list, first page", "list, deep page",
    "its first section", "record", "composed",
    "made", "made, a day later", "verified, both", "proof of a case",
    "verified", "stand-alone verifier", "appended, one case", "appended, many cases",
    "bare view, 8 clients", "signatures, 8 clients",
    "INSERT ... SELECT", "sweep, nothing new",
    "English, tuning half", "English, held-out half", "Chinese, tuning half", "Chinese, held-out half",
)  # fmt: skip


def test_it_refuses_beside_real_data(settings: Settings) -> None:
    settings.LOCAL = False
    with pytest.raises(CommandError, match="DATABASE_URL"):
        call_command("bench")


def test_it_tells_of_the_readiness_check_alone_without_a_database() -> None:
    out = StringIO()
    call_command("bench", "--readiness", stdout=out)
    assert [line[:24].strip() for line in out.getvalue().splitlines()] == [
        "vague phrases", "English, tuning half", "English, held-out half", "Chinese, tuning half",
        "Chinese, held-out half",
    ]  # fmt: skip


def test_precision_and_recall_are_of_phrases() -> None:
    sentence = wording.labelled("{Improve attitude} and {sing} as soon as possible.")
    score = wording.measured([sentence])
    assert sentence.vague == ((0, 16), (21, 25))
    assert (score.marked, score.right, score.labelled, score.found) == (2, 1, 2, 1)
    assert (score.precision, score.recall) == (0.5, 0.5)


def test_it_tells_every_figure() -> None:
    command = [sys.executable, "manage.py", "bench", "--cases", "60", "--repeat", "1"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE", "REDIS"))}
    environment["DJANGO_SETTINGS_MODULE"] = "pipcases.settings"
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    told = {line[:24].strip(): line[24:].split() for line in done.stdout.splitlines()}
    assert all(float(told[row][0].replace(",", "")) > 0 for row in ROWS)
    assert any(row.startswith("sweep, ") and row.endswith(" due") for row in told)
    assert told["bare view"][2] == "3"
