"""`manage.py bench` runs, and tells every figure. How large they are is nobody's business here."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from pytest_django import Settings

ROWS = (
    "bare view", "home", "case page", "history", "list, first page", "list, deep page",
    "record, composed", "record, printed warm", "record, printed cold",
    "verified", "appended, one case", "appended, many cases",
)  # fmt: skip


def test_it_refuses_beside_real_data(settings: Settings) -> None:
    settings.LOCAL = False
    with pytest.raises(CommandError, match="DATABASE_URL"):
        call_command("bench")


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
    assert told["bare view"][2] == "3"
