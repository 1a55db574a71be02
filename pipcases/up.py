"""`manage.py up`: everything the application is made of, started on one machine with one command."""

import http.client
import os
import re
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from django.conf import settings

from people.demo import DEMO_ACCOUNTS, PASSWORD
from pipcases import local, servers, startup
from pipcases.servers import Server
from pipcases.supervisor import Child, Supervisor, show

WEB_PROCESSES, WEB_THREADS, WORKER_PROCESSES = 2, 2, 2
HEALTHY_SECONDS = 60.0
LARGE_LOG = 5_000_000  # bytes
# An ERROR of PostgreSQL is a refusal that worked; asked too early, it says so.
SERVER_TROUBLE = re.compile(r"\b(PANIC|FATAL)\b(?!.*(starting up|not yet accepting))")


def run(port: int) -> None:
    """Start, report, and keep up until told to stop. Raises ServerFailedError with a message for people."""
    startup.require_libraries()
    startup.require_port(port)
    var = settings.VAR
    with startup.only_one(var), Supervisor() as supervisor:
        shorten_logs(var)
        for child in local_servers(var):
            supervisor.add(child)
        environment = child_environment(port)
        prepare(environment)
        web, *others = processes(var, port, environment)
        supervisor.add(web)
        wait_until_healthy(web, port)  # alone: on two cores it is up sooner, and the others hurry nobody
        for child in others:
            supervisor.add(child)
        print(greeting(port, demo=environment.get("DEMO") == "1"), flush=True)  # noqa: T201
        supervisor.watch()


def child_environment(port: int) -> dict[str, str]:
    """Without a database of its own to lose, this is a demo, unless the environment says DEMO=0."""
    environment = {**os.environ, "PORT": str(port), "PYTHONUNBUFFERED": "1"}
    if settings.LOCAL:
        environment.setdefault("DEMO", "1")
    return environment


def prepare(environment: dict[str, str]) -> None:
    startup.migrate()
    startup.load_library()
    startup.load_holidays()
    startup.prepare_files()
    if environment.get("DEMO") == "1":
        startup.load_demo(environment)


def local_servers(var: Path) -> list[Child]:
    """Those not given by address. Stopped last, as they were started first."""
    children = []
    if settings.LOCAL:
        start = partial(servers.start_postgres, var)
        log = servers.log_file(var, "postgres")
        children.append(Child("postgres", start, log, signal.SIGINT, SERVER_TROUBLE))
    if not os.environ.get("REDIS_URL"):
        children.append(Child("valkey", partial(servers.start_valkey, var), servers.log_file(var, "valkey")))
    return children


def processes(var: Path, port: int, environment: dict[str, str]) -> list[Child]:
    """Web, worker and beat, each as a process of its own like in production."""
    commands = {"web": web_command(port), "worker": worker_command(), "beat": beat_command(var)}
    logs = {name: servers.log_file(var, name) for name in commands}
    return [Child(name, starter(command, logs[name], environment), logs[name]) for name, command in commands.items()]


def starter(command: list[str], log: Path, environment: dict[str, str]) -> Callable[[], Server]:
    tie = servers.tied_to_us(signal.SIGTERM)
    return partial(servers.spawn, [sys.executable, "-m", *command], log, prefix=tie, environment=environment)


def web_command(port: int) -> list[str]:
    """Threads are bounded: at granian's default number they ran PostgreSQL out of connections."""
    size = ["--workers", str(WEB_PROCESSES), "--blocking-threads", str(WEB_THREADS)]
    address = ["--interface", "wsgi", "--host", startup.HOST, "--port", str(port)]
    return [
        "granian",
        *address,
        *size,
        "--respawn-failed-workers",
        "--workers-kill-timeout",
        "5",
        "pipcases.wsgi:application",
    ]


def worker_command() -> list[str]:
    size = ["--concurrency", str(WORKER_PROCESSES), "--prefetch-multiplier", "1"]
    return [*celery("worker"), "--pool", "prefork", *size, "--without-gossip", "--without-mingle"]


def beat_command(var: Path) -> list[str]:
    schedule = local.private_folder(var / "beat") / "schedule"
    return [*celery("beat"), "--schedule", str(schedule), "--pidfile="]


def celery(role: str) -> list[str]:
    return ["celery", "-A", "pipcases.celery:app", role, "--loglevel", "INFO"]


def wait_until_healthy(web: Child, port: int) -> None:
    """Until /healthz is green, as a load balancer would ask."""

    def healthy() -> bool:
        show(web)
        return ask_health(port)[0]

    if web.process is not None:
        servers.wait_until(healthy, web.process, web.log, "The application", HEALTHY_SECONDS)


def ask_health(port: int) -> tuple[bool, str]:
    """Whether /healthz is green, and what it says."""
    connection = http.client.HTTPConnection(startup.HOST, port, timeout=15)
    try:
        connection.request("GET", "/healthz")
        response = connection.getresponse()
        return response.status == http.client.OK, response.read().decode()
    except (OSError, http.client.HTTPException):
        return False, "no answer"
    finally:
        connection.close()


def greeting(port: int, *, demo: bool) -> str:
    lines = [f"pipcases runs at http://{startup.HOST}:{port}/ (Ctrl-C stops it)"]
    if demo:
        lines += [f"  {email}" for email in DEMO_ACCOUNTS]
        lines.append(f"  password, for all of them: {PASSWORD}")
    return "\n".join(lines)


def shorten_logs(var: Path) -> None:
    """A log that has grown large becomes the previous one."""
    for log in (var / "log").glob("*.log"):
        if log.stat().st_size > LARGE_LOG:
            log.replace(log.with_suffix(".log.1"))
