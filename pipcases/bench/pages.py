"""How long pages take, how many queries and bytes they cost."""

import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import CaseFile
from cases.queries import page_of_cases
from people.demo import DOMAIN
from people.models import User

WARM_UP = 3
DEEP = 0.9  # how far down the list


@dataclass(frozen=True)
class Visit:
    """What is asked for, by whose browser."""

    name: str
    client: Client
    path: str


@dataclass(frozen=True)
class Page:
    """`p50` in seconds, `html` in bytes."""

    name: str
    p50: float
    queries: int
    html: int


def measure(repeat: int) -> list[Page]:
    """Every page once for the queries, then all of them in turn, `repeat` times, for the clock: what disturbs the
    machine meanwhile disturbs each page alike. The bare view comes first.
    """
    visits = [Visit(name, signed_in(email), path) for name, email, path in addresses()]
    costs = [cost(visit) for visit in visits]
    rounds = [[seconds(visit) for visit in visits] for _ in range(repeat)]
    return [
        Page(visit.name, statistics.median(times), queries, html)
        for visit, (queries, html), times in zip(visits, costs, zip(*rounds, strict=True), strict=True)
    ]


def addresses() -> Iterator[tuple[str, str, str]]:
    """What is measured, who asks, and where."""
    manager, hr = f"manager@{DOMAIN}", f"hr@{DOMAIN}"
    worked = CaseFile.objects.visible_to(User.objects.get(email=manager)).earliest("opened_at")
    yield "bare view", hr, "/bench/bare/"
    yield "home", hr, reverse("cases:home")
    yield "case page", manager, worked.get_absolute_url()
    drafted = CaseFile.objects.visible_to(User.objects.get(email=manager)).filter(expected="plans.edit_plan")
    yield "plan editor", manager, reverse("plans:edit_plan", args=[drafted.earliest("opened_at").reference])
    yield "history", manager, reverse("cases:history", args=[worked.reference])
    yield "list, first page", hr, reverse("cases:list")
    yield "list, deep page", hr, f"{reverse('cases:list')}?after={deep_key(User.objects.get(email=hr))}"


def deep_key(user: User) -> str:
    """The key of the page that begins nine tenths down the list."""
    cases = CaseFile.objects.visible_to(user).order_by("-opened_at", "pk")
    at = cases[int(cases.count() * DEEP)]
    page = page_of_cases(user, f"{at.opened_at.isoformat()}_{at.pk.hex}", size=1)
    return (page.after or "").replace("+", "%2B")


def signed_in(email: str) -> Client:
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(User.objects.get(email=email))
    return client


def cost(visit: Visit) -> tuple[int, int]:
    """Queries and bytes of HTML, once the caches are warm."""
    for _ in range(WARM_UP):
        response = visit.client.get(visit.path)
        if response.status_code != HTTPStatus.OK:
            raise RuntimeError(f"{visit.name}: {visit.path} answered {response.status_code}")
    with CaptureQueriesContext(connection) as queries:
        html = len(visit.client.get(visit.path).content)
    return len(queries), html


def seconds(visit: Visit) -> float:
    began = time.perf_counter()
    visit.client.get(visit.path)
    return time.perf_counter() - began
