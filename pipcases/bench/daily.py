"""How long a daily checkpoint takes over all cases: the first, another after one case in twenty went on, verifying both
of them with their trees, and the proof of one case.
"""

from collections.abc import Callable, Iterator

from django.db import connection

from cases.chain import canonical
from cases.models import CaseChain
from records import heads
from records.heads.making import make
from records.heads.verifying import verify

from .chains import BODY
from .record import seconds

GO_ON = """
SELECT count(append_event(case_id, %s)) FROM (SELECT case_id, row_number() OVER () AS n FROM case_chain) c
WHERE n %% 20 = 0
"""


def lines() -> Iterator[str]:
    yield f"{f'checkpoint, {CaseChain.objects.count():,} cases':<24}{'seconds':>9}"
    yield line("made", lambda: make(wait=True))
    _go_on()
    yield line("made, a day later", lambda: make(wait=True))
    yield line("verified, both", lambda: verify(roots=True))
    some = CaseChain.objects.values_list("case_id", flat=True)[0]
    yield line("proof of a case", lambda: heads.proof_for(some))


def line(name: str, do: Callable[[], object]) -> str:
    return f"{name:<24}{seconds(do, 1):>9.4f}"


def _go_on() -> None:
    with connection.cursor() as cursor:
        cursor.execute(GO_ON, [canonical({**BODY})])
