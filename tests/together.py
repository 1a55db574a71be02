"""Several things at the same time, each on a connection of its own."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connections

PATIENCE = 30  # seconds: a deadlock ends the test instead of the run


def together(*calls: Callable[[], Any]) -> list[Any]:
    """Call them all at once; what each returned, or the exception it raised. For transactional tests."""
    barrier = Barrier(len(calls), timeout=PATIENCE)

    def run(call: Callable[[], Any]) -> Any:
        try:
            connections["default"].ensure_connection()
            barrier.wait()
            return call()
        except Exception as error:  # noqa: BLE001 - it is the result
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls, timeout=PATIENCE))


def faults(results: Iterable[Any]) -> list[str]:
    """The names of the exceptions among results."""
    return [type(result).__name__ for result in results if isinstance(result, Exception)]
