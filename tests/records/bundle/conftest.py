"""One bundle for all tests of a worker: sealing takes a second. Whoever changes it works on a copy of its entries."""

import random
from pathlib import Path

import pytest

from tests.records import bundles
from tests.records.bundles import Made


@pytest.fixture(scope="session")
def bundle() -> Made:
    return bundles.made()


@pytest.fixture
def roots(tmp_path: Path) -> str:
    """The file of the certificates that a reader trusts."""
    file = tmp_path / "roots.pem"
    file.write_bytes(bundles.roots())
    return str(file)


@pytest.fixture
def rng() -> random.Random:
    """The same places every time."""
    return random.Random(20261123)
