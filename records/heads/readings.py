"""Who read which case stands beside the chains; each daily checkpoint covers what was noted since the one before.

A reading counts for the hour it was in (`cases.models.reading`), and an hour is covered once it has been over for an
hour: nothing that was under way can still be noted in it. The digest is the SHA-256 of 32 bytes a reading (case id 16,
person's id 8 and the hour in seconds since 1970 8, both big-endian), in the order of hour, case and person.
"""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from django.db import connection

from cases.chain import utc_text

from .body import Readings

SETTLED = timedelta(hours=1)
LONG_AGO = "0001-01-01T00:00:00.000000Z"
NONE = hashlib.sha256().hexdigest()
DIGEST = """
count(*), encode(sha256(string_agg(
    uuid_send(case_id) || int8send(user_id) || int8send(extract(epoch FROM hour)::bigint), ''::bytea
    ORDER BY hour, case_id, user_id
)), 'hex')
"""
SINCE = f"SELECT {DIGEST} FROM cases_reading WHERE hour >= %(since)s AND hour < %(until)s"  # noqa: S608 - no words of anybody
# The table is read once, however many intervals there are: the nth holds the hours from the nth end on.
EACH = f"""
SELECT width_bucket(hour, %(untils)s::timestamptz[]), {DIGEST} FROM cases_reading
WHERE hour < %(last)s GROUP BY 1
"""  # noqa: S608


def since(until: str | None, now: datetime) -> Readings:
    """Of the hours from the end of the last interval on that are settled by now. A clock set back covers none twice."""
    settled = now.replace(minute=0, second=0, microsecond=0) - SETTLED
    begin, end = until or LONG_AGO, max(until or LONG_AGO, utc_text(settled))
    with connection.cursor() as cursor:
        cursor.execute(SINCE, {"since": begin, "until": end})
        count, digest = cursor.fetchone()
    return Readings(count, digest or NONE, end)


def differing(covered: Sequence[Readings]) -> int | None:
    """Which of these intervals, the first from 0 on, is not as it was covered."""
    found = dict(_found([readings.until for readings in covered]))
    for place, readings in enumerate(covered):
        if found.get(place, (0, NONE)) != (readings.count, readings.digest):
            return place
    return next((place for place, (a, b) in enumerate(pairwise(covered), 1) if b.until < a.until), None)


def _found(untils: Sequence[str]) -> Iterator[tuple[int, tuple[int, str]]]:
    if not untils:
        return
    with connection.cursor() as cursor:
        cursor.execute(EACH, {"untils": list(untils), "last": untils[-1]})
        yield from ((place, (count, digest)) for place, count, digest in cursor.fetchall())
