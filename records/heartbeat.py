"""A worker's word that it is still at a copy: its lease goes on while it lives, and soon ends once it was killed."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from django.db import connection

from .claims import renew
from .models import RecordCopy

EVERY = 10  # seconds; three may be missed before the lease is over


@contextmanager
def at_it(copy: RecordCopy) -> Iterator[None]:
    """The lease of this copy goes on as long as the block runs."""
    done = Event()
    beating = Thread(target=_beat, args=(copy, done), name="heartbeat", daemon=True)
    beating.start()
    try:
        yield
    finally:
        done.set()
        beating.join()


def _beat(copy: RecordCopy, done: Event) -> None:
    try:
        while not done.wait(EVERY):
            renew(copy)
    finally:
        connection.close()
