"""How long the written record of the demo's longest case takes."""

import statistics
import time
from collections.abc import Callable

from cases.actor import Actor
from cases.models import CaseFile
from people.demo import DOMAIN
from people.models import User
from records.actions import request_copy
from records.compose import compose
from records.printer import print_pdf
from records.render import render

IDENTIFIER = "00" * 16


def record(repeat: int) -> tuple[int, dict[str, float]]:
    """Pages; and seconds: composing the HTML, printing it in this warm process, and in a new one as a worker does."""
    manager = User.objects.get(email=f"manager@{DOMAIN}")
    case = CaseFile.objects.visible_to(manager).earliest("opened_at")
    copy = request_copy(case, by=Actor(user=manager))
    html = compose(copy)
    pages, _pdf = print_pdf(html, IDENTIFIER)
    return pages, {
        "record, composed": seconds(lambda: compose(copy), repeat),
        "record, printed warm": seconds(lambda: print_pdf(html, IDENTIFIER), repeat),
        "record, printed cold": seconds(lambda: render(html, identifier=IDENTIFIER), repeat),
    }


def seconds(do: Callable[[], object], repeat: int) -> float:
    times = []
    for _ in range(repeat):
        began = time.perf_counter()
        do()
        times.append(time.perf_counter() - began)
    return statistics.median(times)
