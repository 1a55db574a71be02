"""Signing in: ten wrong passwords in a quarter of an hour, and nobody gets in through the demo's door."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from people.actions import add_user
from people.demo import DEMO_EMAILS
from people.models import User
from tests.pages import sign_in, signed_in
from tests.world import PASSWORD, People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("forgotten_tries")]


def user_of(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def test_the_right_password_signs_in(who: People) -> None:
    client = Client()
    assert sign_in(client, who.ben).status_code == 302
    assert user_of(client) == str(who.ben.pk)


@pytest.mark.parametrize("email", ["ben@example.com", "nobody@example.com"])
def test_a_wrong_one_says_the_same_for_everybody(who: People, email: str) -> None:
    response = Client().post("/accounts/login/", {"login": email, "password": "wrong password"})
    assert response.context["form"].non_field_errors() or response.context["form"].errors
    errors = str(response.context["form"].errors)
    assert "correct" in errors
    assert email not in errors


def test_the_eleventh_try_in_a_quarter_of_an_hour_is_not_looked_at(who: People) -> None:
    client = Client()
    with time_machine.travel(datetime(2026, 3, 10, 9, tzinfo=UTC), tick=False) as clock:
        for _try in range(10):
            assert sign_in(client, who.ben, "wrong password").status_code in (200, 422)
        sign_in(client, who.ben, PASSWORD)
        assert user_of(client) is None
        sign_in(Client(), who.fay, PASSWORD)
        clock.shift(timedelta(minutes=15, seconds=1))
        sign_in(client, who.ben, PASSWORD)
        assert user_of(client) == str(who.ben.pk)


def test_a_lock_stops_no_live_session_and_no_other_account(who: People) -> None:
    live = signed_in(who.ben)
    for _try in range(11):
        sign_in(Client(), who.ben, "wrong password")
    assert live.get("/settings/").status_code == 200
    other = Client()
    sign_in(other, who.fay)
    assert user_of(other) == str(who.fay.pk)


def test_a_forged_forwarding_header_gains_no_tries(who: People) -> None:
    client = Client()
    for number in range(10):
        form = {"login": who.ben.email, "password": "wrong password"}
        client.post("/accounts/login/", form, headers={"x-forwarded-for": f"203.0.113.{number}"})
    client.post("/accounts/login/", {"login": who.ben.email, "password": PASSWORD},
                headers={"x-forwarded-for": "203.0.113.99"})  # fmt: skip
    assert user_of(client) is None


def test_nobody_signs_up(who: People) -> None:
    form = {"email": "new@example.com", "password1": PASSWORD}
    response = Client().post("/accounts/signup/", form)
    assert response.status_code in (200, 403)
    assert not User.objects.filter(email="new@example.com").exists()


class TestDemo:
    EMAIL = min(DEMO_EMAILS)

    def press(self, email: str, **more: str) -> tuple[int, str | None]:
        client = Client()
        response = client.post("/demo-sign-in/", {"email": email, **more})
        return response.status_code, user_of(client)

    def test_outside_the_demo_the_address_does_not_exist(self, who: People) -> None:
        add_user(self.EMAIL, name="Demo")
        assert self.press(self.EMAIL) == (404, None)

    def test_in_the_demo_one_click_signs_in(self, who: People, settings: Any) -> None:
        settings.DEMO = True
        user = add_user(self.EMAIL, name="Demo")
        assert self.press(self.EMAIL) == (302, str(user.pk))

    @pytest.mark.parametrize("email", ["ben@example.com", "", "ivy@example.com"])
    def test_in_the_demo_nobody_else_is_signed_in(self, who: People, settings: Any, email: str) -> None:
        settings.DEMO = True
        assert self.press(email) == (404, None)

    def test_it_sends_nobody_elsewhere(self, who: People, settings: Any) -> None:
        settings.DEMO = True
        add_user(self.EMAIL, name="Demo")
        response = Client().post("/demo-sign-in/", {"email": self.EMAIL, "next": "https://evil.example/"})
        assert response["Location"] == "/"
