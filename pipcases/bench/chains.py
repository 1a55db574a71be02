"""How fast event chains are appended to and verified. One commit per event, with the disk's own pace."""

import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

from django.db import connection, transaction

from cases import chain
from cases.models import CaseEvent
from cases.verify import verify

THREADS = 4
BODY = {
    "act": "cases.add_comment",
    "at": "2026-01-01T09:00:00.000000Z",
    "by": {"user": 1, "part": "manager"},
    "facts": {},
}


def verifying() -> float:
    """Events per second over every case."""
    began = time.perf_counter()
    return verify() / (time.perf_counter() - began)


def appending(cases: list[uuid.UUID], most: int) -> float:
    """Events per second: four writers, each with a connection of its own, each to its own of these cases in turn."""
    shares = [[cases[(writer + turn) % len(cases)] for turn in range(most // THREADS)] for writer in range(THREADS)]
    with ThreadPoolExecutor(THREADS) as writers:
        began = time.perf_counter()
        written = sum(writers.map(append_all, shares))
    return written / (time.perf_counter() - began)


def append_all(cases: list[uuid.UUID]) -> int:
    try:
        for case_id in cases:
            with transaction.atomic():
                chain.append(case_id, BODY, {})
    finally:
        connection.close()
    return len(cases)


def some_cases(most: int) -> list[uuid.UUID]:
    ids = CaseEvent.objects.filter(seq=1).values_list("case_id", flat=True)
    return list(islice(ids, most))
