"""Queries that a page may take, session and user among them; and no more of them where there are more cases."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.actions import add_comment, open_case
from cases.models import CaseFile
from people.actions import add_user
from plans.actions import start_plan
from plans.models import Plan
from plans.states import PlanStatus
from tests.pages import signed_in
from tests.world import People, actor, hold, plan_in

MOST = """
address                  ada  ben  cleo  dora  emil
.                        15   15   15    15    15
cases/                   3    3    3     3     3
inbox/                   4    4    4     3     3
settings/                2    2    2     2     2
cases/<>/                19   19   20    20    20
cases/<>/history/        8    10   8     8     8
cases/<>/plan/           10   13   10    10    10
cases/<>/checkpoints/1/  16   16   16    16    16
cases/<>/checkpoints/2/  14   15   14    14    14
cases/<>/sign-offs/      8    8    8     8     8
"""
FEW, MANY = 3, 30

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_plan")]


def table() -> list[tuple[str, str, int]]:
    head, *rows = [line.split() for line in MOST.strip().splitlines()]
    return [
        (row[0].removeprefix("."), person, int(n)) for row in rows for person, n in zip(head[1:], row[1:], strict=True)
    ]


def more_cases(who: People, number: int) -> None:
    for n in range(number):
        report = add_user(f"report{n}-{number}@example.com", name=f"Report {n}", manager=who.ada)
        case = open_case(report, hr_partner=who.cleo, by=actor(who.ada), language="en", time_zone="UTC")
        start_plan(case, by=actor(who.ada))


@pytest.fixture
def plan(who: People) -> Plan:
    """A running plan with a checkpoint held and something said about it."""
    plan = plan_in(PlanStatus.ACTIVE, who)
    hold(plan, who, 1)
    for user in (who.ada, who.ben, who.cleo):
        add_comment(plan.case, by=actor(user), text="So it is.", topic="plan")
    return plan


def count(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_no_page_asks_more_than_its_share(who: People, plan: Plan) -> None:
    more_cases(who, FEW)
    over = []
    for route, person, most in table():
        client = signed_in(getattr(who, person))
        address = f"/{route}".replace("<>", plan.case.reference)
        client.get(address)  # the first view of the hour is noted, and the session stamped
        if (asked := count(client, address)) > most:
            over.append(f"{route} by {person}: {asked}, not {most}")
    assert over == []


@pytest.mark.parametrize("address", ["/", "/cases/"])
@pytest.mark.parametrize("person", ["ada", "cleo", "dora"])
def test_more_cases_are_no_more_queries(who: People, address: str, person: str) -> None:
    client = signed_in(getattr(who, person))
    more_cases(who, FEW)
    client.get(address)
    few = count(client, address)
    more_cases(who, MANY - FEW)
    assert CaseFile.objects.visible_to(who.dora).count() == MANY
    assert count(client, address) == few


def test_more_words_are_no_more_queries(who: People, plan: Plan) -> None:
    client = signed_in(who.ben)
    pages = [f"/cases/{plan.case.reference}/{page}" for page in ("", "history/", "plan/", "checkpoints/1/")]
    for page in pages:
        client.get(page)
    few = [count(client, page) for page in pages]
    for number in range(12):
        add_comment(plan.case, by=actor(who.ada), text=f"{number}", topic="plan")
    hold(plan, who, 2)
    assert [count(client, page) for page in pages] == few
