"""kill -9 of the web server in the middle of a signature: all of it is there afterwards, or nothing."""

from collections.abc import Iterator

import pytest
from django.db import connection

from cases.verify import verify
from tests.database import superuser
from tests.faults.points import POINTS, Point
from tests.faults.signatures import APPROVAL, ISSUE, RECEIPT, Kind, Signature
from tests.faults.web import Web
from tests.world import People

pytestmark = pytest.mark.django_db(transaction=True)

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'cases_reading'"
WHOLE = """SELECT '{0}', count(*), md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM public."{0}" t"""
NOT_PASSED = {  # points that a kind of signature has no part in
    RECEIPT: {"the plan is laid out", "the plan is handed over", "the employee sees the case"},
    APPROVAL: {
        "the reading was noted", "the plan is laid out", "the plan is handed over", "the employee sees the case",
        "the checkpoints are made",
    },
    ISSUE: {"the reading was noted", "the checkpoints are made"},
}  # fmt: skip
TIMES = {RECEIPT: 3, APPROVAL: 1, ISSUE: 1}


@pytest.fixture(scope="module")
def web(django_db_setup: None) -> Iterator[Web]:
    """The servers of this module; the database they are on is made before, and dropped after them."""
    web = Web()
    yield web
    web.end()


def everything() -> dict[str, tuple[int, str]]:
    """Number of rows and digest of every table, as a new connection reads them; only who read what when is left out."""
    with superuser(connection.settings_dict["NAME"]) as fresh:
        tables = [row[0] for row in fresh.execute(TABLES)]
        rows = fresh.execute(" UNION ALL ".join(WHOLE.format(table) for table in tables))
        return {name: (count, digest) for name, count, digest in rows}


def killed_and_tried_again(web: Web, point: Point, signature: Signature) -> None:
    before = everything()
    assert web.dies(signature.sent, at=point.name)
    left = everything()
    verify()
    web.start()
    assert web.post(signature.sent) == 302
    whole = everything()
    assert signature.faults() == []
    assert left == (whole if point.signed else before)
    assert left != (before if point.signed else whole)
    assert web.post(signature.sent) == 302
    assert everything() == whole
    verify()


def cases_for(point: Point) -> list[Kind]:
    return [kind for kind, times in TIMES.items() for _time in range(times) if point.name not in NOT_PASSED[kind]]


@pytest.mark.parametrize("point", POINTS, ids=lambda point: point.name)
def test_killed_at(web: Web, who: People, point: Point) -> None:
    if not web.server:
        web.start()
    for number, kind in enumerate(cases_for(point)):
        killed_and_tried_again(web, point, Signature.prepare(kind, who, f"employee{number}"))
