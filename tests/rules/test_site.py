"""Every address that belongs to no case: who gets in, and which doors of others' making stay shut."""

import re
import time
import uuid

import pytest
from django.db import transaction
from django.test import Client

from people.models import User
from pipcases import views
from tests.pages import signed_in
from tests.rules.addresses import addresses
from tests.world import PASSWORD, People

pytestmark = pytest.mark.django_db

# What GET, POST and PUT answer to nobody, to an employee and to the administrator. `in`: asked to sign in first.
OURS = """
address              nobody       employee     administrator
healthz              200/200/200  200/200/200  200/200/200
settings/            in           200/422/405  200/422/405
settings/calendar/   in           200/200/405  200/200/405
settings/calendar/revoke/ in      405/302/405  405/302/405
calendar/<secret>.ics 404/405/405 404/405/405  404/405/405
settings/private-address/        in  200/422/405  200/422/405
settings/private-address/remove/ in  405/302/405  405/302/405
private-address/<address_id>/<secret>/ 404/404/405 404/404/405 404/404/405
copy/<link_id>/<secret>/         404/404/405  404/404/405  404/404/405
verify/              200/422/405  200/422/405  200/422/405
inbox/               in           200/405/405  200/405/405
inbox/read/          in           405/302/405  405/302/405
inbox/<number>/      in           404/405/405  404/405/405
language/            405/302/405  405/302/405  405/302/405
demo-sign-in/        405/404/405  405/404/405  405/404/405
sent-mail/           in           404/405/405  404/405/405
sent-mail/<file>/<place>/  in     404/405/405  404/405/405
.                    in           200/405/405  200/405/405
cases/               in           200/405/405  200/405/405
mail/                in           200/405/405  200/405/405
records/             in           200/405/405  200/405/405
open-a-case/         in           200/422/405  200/422/405
library/                                         in  403/405/405  403/405/405
library/learning/                                in  403/405/405  403/405/405
library/learning/new/                            in  403/403/405  403/403/405
library/learning/<entry_id>/                     in  403/403/405  403/403/405
library/learning/<entry_id>/file/                in  403/405/405  403/405/405
library/learning/<entry_id>/retire/              in  405/403/405  405/403/405
library/learning/<entry_id>/restore/             in  405/403/405  405/403/405
library/holidays/                                in  403/405/405  403/405/405
library/holidays/<calendar_id>/                  in  403/403/405  403/403/405
library/holidays/<calendar_id>/copy/             in  403/403/405  403/403/405
library/holidays/<calendar_id>/<year>/           in  403/403/405  403/403/405
library/holidays/<calendar_id>/<year>/take-out/  in  405/403/405  405/403/405
library/holidays/<calendar_id>/<year>/check/     in  405/403/405  405/403/405
library/templates/new/                           in  403/403/405  403/403/405
library/templates/<template_id>/                 in  403/405/405  403/405/405
library/templates/<template_id>/versions/<number>/ in  403/405/405  403/405/405
library/templates/<template_id>/compare/         in  403/405/405  403/405/405
library/templates/<template_id>/edit/            in  403/403/405  403/403/405
library/templates/<template_id>/retire/          in  405/403/405  405/403/405
library/templates/<template_id>/restore/         in  405/403/405  405/403/405
accounts/email/      404/404/404  404/404/404  404/404/404
"""
# Pages that are drawn by allauth. `open`: shown to anybody; `away`: sends elsewhere; `own`: after signing in.
ALLAUTH = """
account_login open
account_logout away
account_inactive open
account_signup open
account_reauthenticate own
account_email_verification_sent open
account_change_password own
account_set_password own
account_reset_password open
account_confirm_login_code away
account_confirm_email open
account_reset_password_from_key_done open
account_reset_password_from_key open
account_reset_password_done open
mfa_index own
mfa_authenticate away
mfa_reauthenticate own
mfa_activate_totp own
mfa_deactivate_totp own
mfa_view_recovery_codes own
mfa_generate_recovery_codes own
mfa_download_recovery_codes own
mfa_list_webauthn own
mfa_add_webauthn own
mfa_reauthenticate_webauthn own
mfa_edit_webauthn own
mfa_remove_webauthn own
"""
# The administration: tables that may be looked at, and what may be done there.
ADMIN = """
people_department   add change delete
people_user         add change
cases_notice        -
mfa_authenticator   delete
"""
ADMIN_ITSELF = {
    "index", "login", "logout", "password_change", "password_change_done", "autocomplete", "jsi18n", "view_on_site",
    "app_list", "",
}  # fmt: skip
PAGES_OF_A_TABLE = ("changelist", "add", "history", "delete", "change")


def sites() -> list[tuple[str, str]]:
    return [(name, route) for name, route in addresses() if not route.startswith("cases/<reference>")]


def rows(text: str) -> dict[str, list[str]]:
    return {row[0]: row[1:] for row in map(str.split, text.strip().splitlines()) if row[0] != "address"}


def plain(route: str) -> str:
    """Something that fits a route: every variable is 1."""
    return "/" + re.sub(r"\(\?P<\w+>(?:[^()]|\([^()]*\))*\)|<[\w:]+>", "1", route).replace("^", "").replace("$", "")


