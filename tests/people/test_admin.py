"""The administration pages: where people come from."""

import re
from typing import Any

from django.test import Client

from people.models import User
from people.states import Role
from tests.mail import Sink
from tests.world import People

NOBODY_YET = {
    "name": "New Person",
    "email": "New.Person@example.com",
    "employee_number": "",
    "title": "",
    "department": "",
    "manager": "",
    "language": "en",
    "time_zone": "UTC",
    "is_active": "on",
    "role_grants-TOTAL_FORMS": "1",
    "role_grants-INITIAL_FORMS": "0",
    "role_grants-0-role": Role.HR,
}


def test_an_administrator_adds_a_person_who_then_sets_a_password(who: People, client: Client, smtp_sink: Sink) -> None:
    client.force_login(who.ivy)
    assert client.post("/admin/people/user/add/", NOBODY_YET).status_code == 302
    person = User.objects.get(email="new.person@example.com")
    assert (person.is_hr, person.has_usable_password()) == (True, False)
    client.logout()
    client.post("/accounts/password/reset/", {"email": person.email})
    set_password(client, smtp_sink.letters[-1])
    assert client.login(email=person.email, password="a brand new passphrase")


def set_password(client: Client, letter: Any) -> None:
    link = re.search(r"https?://[^/]+(/\S+)", letter.get_body(("plain",)).get_content())
    assert link is not None
    page = client.get(link.group(1), follow=True)
    words = {"password1": "a brand new passphrase", "password2": "a brand new passphrase"}
    assert client.post(page.request["PATH_INFO"], words).status_code == 302


def test_a_reporting_line_that_runs_in_a_circle_is_refused(who: People, client: Client) -> None:
    client.force_login(who.ivy)
    circle = {
        **NOBODY_YET,
        "email": who.hal.email,
        "name": "Hal",
        "manager": who.ben.pk,
        "role_grants-TOTAL_FORMS": "0",
    }
    answer = client.post(f"/admin/people/user/{who.hal.pk}/change/", circle)
    assert "circle" in answer.content.decode()
    who.hal.refresh_from_db()
    assert who.hal.manager is None


def test_nobody_is_removed(who: People, client: Client) -> None:
    client.force_login(who.ivy)
    assert client.post(f"/admin/people/user/{who.fay.pk}/delete/", {"post": "yes"}).status_code == 403
