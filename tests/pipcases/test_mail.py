"""Mail leaves over a real socket."""

import smtplib

import pytest
from django.core.mail import EmailMessage

from tests.mail import Sink


def test_a_letter_arrives_as_written(smtp_sink: Sink) -> None:
    EmailMessage("Plan issued", "签字", "pip@example.com", ["ann@example.com"]).send()
    (letter,) = smtp_sink.letters
    assert letter["Subject"] == "Plan issued"
    assert letter.get_content().strip() == "签字"


def test_a_refusal_is_heard(smtp_sink: Sink) -> None:
    smtp_sink.refuse = "550 no such user"
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        EmailMessage("Plan issued", "text", "pip@example.com", ["nobody@example.com"]).send()
    assert smtp_sink.letters == []
