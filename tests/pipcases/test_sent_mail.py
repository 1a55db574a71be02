"""The demo's mails are read in the application, and nowhere else is there such a page."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from cases.delivery import deliver_waiting
from plans.states import PlanStatus
from tests.pages import signed_in, text
from tests.world import People, plan_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.DEMO = True
    backend = "django.core.mail.backends.filebased.EmailBackend"
    settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": {"file_path": str(tmp_path)}}}
    return tmp_path


def test_mails_that_went_out_are_listed_and_read(who: People, folder: Path) -> None:
    plan_in(PlanStatus.ISSUED, who)
    sent = deliver_waiting()
    client = signed_in(who.ben)
    page = client.get("/sent-mail/")
    assert text(page).count("You have a document to read in pipcases") == sent
    for mail in page.context["mails"]:
        read = client.get(f"/sent-mail/{mail.file}/{mail.place}/")
        assert read.status_code == 200
        assert mail.message["To"] in text(read)
        assert mail.message["Message-ID"] in text(read)


def test_a_mail_is_shown_without_a_chance_to_act(who: People, folder: Path) -> None:
    evil = b"""From: a@b
To: c@d
Subject: <script>alert(1)</script>
MIME-Version: 1.0
Content-Type: text/html

<script>alert(2)</script>"'
"""
    (folder / "20260310-090000-1.log").write_bytes(evil)
    client = signed_in(who.ben)
    listed, read = client.get("/sent-mail/"), client.get("/sent-mail/20260310-090000-1.log/0/")
    for page in (listed, read):
        assert "<script>alert" not in page.content.decode()
    assert 'sandbox srcdoc="&lt;script&gt;alert(2)&lt;/script&gt;&quot;&#x27;' in read.content.decode()


@pytest.mark.parametrize(
    "address",
    ["20260310-090000-1.log/9/", "20260310-090000-2.log/0/", "..%2Fsecret_key/0/", "other.txt/0/", "x/0/"],
)
def test_what_is_no_mail_of_the_folder_is_not_found(who: People, folder: Path, address: str) -> None:
    (folder / "20260310-090000-1.log").write_bytes(b"Subject: a\n\nb\n")
    (folder / "other.txt").write_text("x")
    assert signed_in(who.ben).get(f"/sent-mail/{address}").status_code == 404


def test_broken_mails_break_nothing(who: People, folder: Path) -> None:
    for number, raw in enumerate((b"", b"\0\xff" * 50, b"Date: yesterday\nSubject: =?x?q?=\n\n", b"\n\n")):
        (folder / f"20260310-090000-{number}.log").write_bytes(raw)
    client = signed_in(who.ben)
    page = client.get("/sent-mail/")
    assert page.status_code == 200
    for mail in page.context["mails"]:
        assert client.get(f"/sent-mail/{mail.file}/{mail.place}/").status_code == 200


def test_there_is_none_yet(who: People, folder: Path) -> None:
    assert "No mail yet" in text(signed_in(who.ben).get("/sent-mail/"))


def test_mail_that_goes_elsewhere_is_said_so(who: People, settings: Any) -> None:
    settings.DEMO = True
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": {"host": "x"}}}
    assert "EMAIL_URL" in text(signed_in(who.ben).get("/sent-mail/"))


def test_outside_the_demo_there_is_no_such_page(who: People, folder: Path, settings: Any) -> None:
    settings.DEMO = False
    assert signed_in(who.ben).get("/sent-mail/").status_code == 404
    settings.DEMO = True
    assert Client().get("/sent-mail/").status_code == 302
