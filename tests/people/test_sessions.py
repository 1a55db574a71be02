"""Sessions end: after half an hour without a request, after twelve hours anyway, and at once for a leaver."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.actions import deactivate
from tests.pages import sign_in, signed_in
from tests.world import People

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 3, 10, 8, tzinfo=UTC)
SETTINGS = "/settings/"


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


def is_in(client: Any) -> bool:
    return bool(client.get(SETTINGS).status_code == 200)


def test_half_an_hour_without_a_request_ends_it(who: People, clock: Any) -> None:
    client = signed_in(who.ben)
    assert is_in(client)
    clock.shift(timedelta(minutes=30))
    assert is_in(client)
    clock.shift(timedelta(minutes=30, seconds=1))
    assert not is_in(client)
    clock.shift(timedelta(minutes=-30))
    assert not is_in(client)  # ended is ended


def test_each_request_begins_the_half_hour_anew_up_to_twelve_hours(who: People, clock: Any) -> None:
    client = signed_in(who.ben)
    assert is_in(client)
    for _request in range(36):
        clock.shift(timedelta(minutes=20))
        assert is_in(client)
    assert datetime.now(UTC) - MORNING == timedelta(hours=12)
    clock.shift(timedelta(seconds=1))
    assert not is_in(client)


def test_signing_in_again_begins_a_new_one(who: People, clock: Any) -> None:
    client = signed_in(who.ben)
    assert is_in(client)
    clock.shift(timedelta(hours=13))
    assert not is_in(client)
    sign_in(client, who.ben)
    assert is_in(client)
    clock.shift(timedelta(minutes=20))
    assert is_in(client)


def test_a_leaver_is_out_with_the_next_request(who: People) -> None:
    client = signed_in(who.ben)
    assert is_in(client)
    deactivate(who.ben)
    assert not is_in(client)
    assert not is_in(signed_in(who.ben))


def test_a_leaver_cannot_sign_in(who: People) -> None:
    deactivate(who.ben)
    client = signed_in(who.fay)
    client.logout()
    sign_in(client, who.ben)
    assert not is_in(client)


def test_a_changed_password_ends_other_sessions(who: People) -> None:
    client = signed_in(who.ben)
    assert is_in(client)
    who.ben.set_password("another long password")
    who.ben.save()
    assert not is_in(client)


def test_signing_in_changes_the_sessions_key(who: People) -> None:
    client = signed_in(who.fay)
    first = client.session.session_key
    client.logout()
    sign_in(client, who.ben)
    assert client.session.session_key != first


def test_a_session_is_written_once_a_minute_at_most(who: People, clock: Any) -> None:
    client = signed_in(who.ben)
    assert is_in(client)
    clock.shift(timedelta(seconds=59))
    assert writes_of(client) == []
    clock.shift(timedelta(seconds=2))
    assert len(writes_of(client)) == 1


def writes_of(client: Any) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        assert is_in(client)
    return [query["sql"] for query in queries if query["sql"].startswith(("UPDATE", "INSERT", "DELETE"))]
