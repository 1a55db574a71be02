"""One PostgreSQL and one Valkey for the whole run, and tests under the app's own database role.

The database is made and migrated as the owner; then the connection's user becomes the app's role,
so that a test meets the same refusals as production. Only the emptying of tables after a
transactional test is done by a superuser, with triggers asleep: the app's role cannot, by design.
"""

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connections
from django.db.backends.postgresql.operations import DatabaseOperations

from pipcases import local, servers

FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")
ROLE_KEYS = ("USER", "PASSWORD")
_running: list[servers.Server] = []


def is_first_process(config: pytest.Config) -> bool:
    """True without xdist and in its controller; false in the workers."""
    return not hasattr(config, "workerinput")


def pytest_configure(config: pytest.Config) -> None:
    """Start what is not given by address. Before the workers, which inherit nothing but where it is."""
    if not is_first_process(config) or config.option.collectonly:
        return
    var = Path(os.environ["PIPCASES_TEST_VAR"])
    (var / "static").mkdir()  # nothing is collected: Django finds the files where they are
    if not os.environ.get("DATABASE_URL"):
        _running.append(servers.start_postgres(var, *FAST, createdb=True))
    if not os.environ.get("REDIS_URL"):
        _running.append(servers.start_valkey(var))


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the servers and remove the data folder; the workers have ended before."""
    if not is_first_process(config):
        return
    var = Path(os.environ["PIPCASES_TEST_VAR"])
    for server in _running:
        servers.stop(server, signal.SIGINT)  # at once, for both
    shutil.rmtree(local.socket_folder(var), ignore_errors=True)
    shutil.rmtree(var, ignore_errors=True)


@pytest.fixture(scope="session")
def app_role(django_db_modify_db_settings: None) -> Iterator[Callable[[], AbstractContextManager[None]]]:
    """The default connection is the owner while the test database is made and, at the end, dropped.

    Yields what makes it the app for the time between.
    """
    default = settings.DATABASES["default"]
    app = {key: default[key] for key in ROLE_KEYS}
    connect_as(settings.DATABASES["owner"])
    yield partial(as_app, app)
    connect_as(app)


@contextmanager
def as_app(credentials: dict[str, str]) -> Iterator[None]:
    """Every test is the app; emptying tables after a test is not (patched once: it outlives each test)."""
    made = connections["default"].settings_dict
    owner = {key: made[key] for key in ROLE_KEYS}
    with superuser(made["NAME"]) as connection:
        connection.execute(servers.ROLES_SQL.read_bytes())  # a database's own rights come from no template
    connect_as(credentials)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", flush_as_superuser)
        yield
    connect_as(owner)


def connect_as(credentials: dict[str, str]) -> None:
    """Change who the default connection is; it opens again when next used."""
    connection = connections["default"]
    connection.close()
    connection.settings_dict.update({key: credentials[key] for key in ROLE_KEYS})


def flush_as_superuser(operations: DatabaseOperations, statements: list[str]) -> None:
    """Run Django's TRUNCATEs with triggers asleep: the evidence tables' own refuse it."""
    name = operations.connection.settings_dict["NAME"]
    with superuser(name) as connection:
        connection.execute("SET session_replication_role = replica")
        for statement in statements:
            connection.execute(statement.encode())


def superuser(name: str) -> psycopg.Connection:
    """A connection that may do anything, to one database."""
    given = os.environ.get("DATABASE_SUPERUSER_URL")
    if given:
        return psycopg.connect(given, dbname=name)
    folder = local.socket_folder(Path(os.environ["PIPCASES_TEST_VAR"]))
    return psycopg.connect(host=str(folder), port=5432, user=local.SUPERUSER, dbname=name)
