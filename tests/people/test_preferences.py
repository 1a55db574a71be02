"""Language and time zone: of the person, or of the browser before anybody signed in."""

from datetime import time

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from people.models import User
from tests.forms import fields_of
from tests.pages import signed_in, text
from tests.world import People

pytestmark = pytest.mark.django_db


def test_pages_speak_the_readers_language_whatever_the_browser_asks_for(who: People) -> None:
    User.objects.filter(pk=who.ben.pk).update(language="zh-hans")
    page = signed_in(who.ben).get("/settings/", headers={"accept-language": "en"})
    assert '<html lang="zh-hans"' in text(page)


def test_settings_are_saved(who: People) -> None:
    client = signed_in(who.ben)
    assert client.post("/settings/", HOW | {"language": "zh-hans", "time_zone": "Asia/Shanghai"}).status_code == 302
    who.ben.refresh_from_db()
    assert (who.ben.language, who.ben.time_zone) == ("zh-hans", "Asia/Shanghai")


WHEN = {"daily_at": "17", "quiet_from": "22:00", "quiet_until": "07:30", "quiet_weekends": "on"}
HOW = {"language": "en", "time_zone": "Europe/Berlin", "daily_at": "single"}


def when(user: User) -> tuple[object, ...]:
    user.refresh_from_db()
    return user.daily_at, user.quiet_from, user.quiet_until, user.quiet_weekends


def test_one_says_when_mails_may_come(who: People) -> None:
    client = signed_in(who.ben)
    assert when(who.ben) == (None, None, None, False)
    assert client.post("/settings/", HOW | WHEN).status_code == 302
    assert when(who.ben) == (17, time(22), time(7, 30), True)
    page = text(client.get("/settings/"))
    assert fields_of(page, "settings").items() >= {name: [said] for name, said in WHEN.items()}.items()
    client.post("/language/", {"language": "zh-hans"})
    assert when(who.ben) == (17, time(22), time(7, 30), True)
    client.post("/settings/", HOW)
    assert when(who.ben) == (None, None, None, False)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"quiet_from": "22:00"}, "a beginning and an end"),
        ({"quiet_until": "22:00"}, "a beginning and an end"),
        ({"quiet_from": "22:00", "quiet_until": "22:00"}, "end when they begin"),
        ({"quiet_from": "22:00", "quiet_until": "07:00", "daily_at": "23"}, "in your quiet hours"),
        ({"quiet_from": "22:00", "quiet_until": "07:00", "daily_at": "0"}, "in your quiet hours"),
        ({"daily_at": "24"}, "24"),
        ({"daily_at": "x"}, "x"),
        ({"daily_at": "-1"}, "-1"),
        ({"quiet_from": "25:00", "quiet_until": "07:00"}, "25:00"),
        ({"quiet_from": "٣", "quiet_until": "0" * 9999}, "٣"),
    ],
)
def test_what_makes_no_sense_is_refused_with_what_was_typed(who: People, said: dict[str, str], why: str) -> None:
    response = signed_in(who.ben).post("/settings/", HOW | said)
    assert response.status_code == 422
    assert why in text(response)
    assert when(who.ben) == (None, None, None, False)
    boxes = fields_of(text(response), "settings")
    assert all(boxes[name] == [typed] for name, typed in said.items() if name != "daily_at")


@pytest.mark.parametrize(
    "wrong",
    [
        {"quiet_from": time(22)},
        {"quiet_until": time(22)},
        {"quiet_from": time(22), "quiet_until": time(22)},
        {"daily_at": 24},
    ],
)
def test_the_table_keeps_no_nonsense_either(who: People, wrong: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=who.ben.pk).update(**wrong)


@pytest.mark.parametrize(
    "form",
    [{}, {"language": "xx", "time_zone": "UTC"}, {"language": "en", "time_zone": "Mars/Olympus"}, {"language": "en"}],
)
def test_what_is_not_known_is_refused(who: People, form: dict[str, str]) -> None:
    response = signed_in(who.ben).post("/settings/", form)
    assert response.status_code in (200, 422) if not form else response.status_code == 422
    who.ben.refresh_from_db()
    assert (who.ben.language, who.ben.time_zone) == ("en", "UTC")


def test_the_switch_is_for_the_person(who: People) -> None:
    client = signed_in(who.ben)
    client.post("/language/", {"language": "zh-hans", "next": "/settings/"})
    who.ben.refresh_from_db()
    assert who.ben.language == "zh-hans"
    assert '<html lang="zh-hans"' in text(client.get("/settings/"))


def test_the_switch_is_for_the_browser_before_anybody_signed_in(db: None) -> None:
    client = Client()
    client.post("/language/", {"language": "zh-hans"})
    assert '<html lang="zh-hans"' in text(client.get("/accounts/login/"))


@pytest.mark.parametrize("language", ["", "de", "zh-hans\r\nSet-Cookie: a=b", "x" * 10_000])
def test_an_unknown_language_changes_nothing(who: People, language: str) -> None:
    client = signed_in(who.ben)
    assert client.post("/language/", {"language": language}).status_code == 302
    who.ben.refresh_from_db()
    assert who.ben.language == "en"


@pytest.mark.parametrize(
    ("target", "goes"),
    [("/cases/", "/cases/"), ("https://evil.example/", "/"), ("//evil.example", "/"), ("javascript:alert(1)", "/")],
)
def test_the_switch_sends_nobody_elsewhere(who: People, target: str, goes: str) -> None:
    response = signed_in(who.ben).post("/language/", {"language": "en", "next": target})
    assert response["Location"] == goes
