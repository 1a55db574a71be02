"""A time-stamp authority (RFC 3161) on this machine, over HTTP, as a company would use one."""

from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from types import TracebackType
from typing import Any, Self

from asn1crypto import tsp

from records.sealing import demonstration


class Authority:
    """Answers as long as the block runs; with another `status` it only says that. `shown`: the digests it was sent."""

    def __init__(self, status: int = 200) -> None:
        self.shown: list[bytes] = []
        outer = self

        class Answers(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                request = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
                outer.shown.append(request["message_imprint"]["hashed_message"].native)
                answer: Any = demonstration.authority()
                self.send_response(status)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.end_headers()
                self.wfile.write(answer.request_tsa_response(request).dump())

            def log_message(self, *_said: object) -> None:
                """Nothing on the terminal."""

        self._server = HTTPServer(("127.0.0.1", 0), Answers)
        self.url = f"http://127.0.0.1:{self._server.server_port}/"

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()
