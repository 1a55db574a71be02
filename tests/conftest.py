"""Fixtures for every test. Servers and database roles: `tests.services`; mail and browser beside it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest

pytest_plugins = ["tests.services", "tests.mail", "tests.browser"]


@pytest.fixture(scope="session")
def django_db_setup(app_role: Callable[[], AbstractContextManager[None]], django_db_setup: None) -> Iterator[None]:
    """Made and migrated by the owner, used by the app."""
    with app_role():
        yield
