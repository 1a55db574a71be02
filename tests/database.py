"""Tests under the app's own database role.

The database is made and migrated as the owner; then the connection's user becomes the app's role,
so that a test meets the same refusals as production. Only the emptying of tables after a
transactional test is done by a superuser, with triggers asleep: the app's role cannot, by design.
"""

import os
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

ROLE_KEYS = ("USER", "PASSWORD")

KEEP_SEED = """
DO $$
DECLARE name text; filled boolean;
BEGIN
    CREATE SCHEMA seed;
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'django_migrations' LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', name) INTO filled;
        IF filled THEN EXECUTE format('CREATE TABLE seed.%I AS TABLE public.%I', name, name); END IF;
    END LOOP;
END $$
"""
BACK_TO_SEED = """
DO $$
DECLARE name text; columns text; differs boolean;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'django_migrations'
        EXCEPT SELECT tablename FROM pg_tables WHERE schemaname = 'seed'
    LOOP
        EXECUTE format('DELETE FROM public.%I', name);
    END LOOP;
    FOR name, columns IN
        SELECT table_name, string_agg(quote_ident(column_name), ', ') FROM information_schema.columns
        WHERE table_schema = 'public' AND is_generated = 'NEVER'
        AND table_name IN (SELECT tablename FROM pg_tables WHERE schemaname = 'seed') GROUP BY table_name
    LOOP
        EXECUTE format('SELECT EXISTS ((TABLE public.%1$I EXCEPT ALL TABLE seed.%1$I)
            UNION ALL (TABLE seed.%1$I EXCEPT ALL TABLE public.%1$I))', name) INTO differs;
        IF differs THEN
            EXECUTE format('DELETE FROM public.%I', name);
            EXECUTE format('INSERT INTO public.%I (%s) SELECT %s FROM seed.%I', name, columns, columns, name);
        END IF;
    END LOOP;
END $$
"""  # not TRUNCATE, which makes files anew for every table and index: four times as slow for so few rows
END_SESSIONS = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s"


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
        connection.execute(KEEP_SEED)
    connect_as(credentials)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", flush_as_superuser)
        yield
    connect_as(owner)
    with superuser("postgres") as connection:
        connection.execute(END_SESSIONS, [made["NAME"]])  # one just closed may not have ended yet


def connect_as(credentials: dict[str, str]) -> None:
    """Change who the default connection is; it opens again when next used."""
    connection = connections["default"]
    connection.close()
    connection.settings_dict.update({key: credentials[key] for key in ROLE_KEYS})


def flush_as_superuser(operations: DatabaseOperations, statements: list[str]) -> None:
    """Back to what the migrations left: also tables without a model, and rows the migrations wrote.

    Instead of Django's statements, which know neither; and with triggers asleep, because the
    evidence tables' own refuse to be emptied.
    """
    with superuser(operations.connection.settings_dict["NAME"]) as connection:
        connection.execute(BACK_TO_SEED)


def superuser(name: str) -> psycopg.Connection:
    """A connection that may do anything, to one database."""
    given = os.environ.get("DATABASE_SUPERUSER_URL")
    if given:
        return psycopg.connect(given, dbname=name, autocommit=True)
    folder = local.socket_folder(Path(os.environ["PIPCASES_TEST_VAR"]))
    return psycopg.connect(host=str(folder), port=5432, user=local.SUPERUSER, dbname=name, autocommit=True)
