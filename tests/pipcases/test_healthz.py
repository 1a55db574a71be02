"""/healthz: what a load balancer is told."""

import time
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone

from cases.models import SweepRun
from pipcases import views
from records.heads.making import make
from tests.database import superuser

pytestmark = pytest.mark.django_db

WELL = {"database": "ok", "migrations": "ok", "redis": "ok", "sweep": "ok", "checkpoint": "ok"}


@pytest.fixture(autouse=True)
def just_started(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long the tests before took."""
    monkeypatch.setattr(views, "STARTED", time.monotonic())


@pytest.fixture
def long_running(just_started: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "STARTED", time.monotonic() - 3600)


@pytest.fixture
def swept(long_running: None) -> None:
    SweepRun.objects.create(at=timezone.now())


@pytest.fixture
def checked(long_running: None) -> None:
    make(wait=True)


def test_it_is_green_for_anybody_just_after_a_start(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, WELL)
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.usefixtures("checked")
@pytest.mark.parametrize(("seconds", "status"), [(170, 200), (190, 503)])
def test_it_turns_red_when_the_sweep_is_three_minutes_late(client: Client, seconds: int, status: int) -> None:
    SweepRun.objects.create(at=timezone.now() - timedelta(seconds=seconds))
    answer = client.get("/healthz")
    assert answer.status_code == status
    assert answer.json()["sweep"] == ("ok" if status == 200 else "failing")


@pytest.mark.usefixtures("checked")
def test_it_is_red_when_no_sweep_ever_ran(client: Client) -> None:
    assert client.get("/healthz").json() == {**WELL, "sweep": "failing"}


@pytest.mark.usefixtures("swept")
@pytest.mark.parametrize(("hours", "word"), [(24.9, "ok"), (25.1, "failing"), (None, "failing")])
def test_it_turns_red_when_the_newest_daily_checkpoint_is_too_old(
    client: Client, hours: float | None, word: str
) -> None:
    if hours:
        with time_machine.travel(timezone.now() - timedelta(hours=hours)):
            make(wait=True)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200 if word == "ok" else 503, {**WELL, "checkpoint": word})


def test_it_costs_as_much_with_many_cases_as_with_none(
    client: Client, checked: None, swept: None, django_assert_num_queries: Any
) -> None:
    """The heads, which may be large, are left where they are."""
    with django_assert_num_queries(5) as asked:
        client.get("/healthz")
    assert [query["sql"] for query in asked.captured_queries if "leaves" in query["sql"]] == []


def test_it_is_red_without_redis_and_says_no_more(client: Client, settings: Any) -> None:
    backend = settings.CACHES["default"]["BACKEND"]
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": "redis://127.0.0.1:1/0"}}
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {**WELL, "redis": "failing"})


@pytest.mark.django_db(transaction=True)
def test_it_is_red_while_a_migration_is_missing(client: Client) -> None:
    with superuser(connection.settings_dict["NAME"]) as database:
        database.execute("UPDATE django_migrations SET name = name || '.away' WHERE app = 'cases'")
        try:
            answer = client.get("/healthz")
        finally:
            database.execute("UPDATE django_migrations SET name = replace(name, '.away', '')")
    assert (answer.status_code, answer.json()) == (503, {**WELL, "migrations": "failing"})


@pytest.mark.django_db(transaction=True)
def test_it_is_red_without_the_database(client: Client) -> None:
    port = connection.settings_dict["PORT"]
    connection.close()
    connection.settings_dict["PORT"] = 1
    try:
        answer = client.get("/healthz")
    finally:
        connection.settings_dict["PORT"] = port
    assert answer.status_code == 503
    assert answer.json() == {**dict.fromkeys(WELL, "failing"), "redis": "ok"}
