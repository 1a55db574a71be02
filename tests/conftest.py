"""Fixtures for every test. Servers, database roles, mail and browser: the modules named here."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine

from tests.world import END, People, people

pytest_plugins = ["tests.services", "tests.database", "tests.mail", "tests.browser"]


@pytest.fixture(scope="session")
def django_db_setup(app_role: Callable[[], AbstractContextManager[None]], django_db_setup: None) -> Iterator[None]:
    """Made and migrated by the owner, used by the app."""
    with app_role():
        yield


@pytest.fixture
def who(db: None) -> People:
    """The people of `tests.world`."""
    return people()


@pytest.fixture
def after_the_plan() -> Iterator[None]:
    """A day after the plan of `tests.world` has ended: every step may be taken."""
    with time_machine.travel(datetime.combine(END + timedelta(days=1), time(9), UTC), tick=True):
        yield
