"""How fast signatures are made by a real web server: many people at once, each signing the receipt of another case.

The server is the one that `manage.py up` starts, with its pooled connections. Everybody has shown by a proof that it is
they; measured is the press that signs, over a connection that stands. As many people ask for the bare view before.
"""

import http.client
import os
import socket
import statistics
import sys
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from signal import SIGTERM
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from cases.actor import Actor
from cases.models import CaseFile
from cases.signing import Purpose, grant
from people.actions import add_user
from people.demo import DOMAIN
from people.models import User
from pipcases import servers, startup, up
from pipcases.demo.story import CASES, read
from pipcases.demo.walk import walk
from plans.actions import newest_version
from plans.states import Answer, Step

CLIENTS = 8
STORY = "07-release-dates.toml"  # its way to the issue is the shortest
MANAGER = f"manager@{DOMAIN}"
CSRF = "f" * 32


@dataclass(frozen=True)
class Press:
    """One request of one person; `expects` is the status of its answer."""

    method: str
    path: str
    session: str
    expects: int
    fields: dict[str, str]

    def send(self, connection: http.client.HTTPConnection) -> float:
        """Seconds until the whole answer is there."""
        cookies = {settings.SESSION_COOKIE_NAME: self.session, settings.CSRF_COOKIE_NAME: CSRF}
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        body = urlencode({**self.fields, "csrfmiddlewaretoken": CSRF}) if self.fields else None
        began = time.perf_counter()
        connection.request(self.method, self.path, body, headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status != self.expects:
            raise RuntimeError(f"{self.path} answered {answer.status}")
        return time.perf_counter() - began


@dataclass(frozen=True)
class Speed:
    """`p50` and `p95` in seconds."""

    name: str
    per_second: float
    p50: float
    p95: float


def lines(most: int) -> Iterator[str]:
    """`most` signatures, shared among the clients, beside as many bare views."""
    yield f"{f'over HTTP, {CLIENTS} clients':<24}{'per s':>9}{'p50 ms':>9}{'p95 ms':>9}{'x bare':>9}"
    signing = [receipt(number) for number in range(max(1, most // CLIENTS) * CLIENTS + CLIENTS)]
    looking = [Press("GET", "/bench/bare/", press.session, HTTPStatus.OK, {}) for press in signing]
    with web_server() as port:
        bare = measure("bare view", looking, port)
        for speed in (bare, measure("signatures", signing, port)):
            figures = f"{speed.per_second:>9,.0f}{speed.p50 * 1000:>9.1f}{speed.p95 * 1000:>9.1f}"
            yield f"{f'{speed.name}, {CLIENTS} clients':<24}{figures}{speed.p50 / bare.p50:>9.1f}"


def receipt(number: int) -> Press:
    """A case of somebody new, walked to its issue, and the form that signs it."""
    user = add_user(f"signer{number}@{DOMAIN}", name=f"Signer {number}", manager=User.objects.get(email=MANAGER))
    case = issued_to(user)
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    plan = case.plans.get()
    digest = newest_version(plan).digest
    purpose = Purpose(case=case, step=Step.RECEIPT, digest=digest)
    fields = {"answer": Answer.RECEIVED.value, "comment": "", "digest": digest, "key": str(uuid.uuid4())}
    fields["secret"] = grant(purpose, by=actor(user, client), factor="")
    path = reverse("reviews:sign_receipt", args=[case.reference])
    return Press("POST", path, client.cookies[settings.SESSION_COOKIE_NAME].value, HTTPStatus.FOUND, fields)


def issued_to(user: User) -> CaseFile:
    story = read(CASES / STORY, timezone.localdate())
    acts = [step["act"] for step in story["steps"]]
    story |= {"subject": user.email, "steps": story["steps"][: acts.index("issue_plan") + 1]}
    company = {found.email.removesuffix(f"@{DOMAIN}"): found for found in User.objects.filter(email__endswith=DOMAIN)}
    return walk(story, {**company, user.email: user})


def actor(user: User, client: Client) -> Actor:
    """As the server will know them by their session."""
    request: Any = RequestFactory().get("/")
    request.user, request.session = user, client.session
    return Actor.of(request)


def measure(name: str, presses: list[Press], port: int) -> Speed:
    """Each client sends its share in turn; the first press of each warms the server up and is not counted."""
    shares = [presses[client::CLIENTS] for client in range(CLIENTS)]
    connections = [http.client.HTTPConnection(startup.HOST, port, timeout=60) for _client in range(CLIENTS)]
    with ThreadPoolExecutor(CLIENTS) as clients:
        list(clients.map(lambda connection, share: share[0].send(connection), connections, shares))
        began = time.perf_counter()
        times = clients.map(
            lambda connection, share: [press.send(connection) for press in share[1:]], connections, shares
        )
        seconds = sorted(second for share in times for second in share)
        took = time.perf_counter() - began
    for connection in connections:
        connection.close()
    p95 = seconds[min(len(seconds) - 1, int(len(seconds) * 0.95))]
    return Speed(name, len(seconds) / took, statistics.median(seconds), p95)


@contextmanager
def web_server() -> Iterator[int]:
    """The port of granian with the application, from when it is healthy."""
    with socket.socket() as probe:
        probe.bind((startup.HOST, 0))
        port = int(probe.getsockname()[1])
    log = servers.log_file(settings.VAR, "web")
    command = [sys.executable, "-m", *up.web_command(port)]
    environment = {**os.environ, "DATABASE_POOL": "4", "LOG_LEVEL": "WARNING"}
    server = servers.spawn(command, log, prefix=servers.tied_to_us(SIGTERM), environment=environment)
    servers.wait_until(lambda: up.ask_health(port)[0], server, log, "The application", up.HEALTHY_SECONDS)
    try:
        yield port
    finally:
        servers.stop(server)
