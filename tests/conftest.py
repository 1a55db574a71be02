"""Fixtures for every test. Servers, database roles, mail and browser: the modules named here."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.utils import timezone, translation
from psycopg.pq import TransactionStatus
from pytest_django import DjangoDbBlocker

from cases.verify import verify
from plans.actions.holidays import load_calendars
from tests.world import END, HOLIDAYS_OF, People, people

pytest_plugins = ["tests.services", "tests.database", "tests.mail", "tests.browser"]


@pytest.fixture(scope="session")
def django_db_setup(
    app_role: Callable[[], AbstractContextManager[None]], django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Made and migrated by the owner, with the holidays that come with pipcases; used by the app."""
    with django_db_blocker.unblock():
        load_calendars(HOLIDAYS_OF)
    with app_role():
        yield


@pytest.fixture
def who(db: None) -> People:
    """The people of `tests.world`."""
    return people()


@pytest.fixture
def after_the_plan() -> Iterator[time_machine.Traveller]:
    """A day after the plan of `tests.world` has ended: every step may be taken. A test can move on from it."""
    with time_machine.travel(datetime.combine(END + timedelta(days=1), time(9), UTC), tick=True) as clock:
        yield clock


@pytest.fixture
def forgotten_tries() -> Iterator[None]:
    """Tries to sign in and codes that were used are kept in Valkey, which no test empties by itself."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def nobodys_language() -> Iterator[None]:
    """A request leaves its reader's language and time zone to whatever its thread does next."""
    yield
    translation.deactivate()
    timezone.deactivate()


@pytest.fixture(autouse=True)
def history_stands(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever a test did, every event chain it leaves verifies. One that tampers says so by its marker."""
    reads = request.node.get_closest_marker("django_db") or {"db", "live_server"} & set(request.fixturenames)
    if not reads or request.node.get_closest_marker("tampers"):
        yield
        return
    request.getfixturevalue("db")  # before this one, so that the tables are emptied after it
    yield
    if connection.connection is None or connection.connection.info.transaction_status != TransactionStatus.INERROR:
        verify()
