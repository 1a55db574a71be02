"""Every address of the site, from the resolver, and what stands in for its variables in one case."""

import re
import uuid
from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, get_resolver

from cases.models import CaseFile
from plans.draft import DraftSupport
from plans.models import SignOff
from reviews.models import Attestation, CoachingSession, Delivery, EvidenceRecord, FollowOn, Service, SessionSeries

NOWHERE = "2026-222222"  # a well-formed case number that nobody has


def addresses() -> list[tuple[str, str]]:
    """Every pattern: (name with its namespaces, route with bare variables)."""
    return [(name, re.sub(r"<\w+:(\w+)>", r"<\1>", route)) for name, route in _walk(get_resolver(), "", ())]


def _walk(resolver: Any, prefix: str, spaces: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield ":".join([*spaces, pattern.name or ""]), route
        else:
            yield from _walk(pattern, route, (*spaces, *filter(None, [pattern.namespace])))


def case_routes() -> list[str]:
    """The part after the case number, of every page of a case."""
    prefix = "cases/<reference>/"
    return [route.removeprefix(prefix) for _name, route in addresses() if route.startswith(prefix)]


def _learning(case: CaseFile, place: int) -> uuid.UUID:
    """The first thing to learn from is ticked where a case runs (`test_policy.walk`), the second is not."""
    return next((row.learning[place].id for row in _support(case) if len(row.learning) > place), uuid.uuid4())


def _support(case: CaseFile) -> list[DraftSupport]:
    """The commitment beside them is delivered where a case runs, these are not."""
    return [row for item in case.plans.get().document.items for row in item.support]


def _first(rows: Any) -> uuid.UUID:
    return rows.values_list("pk", flat=True).first() or uuid.uuid4()


def fill(route: str, case: CaseFile, reference: str = "") -> str:
    """The address of a page in this case, or under another number."""
    values = {
        "topic": "item" if "topic_id" in route else "plan",
        "topic_id": next((item.id for item in case.plans.get().document.items), uuid.uuid4()),
        "number": "2" if "hold" in route else "1",
        "notice_id": 0,
        "link_id": uuid.UUID(int=0),
        "copy_id": uuid.UUID(int=0),
        "file_id": uuid.UUID(int=0),
        "service_id": _first(Service.objects.filter(plan__case=case)),
        "attestation_id": _first(Attestation.objects.filter(refusal__plan__case=case)),
        "session_id": _first(CoachingSession.objects.filter(plan__case=case)),
        "kind": "union",
        "record_id": _first(EvidenceRecord.objects.filter(plan__case=case)),
        "series_id": _first(SessionSeries.objects.filter(plan__case=case)),
        "sign_off_id": _first(SignOff.objects.filter(plan__case=case)),
        "delivery_id": _first(Delivery.objects.filter(plan__case=case)),
        "follow_on_id": _first(FollowOn.objects.filter(plan__case=case)),
        "promised_id": next((row.id for row in _support(case)), uuid.uuid4()),
        "learning_id": _learning(case, 0 if "confirm" in route else 1),
    }
    filled = re.sub(r"<(\w+)>", lambda found: str(values[found[1]]), route)
    return f"/cases/{reference or case.reference}/{filled}"
