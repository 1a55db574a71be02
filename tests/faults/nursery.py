"""`python -m tests.faults.nursery`: keeps the application imported, and makes web servers when asked.

Each line on standard input asks for one: its port and its number of threads. The server is granian as `manage.py up`
starts it, with one worker, in a process group of its own that was forked from here, so that it stands in a tenth of a
second; its process id is the answer. A request whose header `X-Die-At` names a point of `tests.faults.points` ends the
whole server there with SIGKILL. At the end of the input every server is ended, by its own id.
"""

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from importlib import import_module
from threading import local
from typing import Any

from tests.faults.points import AFTER, BEFORE, NAMED, POINTS, Point

ROOMS = ("pipcases.", "people.", "cases.", "plans.", "reviews.", "records.")
request = local()


def main() -> None:
    multiprocessing.set_start_method("fork")  # granian's worker too: what is imported here is not imported again
    prepare()
    servers: list[int] = []
    for line in sys.stdin:
        port, threads = map(int, line.split())
        if (server := os.fork()) == 0:
            serve(port, threads)
        servers.append(server)
        print(server, flush=True)  # noqa: T201
        reap(servers)
    for server in servers:
        with suppress(ProcessLookupError):
            os.killpg(server, signal.SIGKILL)


def prepare() -> None:
    """Everything a request needs is loaded, and no connection is open that a fork would share."""
    for module in ("pipcases.wsgi", "pipcases.urls", "granian", "celery.app.amqp", "kombu.transport.redis"):
        import_module(module)
    for point in POINTS:
        watch(point)
    request_begins()


def reap(servers: list[int]) -> None:
    """Forget those that died; the number of a process that is gone may be given to another."""
    for server in list(servers):
        if os.waitpid(server, os.WNOHANG)[0]:
            servers.remove(server)


def serve(port: int, threads: int) -> None:
    """Never returns."""
    from granian import Granian
    from granian.constants import Interfaces

    os.setsid()
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)  # what granian says goes to the log
    size = {"workers": 1, "blocking_threads": threads, "workers_kill_timeout": 5}
    Granian("pipcases.wsgi:application", address="127.0.0.1", port=port, interface=Interfaces.WSGI, **size).serve()  # type: ignore[arg-type]
    os._exit(0)


# Dying -----------------------------------------------------------------------------------------


def request_begins() -> None:
    """Read from each request where it is to end, before anything else of it is done."""
    from django.core.handlers.wsgi import WSGIHandler

    handle = WSGIHandler.__call__

    def beginning(self: Any, environ: Any, start_response: Any) -> Any:
        request.passed, request.dies_at = set(), environ.get("HTTP_X_DIE_AT", "")
        return handle(self, environ, start_response)

    WSGIHandler.__call__ = beginning  # type: ignore[method-assign]


def watch(point: Point) -> None:
    """Wrap what stands at the point's place, wherever the application has a name for it."""
    owner, name = found(point.place)
    original = getattr(owner, name)

    @wraps(original)
    def watched(*args: Any, **kwargs: Any) -> Any:
        if point.moment == BEFORE:
            passes(point)
        result = original(*args, **kwargs)
        if point.moment == AFTER:
            passes(point)
        return result

    setattr(owner, name, watched)
    for module in [module for path, module in sys.modules.items() if path.startswith(ROOMS)]:
        replace(vars(module), original, watched)


def found(place: str) -> tuple[Any, str]:
    """The module or class, and the name in it."""
    path, _dot, name = place.rpartition(".")
    try:
        return import_module(path), name
    except ModuleNotFoundError:
        module, _dot, kind = path.rpartition(".")
        return getattr(import_module(module), kind), name


def replace(names: dict[str, Any], original: Callable[..., Any], watched: Callable[..., Any]) -> None:
    for name, value in list(names.items()):
        if value is original:
            names[name] = watched


def passes(point: Point) -> None:
    """Here the server dies, where this request says so."""
    passed: set[str] = getattr(request, "passed", set())
    if NAMED[point.name] is point and request_dies_at() == point.name and (not point.since or point.since in passed):
        os.killpg(0, signal.SIGKILL)
    passed.add(point.name)


def request_dies_at() -> str:
    return str(getattr(request, "dies_at", ""))


if __name__ == "__main__":
    main()
