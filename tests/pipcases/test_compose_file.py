"""The compose file, where Docker's client can read it."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

FILE = Path("docker-compose.yml")


def client() -> list[str]:
    """The command that reads compose files; the test is left out where there is none."""
    command = ["docker", "compose"]
    asked = [*command, "version"]
    if shutil.which("docker") is None or subprocess.run(asked, check=False, capture_output=True).returncode:
        pytest.skip("no docker compose here")
    return command


def asked_for() -> set[str]:
    """Variables the file insists on."""
    return set(re.findall(r"\$\{(\w+):\?", FILE.read_text()))


def test_the_client_takes_it() -> None:
    secrets = dict.fromkeys(asked_for(), "x" * 40)
    command = [*client(), "config", "--quiet"]
    done = subprocess.run(command, check=False, env={**os.environ, **secrets}, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_every_service_says_whether_it_is_well() -> None:
    services = re.split(r"\n  (?=\w[\w-]*:\n)", FILE.read_text().partition("\nservices:")[2].partition("\nvolumes:")[0])
    named = {part.split(":")[0].strip(): "healthcheck:" in part for part in services if part.strip()}
    assert {"web", "worker", "beat", "db", "redis"} <= set(named)
    assert [name for name, checked in named.items() if not checked and name != "migrate"] == []
