"""Servers from wheels: where they are, who may reach them, and what survives a crash."""

import os
import shutil
import signal
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import environ
import psycopg
import pytest
import redis
from django.core.exceptions import ImproperlyConfigured

from pipcases import local, servers
from tests.services import FAST

DEEP = "/".join(["a folder with an é and a 中 "] * 6)


@contextmanager
def postgres(var: Path) -> Iterator[servers.Server]:
    server = servers.start_postgres(var, *FAST)
    try:
        yield server
    finally:
        servers.stop_postgres(server)


def connect(var: Path, role: str) -> psycopg.Connection:
    """By the address alone, as Django reads it."""
    found = environ.Env.db_url_config(local.database_url(var, role))
    return psycopg.connect(
        host=found["HOST"], port=found["PORT"], user=found["USER"], dbname=found["NAME"], autocommit=True
    )


# The key ---------------------------------------------------------------------------------------


def test_the_key_is_made_once_and_kept_private(tmp_path: Path) -> None:
    key = local.secret_key(tmp_path, allowed=True)
    assert len(key) >= 50
    assert local.secret_key(tmp_path, allowed=True) == key
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_processes_that_start_together_share_one_key(tmp_path: Path) -> None:
    keys: list[str] = []
    threads = [threading.Thread(target=lambda: keys.append(local.secret_key(tmp_path, allowed=True))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 8
    assert len(set(keys)) == 1


def test_production_is_never_given_a_key(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY is not set"):
        local.secret_key(tmp_path, allowed=False)
    assert not any(tmp_path.iterdir())


# Addresses -------------------------------------------------------------------------------------


def test_a_deep_data_folder_still_has_a_short_socket(tmp_path: Path) -> None:
    deep = tmp_path / DEEP
    assert len(os.fsencode(local.socket_folder(deep))) < local.LONGEST_SOCKET_PATH
    assert local.socket_folder(deep) == local.socket_folder(deep)
    assert local.socket_folder(deep) != local.socket_folder(deep / "other")


def test_a_socket_folder_somebody_else_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "run").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ImproperlyConfigured, match="must be a folder of the user"):
        local.private_folder(tmp_path / "run")


def test_celery_is_given_its_own_spelling_of_a_socket() -> None:
    assert local.broker_url("unix:///a/b.sock?db=3") == "redis+socket:///a/b.sock?virtual_host=3"
    assert local.broker_url("redis://cache:6379/0") == "redis://cache:6379/0"


# PostgreSQL ------------------------------------------------------------------------------------


def test_it_starts_again_on_the_same_data_and_leaves_folders_as_they_were(tmp_path: Path) -> None:
    var = tmp_path / DEEP
    before = stat.S_IMODE(tmp_path.stat().st_mode)
    with postgres(var), connect(var, local.OWNER) as owner:
        owner.execute("CREATE TABLE kept AS SELECT 1 AS one")
    with postgres(var), connect(var, local.OWNER) as owner:
        assert owner.execute("SELECT one FROM kept").fetchone() == (1,)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == before
    assert stat.S_IMODE(local.socket_folder(var).stat().st_mode) == 0o700
    shutil.rmtree(local.socket_folder(var))


def test_the_database_sorts_and_lowers_every_script(tmp_path: Path) -> None:
    with postgres(tmp_path), connect(tmp_path, local.APP) as app:
        assert app.execute("SELECT lower('ÄÉ签'), current_setting('server_encoding')").fetchone() == ("äé签", "UTF8")


@pytest.mark.parametrize("statement", ["CREATE TABLE extra (id int)", "CREATE TEMPORARY TABLE extra (id int)"])
def test_the_app_makes_no_table_and_the_owner_does(tmp_path: Path, statement: str) -> None:
    with postgres(tmp_path):
        with connect(tmp_path, local.APP) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute(statement)
        with connect(tmp_path, local.OWNER) as owner:
            owner.execute(statement)


def test_it_starts_after_it_was_killed(tmp_path: Path) -> None:
    with postgres(tmp_path) as server:
        os.kill(server.pid, signal.SIGKILL)
        server.wait()
    assert (tmp_path / "postgres" / "postmaster.pid").exists()
    with postgres(tmp_path), connect(tmp_path, local.APP) as app:
        assert app.execute("SELECT 1").fetchone() == (1,)


def test_it_starts_when_the_dead_servers_number_is_now_another_process(tmp_path: Path) -> None:
    with postgres(tmp_path):
        pass
    (tmp_path / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n/elsewhere\n")
    with postgres(tmp_path), connect(tmp_path, local.APP) as app:
        assert app.execute("SELECT 1").fetchone() == (1,)


def test_a_start_that_fails_says_why_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(servers.ServerFailedError, match="(?s)PostgreSQL failed.*no_such_setting"):
        servers.start_postgres(tmp_path, "no_such_setting=1")


# Valkey ----------------------------------------------------------------------------------------


def test_valkey_answers_at_its_address_and_ends_an_orphan_of_itself(tmp_path: Path) -> None:
    orphan = servers.start_valkey(tmp_path)
    server = servers.start_valkey(tmp_path)
    assert orphan.wait(5) == 0
    with redis.Redis.from_url(local.redis_url(tmp_path, 3)) as client:
        client.set("kept", "while it runs")
        assert client.get("kept") == b"while it runs"
    servers.stop(server)
    assert server.returncode == 0
