"""`manage.py faults`, smaller: workers are killed, the mail server and Valkey fail, and every mail is counted."""

import os
import subprocess
import sys
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from pytest_django import Settings

PROMISES = (
    "reminders due", "sweeps at once", "rows in the outbox at the end", "workers killed", "different Message-IDs",
    "taken twice, under the same Message-ID", "taken more than twice", "lost",
    "refused for good (550 for one recipient)", "events of mails sent and refused", "drained after recovery, s",
)  # fmt: skip


def test_it_refuses_beside_real_data(settings: Settings) -> None:
    settings.LOCAL = False
    with pytest.raises(CommandError, match="DATABASE_URL"):
        call_command("faults", stdout=StringIO())


def test_every_promise_is_kept() -> None:
    command = [sys.executable, "manage.py", "faults", "--reminders", "150", "--kills", "5", "--pace", "10"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE", "REDIS"))}
    environment["DJANGO_SETTINGS_MODULE"] = "pipcases.settings"
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    rows = [line.split(" | ") for line in done.stdout.splitlines() if line.endswith("kept |")]
    assert sorted(row[0].removeprefix("| ") for row in rows) == sorted(PROMISES)
