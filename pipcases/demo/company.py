"""The demo's people, from `company.toml`."""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import time_machine

from people.actions import add_department, add_user
from people.demo import DEMO_EMAILS, DOMAIN, PASSWORD
from people.models import User
from people.states import Role

COMPANY = Path(__file__).with_name("company.toml")
FOUNDED = datetime(2024, 9, 2, 8, tzinfo=UTC)

Company = Mapping[str, User]


def is_founded() -> bool:
    return User.objects.filter(email__in=DEMO_EMAILS).exists()


def found() -> Company:
    """Add everybody, managers first as the file has them; each by the part of the address before the @."""
    told = tomllib.loads(COMPANY.read_text())
    people: dict[str, User] = {}
    with time_machine.travel(FOUNDED, tick=False):
        departments = {name: add_department(name) for name in told["departments"]}
        for number, person in enumerate(told["people"], start=1001):
            department = departments[person.pop("department")]
            manager = people.get(person.pop("manager", ""))
            name = person.pop("id")
            people[name] = _add(name, **person, department=department, manager=manager, employee_number=f"E-{number}")
    return people


def _add(name_in_address: str, *, roles: Iterable[str] = (), **fields: Any) -> User:
    """Only the demo's accounts have a password: nobody signs in as a colleague, and hashing is slow by design."""
    email = f"{name_in_address}@{DOMAIN}"
    password = PASSWORD if email in DEMO_EMAILS else None
    return add_user(email, roles=tuple(map(Role, roles)), password=password, **fields)
