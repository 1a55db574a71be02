"""kill -9 of the web server in the middle of a signature: all of it is there afterwards, or nothing."""

from collections.abc import Iterator

import pytest
from django.db import connection

from cases.verify import verify
from tests.database import superuser
from tests.everything import everything
from tests.faults.points import POINTS, Point
from tests.faults.signatures import APPROVAL, ISSUE, RECEIPT, Kind, Signature
from tests.faults.web import Web
from tests.world import People

pytestmark = pytest.mark.django_db(transaction=True)

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


def all_rows() -> dict[str, tuple[int, str]]:
    """As a new connection reads them; only who read what when is left out."""
    with superuser(connection.settings_dict["NAME"]) as fresh:
        return everything(fresh.cursor(), but=("cases_reading",))


def killed_and_tried_again(web: Web, point: Point, signature: Signature) -> None:
    before = all_rows()
    assert web.dies(signature.sent, at=point.name)
    left = all_rows()
    verify()
    web.start()
    assert web.post(signature.sent) == 302
    whole = all_rows()
    assert signature.faults() == []
    assert left == (whole if point.signed else before)
    assert left != (before if point.signed else whole)
    assert web.post(signature.sent) == 302
    assert all_rows() == whole
    verify()


def cases_for(point: Point) -> list[Kind]:
    return [kind for kind, times in TIMES.items() for _time in range(times) if point.name not in NOT_PASSED[kind]]


@pytest.mark.parametrize("point", POINTS, ids=lambda point: point.name)
def test_killed_at(web: Web, who: People, point: Point) -> None:
    if not web.is_there:
        web.start()
    for number, kind in enumerate(cases_for(point)):
        killed_and_tried_again(web, point, Signature.prepare(kind, who, f"employee{number}"))
