"""Pages as a browser gets them."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from html import unescape
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from people.models import User
from tests.forms import fields_of
from tests.world import PASSWORD

AUTHOR = re.compile(r'name="author" value="([^"]*)"')
CHANGING = re.compile(
    rb'csrfmiddlewaretoken" value="\w+"|"X-CSRFToken": "\w+"|nonce="[^"]*"|name="author" value="[^"]*"'
)


def signed_in(user: User) -> Client:
    """A browser of its own, with a session."""
    client = Client()
    client.force_login(user)
    return client


def sign_in(client: Client, user: User, password: str = PASSWORD, **more: str) -> HttpResponse:
    """Through the sign-in page."""
    response = client.post("/accounts/login/", {"login": user.email, "password": password, **more})
    assert isinstance(response, HttpResponse)
    return response


def press_twice(client: Client, address: str, fields: Mapping[str, Any], **more: Any) -> HttpResponse:
    """Both presses of a signature: what is typed with the password, then what the page carries on. The first answer
    where it leads to no second press.
    """
    first = client.post(address, fields, **more)
    if 'id="signature"' in first.content.decode():
        first = client.post(address, fields_of(text(first), "signature"), **more)
    assert isinstance(first, HttpResponse)
    return first


def text(response: Any) -> str:
    """The page as text, entities resolved."""
    page: str = response.content.decode()
    return unescape(page)


def downloaded(response: Any) -> bytes:
    """A file that is streamed."""
    content: bytes = b"".join(response.streaming_content)
    return content


def author(response: Any) -> str:
    """The signed id of its reader that every form carries."""
    found = AUTHOR.search(response.content.decode())
    assert found, "no form on this page names its author"
    return unescape(found[1])


def unchanging(response: Any) -> bytes:
    """The page without what differs in every answer: tokens and nonces."""
    return CHANGING.sub(b"", response.content)


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def ask(client: Client, method: str, address: str) -> HttpResponse:
    """One request, whose changes are undone."""
    with undone():
        response: HttpResponse = getattr(client, method)(address)
    return response
