"""The heads of all chains as bytes: 56 for each case (id 16, number 8 big-endian, hash 32), in the order of the ids.

They are kept with each daily checkpoint: a path is reckoned from them, and they say which event a case had reached.
"""

import re
import uuid
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from django.db import connection

from . import merkle

SIZE = 56
_EACH = re.compile(b"(?s).{%d}" % SIZE)
PRESENT = """
SELECT string_agg(uuid_send(case_id) || int8send(seq) || head, ''::bytea ORDER BY case_id) FROM case_chain
"""


def present() -> bytes:
    """As all chains stand now, by one statement: as of one moment."""
    with connection.cursor() as cursor:
        cursor.execute(PRESENT)
        (found,) = cursor.fetchone()
    return bytes(found or b"")


def split(leaves: bytes) -> list[bytes]:
    return _EACH.findall(leaves)


def read(entry: bytes) -> tuple[uuid.UUID, int, bytes]:
    """Case, number and hash of one."""
    return uuid.UUID(bytes=entry[:16]), int.from_bytes(entry[16:24], "big"), entry[24:]


def hashes(leaves: bytes) -> list[bytes]:
    """The tree's leaves, in their order."""
    return [merkle.leaf(*read(entry)) for entry in split(leaves)]


def are_in_order(leaves: bytes) -> bool:
    """Whole, and every case once."""
    ids = list(_ids(leaves))
    return len(leaves) % SIZE == 0 and all(before < after for before, after in pairwise(ids))


def place_of(case_id: uuid.UUID, leaves: bytes) -> int | None:
    """Where the case stands, counted from 0."""
    ids = list(_ids(leaves))
    place = bisect_left(ids, case_id.bytes)
    return place if place < len(ids) and ids[place] == case_id.bytes else None


def _ids(leaves: bytes) -> Iterator[bytes]:
    return (entry[:16] for entry in split(leaves))
