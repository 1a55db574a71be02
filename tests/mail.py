"""A real SMTP server that keeps what it is sent."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller


@dataclass
class Sink:
    """The letters that arrived. `refuse` is a reply such as "550 no such user", given to every recipient; `replies` are
    those to other commands, by their name: HELO (and EHLO), MAIL, DATA. A connection takes `hangs_up_after` letters.
    """

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    refuse: str = ""
    replies: dict[str, str] = field(default_factory=dict)
    hangs_up_after: int = 0
    connections: int = 0

    async def handle_HELO(self, server: Any, session: Any, envelope: Any, hostname: str) -> str:  # noqa: N802
        session.host_name, session.letters = hostname, 0
        return self.replies.get("HELO", "250 localhost")

    async def handle_EHLO(self, server: Any, session: Any, envelope: Any, hostname: str, replies: Any) -> Any:  # noqa: N802
        self.connections += 1
        session.host_name, session.letters = hostname, 0
        return [self.replies["HELO"]] if "HELO" in self.replies else replies

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: N802
        if self.hangs_up_after and session.letters >= self.hangs_up_after:
            server.transport.close()
            return "421 too many letters"
        if "MAIL" in self.replies:
            return self.replies["MAIL"]
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: N802
        if self.refuse:
            return self.refuse
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if "DATA" in self.replies:
            return self.replies["DATA"]
        session.letters += 1
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def smtp_sink(settings: Any) -> Iterator[Sink]:
    """Django's mail goes over a socket to the sink, for the duration of the test."""
    sink = Sink(port=free_port())
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port)
    controller.start()
    options = {"host": "127.0.0.1", "port": sink.port, "timeout": 5}
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}
    yield sink
    controller.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