def answers(client: Client, address: str) -> list[int]:
    codes = []
    for method in ("get", "post", "put"):
        with transaction.atomic():
            codes.append(getattr(client, method)(address).status_code)
            transaction.set_rollback(True)
    return codes


def test_every_address_is_in_a_table() -> None:
    ours = {
        route for name, route in sites() if not name.startswith(("account_", "mfa_", "admin:")) or "email/" in route
    }
    assert {route for route in ours if "confirm-email" not in route} == {row.removeprefix(".") for row in rows(OURS)}
    allauths = {name for name, _route in sites() if name.startswith(("account_", "mfa_"))} - {"account_email"}
    assert allauths == set(rows(ALLAUTH))
    tables = {f"{table}_{page}" for table in rows(ADMIN) for page in PAGES_OF_A_TABLE}
    assert {
        name.removeprefix("admin:") for name, _route in sites() if name.startswith("admin:")
    } == tables | ADMIN_ITSELF


@pytest.mark.parametrize("row", rows(OURS))
def test_our_own_pages_answer_as_the_table_says(who: People, row: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "STARTED", time.monotonic())  # however long the tests before took
    address = "/" + row.removeprefix(".").replace("<number>", "1").replace("<year>", "2026")
    address = re.sub("<(file|place)>", "1", address)
    address = re.sub(r"<\w+_id>|<secret>", str(uuid.UUID(int=0)), address)
    for client, cell in zip((Client(), signed_in(who.fay), signed_in(who.ivy)), rows(OURS)[row], strict=True):
        if cell == "in":
            assert answers(client, address) == [302, 302, 302]
            assert client.get(address)["Location"].startswith("/accounts/login/")
        else:
            assert answers(client, address) == [int(code) for code in cell.split("/")]


@pytest.mark.parametrize(("name", "route"), [(n, r) for n, r in sites() if n in rows(ALLAUTH)])
def test_allauths_pages_open_to_whom_the_table_says(who: People, name: str, route: str) -> None:
    (said,) = rows(ALLAUTH)[name]
    response = Client().get(plain(route))
    if said == "open":
        assert response.status_code == 200
    else:
        assert response.status_code == 302
        assert response["Location"].startswith("/accounts/login/" if said == "own" else "/")
    assert all(code < 500 for code in answers(signed_in(who.fay), plain(route)))


@pytest.mark.parametrize("name", ["ben", "ada", "cleo", "emil"])
def test_the_administration_is_for_administrators(who: People, name: str) -> None:
    """Also for HR: it sees cases, and no administration."""
    client = signed_in(getattr(who, name))
    for full_name, route in sites():
        if full_name.startswith("admin:"):
            response = client.get(plain(route), follow=True)
            assert response.status_code in (403, 404), route
    assert Client().get("/admin/", follow=True).redirect_chain[-1][0].startswith("/accounts/login/")


@pytest.mark.parametrize("table", rows(ADMIN))
def test_the_administrator_does_in_a_table_what_the_table_says(who: People, table: str) -> None:
    client = signed_in(who.ivy)
    base = "/admin/" + table.replace("_", "/", 1)
    assert client.get(f"{base}/").status_code == 200
    assert (client.get(f"{base}/add/").status_code == 200) == ("add" in rows(ADMIN)[table])
    index = client.get("/admin/").context["available_apps"]
    perms = {
        f"{app['app_label']}_{model['object_name'].lower()}": model["perms"] for app in index for model in app["models"]
    }
    assert {name for name, given in perms[table].items() if given} - {"view"} == set(rows(ADMIN)[table]) - {"-"}


def test_the_administration_has_no_second_sign_in(who: People) -> None:
    """Django's own counts no tries and asks for no second factor."""
    client = Client()
    response = client.post("/admin/login/", {"username": who.ivy.email, "password": PASSWORD})
    assert response["Location"].startswith("/accounts/login/")
    assert "_auth_user_id" not in client.session


def test_nobody_changes_their_address(who: People) -> None:
    """It is who they are, and where their mail goes."""
    client = signed_in(who.ben)
    for action in ("action_add", "action_primary"):
        assert client.post("/accounts/email/", {action: "", "email": "ben@elsewhere.example"}).status_code == 404
    assert User.objects.get(pk=who.ben.pk).email == "ben@example.com"


def test_no_second_factors_secret_is_shown(who: People) -> None:
    from allauth.mfa.models import Authenticator

    factor = Authenticator.objects.create(user=who.cleo, type=Authenticator.Type.TOTP, data={"secret": "Xylophon"})
    client = signed_in(who.ivy)
    for page in ("", f"{factor.pk}/change/", f"{factor.pk}/delete/", f"{factor.pk}/history/"):
        response = client.get(f"/admin/mfa/authenticator/{page}")
        assert response.status_code == 200
        assert b"Xylophon" not in response.content
    client.post(f"/admin/mfa/authenticator/{factor.pk}/change/", {"data": "{}"})
    factor.refresh_from_db()
    assert factor.data == {"secret": "Xylophon"}
