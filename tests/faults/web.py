"""A real web server beside the tests, on their database and under the app's role, and what a browser sends it."""

import http.client
import os
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client

from pipcases import servers
from tests.mail import free_port
from tests.roles import database_url

PATIENCE = 30.0  # seconds
CSRF = "f" * 32
LOST = (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError)


@dataclass(frozen=True)
class Sent:
    """One POST as a browser sends it: where to, its fields, and the session's cookie."""

    path: str
    fields: dict[str, Any]
    session: str

    @classmethod
    def by(cls, client: Client, path: str, fields: dict[str, Any]) -> "Sent":
        return cls(path, fields, client.cookies[settings.SESSION_COOKIE_NAME].value)

    @property
    def body(self) -> str:
        return urlencode({**self.fields, "csrfmiddlewaretoken": CSRF}, doseq=True)

    def headers(self, **more: str) -> dict[str, str]:
        cookies = {settings.SESSION_COOKIE_NAME: self.session, settings.CSRF_COOKIE_NAME: CSRF}
        return {
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
            **more,
        }


class Web:
    """Servers one after the other on one port; `tests.faults.nursery` makes them."""

    def __init__(self, *, threads: int = 2) -> None:
        self.port, self.threads, self.server = free_port(), threads, 0
        self.log = servers.log_file(settings.VAR, f"nursery-{self.port}")
        command = [sys.executable, "-m", "tests.faults.nursery"]
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        pipes["start_new_session"] = True  # a signal to the whole run must not end it before its servers
        with self.log.open("wb") as log:
            self.nursery = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment(), stderr=log, **pipes)

    def start(self) -> None:
        """A new server; returns once it takes connections. What is sent before it can answer waits in its queue."""
        assert self.nursery.stdin is not None
        assert self.nursery.stdout is not None
        self.nursery.stdin.write(f"{self.port} {self.threads}\n")
        self.nursery.stdin.flush()
        made = self.nursery.stdout.readline()
        assert made, servers.tail(self.log)
        self.server = int(made)
        deadline = time.monotonic() + PATIENCE
        while not self.is_there:
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.01)

    @property
    def is_there(self) -> bool:
        """Whether something takes connections."""
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def post(self, sent: Sent, **headers: str) -> int:
        """The status of the answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("POST", sent.path, sent.body, sent.headers(**headers))
            return connection.getresponse().status
        finally:
            connection.close()

    def dies(self, sent: Sent, at: str) -> bool:
        """Whether the server is gone at this point of the request, and no answer came."""
        try:
            self.post(sent, **{"X-Die-At": at})
        except LOST:
            return self._is_gone()
        return False

    def _is_gone(self) -> bool:
        """Also its worker, which had the connections."""
        deadline = time.monotonic() + PATIENCE
        while self.is_there:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.01)
        return True

    def end(self) -> None:
        """The nursery ends what it has made."""
        with suppress(subprocess.TimeoutExpired):
            self.nursery.communicate(timeout=PATIENCE)
        servers.stop(self.nursery)


def environment() -> dict[str, str]:
    """What tells production's settings where this test's servers are."""
    ours = ("DATABASE", "REDIS", "DJANGO", "PYTEST", "DEMO")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
        "DATABASE_URL": database_url(),
        "REDIS_URL": settings.REDIS_URL,
        "SECRET_KEY": settings.SECRET_KEY,
        "PLAIN_HTTP": "1",
        "LOG_LEVEL": "WARNING",
    }
