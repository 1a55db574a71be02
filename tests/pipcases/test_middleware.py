"""Requests that would make PostgreSQL, a cookie or a codec fail are answered 400, and nothing else is."""

import json

import pytest
from django.core.exceptions import BadRequest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from pipcases.middleware import refuse_nul_bytes

rf = RequestFactory()


def passes(request: HttpRequest) -> bool:
    try:
        return refuse_nul_bytes(lambda _: HttpResponse())(request).status_code == 200
    except BadRequest:
        return False


def with_cookie(value: str) -> HttpRequest:
    return rf.get("/", headers={"cookie": value})


def posted(body: str | bytes, content_type: str) -> HttpRequest:
    return rf.post("/", body, content_type=content_type)


FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    "request_",
    [
        rf.get("/%00"),
        rf.get("/?q=%00"),
        rf.get("/", headers={"accept-language": "en\0"}),
        with_cookie('sessionid="a\\000b"'),
        posted(json.dumps({"a": "\0"}), "application/json"),
        posted(b'{"a": "\0"}', "application/json"),
        rf.put("/", b'"\\u0000"', content_type="application/vnd.x+json"),
        rf.get("/", headers={"content-type": "text/plain; charset=undefined"}),
        rf.get("/", headers={"content-type": "multipart/form-data; boundary=x; charset=base64"}),
    ],
    ids=lambda request: f"{request.method} {request.get_full_path()} {request.content_type}",
)
def test_it_refuses(request_: HttpRequest) -> None:
    assert not passes(request_)


@pytest.mark.parametrize(
    "request_",
    [
        rf.get("/cases/?q=%E5%8A%B3%E5%8A%A8&page=2"),
        rf.get("/%ff?q=%ff"),
        rf.get("/?q=%2500"),
        with_cookie("sessionid=abc; django_language=zh-hans"),
        posted("a=b&c=%E4%BD%A0", FORM + "; charset=UTF-8"),
        posted("a=%00&b%00=c", FORM),  # the form refuses it, and gives the rest back
        rf.post("/", {"f": SimpleUploadedFile("a\0.pdf", b"\0\0")}),  # Django drops it from the name
        posted(json.dumps({"a": "你好"}), "application/json"),
    ],
    ids=lambda request: f"{request.method} {request.get_full_path()} {request.content_type}",
)
def test_it_lets_pass(request_: HttpRequest) -> None:
    assert passes(request_)
