"""Many browsers that press at the same moment."""

import http.client
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from tests.faults.web import PATIENCE, Sent, Web


def at_once(web: Web, presses: Sequence[Sent]) -> list[int]:
    """The status of each answer. Every browser has its connection before the first one sends anything."""
    barrier = Barrier(len(presses), timeout=PATIENCE)

    def press(sent: Sent) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", web.port, timeout=2 * PATIENCE)
        try:
            connection.connect()
            barrier.wait()
            connection.request("POST", sent.path, sent.body, sent.headers())
            return connection.getresponse().status
        finally:
            connection.close()

    with ThreadPoolExecutor(len(presses)) as browsers:
        return list(browsers.map(press, presses))
