"""What is said when a request cannot be served."""

import re

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
TOKEN = re.compile(rb'csrfmiddlewaretoken" value="\w+"|"X-CSRFToken": "\w+"')


def bare(page: bytes) -> bytes:
    return TOKEN.sub(b"", page)


def test_a_page_not_found_says_nothing_about_its_address(client: Client) -> None:
    one, two = client.get("/nothing/"), client.get("/nothing/else/?a=b")
    assert (one.status_code, two.status_code) == (404, 404)
    assert bare(one.content) == bare(two.content)


def test_a_nul_byte_gets_a_plain_page_in_the_readers_language(client: Client) -> None:
    response = client.get("/?q=%00", headers={"accept-language": "zh-CN"})
    assert response.status_code == 400
    assert b'<html lang="zh-hans">' in response.content


def test_a_body_too_large_is_413(client: Client) -> None:
    response = client.post("/accounts/login/", "a=" + "x" * 3_000_000, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 413


def test_too_many_fields_are_400(client: Client) -> None:
    fields = "&".join(f"a{n}=b" for n in range(1100))
    response = client.post("/accounts/login/", fields, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 400


def test_a_stale_form_is_refused_kindly() -> None:
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a@example.com"})
    assert response.status_code == 403
    assert b"waited too long" in response.content
