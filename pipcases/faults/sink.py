"""A mail server of our own on 127.0.0.1: it can be away, say 421, refuse one address, and end who talks to it."""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from typing import Any

from aiosmtpd.controller import Controller

HOST = "127.0.0.1"
IN_FLIGHT = 1.0  # seconds in which a mail that was begun is taken, and noted


@dataclass(frozen=True)
class Letter:
    """One mail that was taken: its Message-ID, for whom, when (monotonic seconds)."""

    message_id: str
    recipient: str
    at: float


@dataclass
class Sink:
    """`on_letter` is told the name of the worker whose mail was taken, before the worker is."""

    port: int
    letters: list[Letter] = field(default_factory=list)
    closing: bool = False
    refused: str = ""
    on_letter: Callable[[str], None] | None = None
    controller: Any = None

    def up(self) -> None:
        if self.controller is None:
            self.controller = Controller(self, hostname=HOST, port=self.port)
            self.controller.start()

    def down(self) -> None:
        """What was taken is answered first: a reply that is lost would look like a worker that died."""
        self.closing = True
        time.sleep(IN_FLIGHT)
        if self.controller is not None:
            self.controller.stop()
        self.controller, self.closing = None, False

    async def handle_EHLO(self, server: Any, session: Any, envelope: Any, hostname: str, replies: Any) -> Any:  # noqa: N802
        session.host_name = hostname
        return replies

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: N802
        if self.closing:
            return "421 closing"
        if address == self.refused:
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        found = message_from_bytes(envelope.content)["Message-ID"]
        self.letters.append(Letter(found.strip("<>"), envelope.rcpt_tos[0], time.monotonic()))
        if self.on_letter is not None:
            with suppress(ProcessLookupError):
                self.on_letter(session.host_name)
        return "250 OK"
