"""How fast the stand-alone program is, as a process of its own, and that it holds no history in memory."""

import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.records import bundles
from tests.records.bundles import PROGRAM, verified, zipped

EVENTS = 100_000
FLOOR = 50_000  # events a second, everything else that it does included
MOST = 150 * 1024 * 1024  # bytes of memory; the history alone is 60 MB


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = bundles.made(EVENTS, told=20)
    assert sum(map(len, made.bodies)) / made.last > 500  # bytes, an ordinary size
    path = tmp_path_factory.mktemp("speed") / "bundle.zip"
    path.write_bytes(zipped(made.entries))
    return path


def test_a_hundred_thousand_clean_events_are_clean_and_soon_done(file: Path) -> None:
    """The best of three: others work on this machine too."""
    times = []
    for _run in range(3):
        began = time.perf_counter()
        ended = verified(file)
        times.append(time.perf_counter() - began)
        assert ended.code == 0
        assert f"All {EVENTS + 1} events were hashed again." in ended.said
    assert EVENTS / min(times) > FLOOR


def test_it_reads_line_by_line(file: Path) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_DATA, (MOST, MOST))

    command = [sys.executable, "-I", str(PROGRAM), str(file)]
    ended = subprocess.run(command, preexec_fn=limit, capture_output=True, check=False, timeout=60)
    assert (ended.returncode, ended.stderr) == (0, b"")
