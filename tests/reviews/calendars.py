"""Somebody's private feed, read as a calendar reads it."""

from datetime import date

from django.test import Client

from people.actions import make_calendar_feed
from people.models import User
from tests import ics


def address_of(user: User) -> str:
    return f"/calendar/{make_calendar_feed(user)}.ics"


def read_feed(address: str) -> ics.Calendar:
    response = Client().get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in response["Cache-Control"]
    return ics.read(response.content.decode())


def days(address: str) -> list[date]:
    return [date.fromisoformat(event["DTSTART"].value[:8]) for event in read_feed(address).events]
