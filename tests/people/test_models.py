"""People: the reporting line, roles, and what the table refuses."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from people.actions import add_department, add_user, grant_role, withdraw_role
from people.models import Department, RoleGrant, User
from people.queries import reports_of
from people.states import Role
from tests.world import People

pytestmark = pytest.mark.django_db


def below(user: User) -> set[str]:
    return set(User.objects.filter(pk__in=reports_of(user)).values_list("name", flat=True))


def test_reports_are_found_at_any_depth(who: People) -> None:
    assert below(who.hal) == {"Ada", "Ben", "Gus"}
    assert below(who.ada) == {"Ben"}
    assert below(who.ben) == set()


def test_a_cycle_ends_and_everybody_is_below_everybody(who: People) -> None:
    User.objects.filter(pk=who.hal.pk).update(manager=who.ben)
    assert below(who.ada) == {"Ada", "Ben", "Hal", "Gus"}


def test_nobody_reports_to_themselves(who: People) -> None:
    with pytest.raises(IntegrityError, match="user_not_their_own_manager"), transaction.atomic():
        User.objects.filter(pk=who.fay.pk).update(manager=who.fay)


def test_a_role_is_given_once_and_taken_back(who: People) -> None:
    for _time in range(2):
        grant_role(who.fay, Role.AUDITOR)
    assert who.fay.is_auditor
    assert RoleGrant.objects.filter(user=who.fay).count() == 1
    withdraw_role(who.fay, Role.AUDITOR)
    assert not who.fay.is_auditor


def test_being_an_administrator_is_no_role(who: People) -> None:
    assert who.ivy.is_superuser
    assert (who.ivy.is_hr, who.ivy.is_auditor, who.ivy.roles) == (False, False, frozenset())


def test_an_address_is_one_person_in_any_case_of_letters(who: People) -> None:
    with pytest.raises(ValidationError):
        add_user("BEN@example.com", name="Another Ben")
    assert User.objects.get_by_natural_key("Ben@Example.com") == who.ben


@pytest.mark.parametrize("fields", [{"time_zone": "Mars/Olympus"}, {"language": "xx"}, {"name": ""}])
def test_what_is_not_known_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        add_user("kim@example.com", **{"name": "Kim", **fields})


def test_an_account_without_a_password_cannot_sign_in(db: None) -> None:
    assert not add_user("kim@example.com", name="Kim").has_usable_password()


def test_a_department_is_no_part_of_itself(db: None) -> None:
    works = add_department("Works")
    with pytest.raises(IntegrityError, match="department_not_its_own_parent"), transaction.atomic():
        Department.objects.filter(pk=works.pk).update(parent=works)
