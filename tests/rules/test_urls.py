"""Every page of a case, asked for by everybody, against the tables of `tests.rules.answers`."""

import pytest
from django.http import HttpResponse
from django.test import Client

from cases.models import CaseFile
from people.actions import deactivate
from tests import world
from tests.pages import ask, signed_in, unchanging
from tests.rules.addresses import NOWHERE, case_routes, fill
from tests.rules.answers import PEOPLE, STATES, TABLES, expected
from tests.rules.test_policy import walk
from tests.world import People

OUTSIDERS = ("fay", "gus", "hal", "ivy")  # another employee, another manager, HR in the line, the administrator
MARK = "Xylophon"  # stands in the plan, and on no page of somebody who may not read it
NUMBERED = ("", "hold/", "note/", "prepare/", "sign/")  # pages of a checkpoint
OTHER_METHODS = ("put", "patch", "delete")

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_plan")]


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The plan's texts are marked."""
    for name in ("PLAN", "ITEM"):
        fields = getattr(world, name)
        texts = ("findings", "standard", "area", "observed", "analysis")
        monkeypatch.setattr(world, name, {**fields, **{text: MARK for text in texts if text in fields}})


def test_the_tables_name_every_page_of_a_case() -> None:
    assert sorted(TABLES["get"]) == sorted(TABLES["post"]) == sorted(set(case_routes()))


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("method", TABLES)
def test_each_page_answers_as_the_table_says(who: People, marked: None, state: str, method: str) -> None:
    case = walk(state, who)
    pages = {route: fill(route, case) for route in TABLES[method]}
    wrong = []
    for person in PEOPLE:
        client = signed_in(getattr(who, person))
        for route, page in pages.items():
            response = ask(client, method, page)
            said = expected(method, route, state, person)
            if response.status_code != said:
                wrong.append(f"{method} {route} by {person}: {response.status_code}, not {said}")
            if said in (403, 404, 405) and MARK in response.content.decode():
                wrong.append(f"{method} {route} by {person}: refused, and tells of the case")
    assert wrong == []


def leaks(response: HttpResponse, case: CaseFile) -> bool:
    body = response.content.decode()
    return MARK in body or case.reference in body


@pytest.mark.parametrize("method", TABLES)
@pytest.mark.parametrize("person", OUTSIDERS)
def test_an_unseen_case_looks_like_one_that_never_was(who: People, marked: None, person: str, method: str) -> None:
    case = walk("v", who)
    client = signed_in(getattr(who, person))
    for route in TABLES[method]:
        unseen, never = (ask(client, method, fill(route, case, number)) for number in ("", NOWHERE))
        assert unseen.status_code == never.status_code == (405 if is_read_only(route, method) else 404)
        assert unchanging(unseen) == unchanging(never)
        assert not leaks(unseen, case)


def is_read_only(route: str, method: str) -> bool:
    return TABLES[method][route]["manager"][0] == 405


def test_an_unissued_case_looks_to_the_employee_like_one_that_never_was(who: People, marked: None) -> None:
    case = walk("d", who)
    client = signed_in(who.ben)
    for route in TABLES["get"]:
        seen, never = (ask(client, "get", fill(route, case, number)) for number in ("", NOWHERE))
        assert seen.status_code == never.status_code == (405 if is_read_only(route, "get") else 404)
        assert unchanging(seen) == unchanging(never)


@pytest.mark.parametrize("method", ["get", "post", *OTHER_METHODS])
def test_nobody_signed_in_is_asked_to(who: People, method: str) -> None:
    case = walk("v", who)
    leaver = signed_in(who.ada)
    deactivate(who.ada)
    wrong = []
    for route in TABLES["get"]:
        page = fill(route, case)
        for client in (Client(), leaver):
            response = ask(client, method, page)
            if response.status_code != 302 or not response["Location"].startswith("/accounts/login/?next="):
                wrong.append((method, route, response.status_code))
    assert wrong == []


def test_no_page_knows_other_methods(who: People) -> None:
    case = walk("v", who)
    pages = {route: fill(route, case) for route in TABLES["get"]}
    wrong = []
    for person in (*PEOPLE, "fay", "ivy"):
        client = signed_in(getattr(who, person))
        for method in OTHER_METHODS:
            for route, page in pages.items():
                response = ask(client, method, page)
                if response.status_code != 405 or leaks(response, case):
                    wrong.append((person, method, route, response.status_code))
    assert wrong == []


@pytest.mark.parametrize("number", [0, 3, 2**31, 2**63, 10**30])
@pytest.mark.parametrize("route", ["plan/versions/%d/", *("checkpoints/%d/" + page for page in NUMBERED)])
def test_a_number_that_is_not_there_is_not_found(who: People, route: str, number: int) -> None:
    case = walk("v", who)
    client = signed_in(who.ada)
    assert client.get(f"/cases/{case.reference}/{route % number}").status_code == 404
