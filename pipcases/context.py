"""What every page's shell needs. No database query here: this runs for error pages too."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from cases.inbox import MOST_UNREAD
from plans.library.keepers import reads_the_library

THEMES = ("light", "dark")


def site(request: HttpRequest) -> dict[str, Any]:
    """The one variable `shell`; `site` belongs to allauth, whose pages set it."""
    return {
        "shell": {
            "demo": settings.DEMO,
            "demo_accounts": _demo_accounts(),
            "languages": settings.LANGUAGES,
            "theme": _theme(request),
            "here": _here(request),
            "may_open_case": SimpleLazyObject(lambda: _may_open_case(request)),
            "unread": SimpleLazyObject(lambda: _unread(request)),
            "reads_library": SimpleLazyObject(lambda: _reads_library(request)),
        }
    }


def _theme(request: HttpRequest) -> str:
    """The person's choice, or nothing: then the page follows the device."""
    theme = request.COOKIES.get("theme", "")
    return theme if theme in THEMES else ""


def _here(request: HttpRequest) -> str:
    """Where to come back to after switching the language: an address that can be asked for again."""
    return request.get_full_path() if request.method == "GET" else "/"


def _may_open_case(request: HttpRequest) -> bool:
    """Somebody reports to this person. Asked by the header of signed-in people only, so the query is theirs."""
    user = getattr(request, "user", None)
    return bool(user and user.is_authenticated and user.has_reports)


def _reads_library(request: HttpRequest) -> bool:
    """Managers and HR; the same read as for opening a case."""
    user = getattr(request, "user", None)
    return bool(user and user.is_authenticated and reads_the_library(user))


def _unread(request: HttpRequest) -> dict[str, Any]:
    """How many notices in the inbox were not read, which came with whoever signed in; nothing where there are none."""
    user = getattr(request, "user", None)
    count: int = getattr(user, "unread_notices", 0)
    return {"count": count, "shown": f"{MOST_UNREAD - 1}+" if count >= MOST_UNREAD else count} if count else {}


def _demo_accounts() -> list[dict[str, Any]]:
    if not settings.DEMO:
        return []
    from people.demo import DEMO_ACCOUNTS

    return [{"email": email, "label": label} for email, label in DEMO_ACCOUNTS.items()]
