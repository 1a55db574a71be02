"""Language and time zone: of the person, or of the browser before anybody signed in."""

import pytest
from django.test import Client

from people.models import User
from tests.pages import signed_in, text
from tests.world import People

pytestmark = pytest.mark.django_db


def test_pages_speak_the_readers_language_whatever_the_browser_asks_for(who: People) -> None:
    User.objects.filter(pk=who.ben.pk).update(language="zh-hans")
    page = signed_in(who.ben).get("/settings/", headers={"accept-language": "en"})
    assert '<html lang="zh-hans"' in text(page)


def test_settings_are_saved(who: People) -> None:
    client = signed_in(who.ben)
    assert client.post("/settings/", {"language": "zh-hans", "time_zone": "Asia/Shanghai"}).status_code == 302
    who.ben.refresh_from_db()
    assert (who.ben.language, who.ben.time_zone) == ("zh-hans", "Asia/Shanghai")


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
