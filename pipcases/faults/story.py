"""One run: what goes wrong in which order, and what is counted at the end."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import redis
from django.conf import settings
from django.db.models import F

from cases.models import CaseEvent, Notice
from cases.states import NoticeState
from cases.verify import verify

from .processes import Processes
from .settings import SWEEP_SECONDS
from .sink import Sink

WORKERS, BEATS, SWEEPS = 3, 2, 4
OUTAGE, STEP = 3600, 300  # seconds of the processes' clock: the mail server is away, and how the hour goes by
CLOSING = 180
LONGEST = 300.0  # to drain
PATIENCE = 300.0  # real seconds until something happens at all
TICK = 0.2


@dataclass(frozen=True)
class Size:
    """How large a run is. In recovery, `pace` seconds of the processes' clock pass in one real second."""

    reminders: int
    kills: int
    pace: float = 1.0

    @property
    def kills_at_first(self) -> int:
        return self.kills * 3 // 5

    @property
    def kills_in_outage(self) -> int:
        return self.kills // 5

    @property
    def kills_at_last(self) -> int:
        return self.kills - self.kills_at_first - self.kills_in_outage


@dataclass(frozen=True)
class Figure:
    """One line of the table; `holds` where something is promised."""

    name: str
    value: str
    promise: str = ""
    holds: bool = True


def run(size: Size, sink: Sink) -> list[Figure]:
    began = time.monotonic()
    with Processes(sink) as processes:
        exit_codes = processes.ask(f"sweeps {SWEEPS}")
        at_first = Notice.objects.count()
        keep_back(sink)
        sink.up()
        for _worker in range(WORKERS):
            processes.add_worker()
        for _beat in range(BEATS):
            processes.add_beat()
        send_some(size, sink, processes)
        outage(size, sink, processes)
        drained = recovery(size, sink, processes)
        killed = dict(processes.killed)
    table = [
        Figure("reminders due", f"{at_first:,}", f"{size.reminders:,}", at_first == size.reminders),
        Figure("sweeps at once", f"{SWEEPS}, exit codes {exit_codes}", "all 0", set(exit_codes.split()) == {"0"}),
        Figure(
            "rows in the outbox at the end",
            f"{Notice.objects.count():,}",
            "the same",
            Notice.objects.count() == at_first,
        ),
        Figure("beats, workers", f"{BEATS}, {WORKERS}"),
    ]
    return [*table, *counted(size, sink, killed, drained), Figure("whole run, s", f"{time.monotonic() - began:.0f}")]


def keep_back(sink: Sink) -> None:
    """The mails to one recipient are due an hour later than the others, so that none of them was taken before the
    server begins to refuse them.
    """
    sink.refused = "manager1@bench.example"
    Notice.objects.filter(recipient__email=sink.refused).update(try_at=F("try_at") + timedelta(seconds=OUTAGE))


def send_some(size: Size, sink: Sink, processes: Processes) -> None:
    """Half of the mails, while workers die: every other one with a mail that was taken."""
    for number in range(1, size.kills_at_first + 1):
        until(lambda: len(sink.letters) >= size.reminders // 2 * number // (size.kills_at_first + 1))  # noqa: B023
        kill(number, processes)
    until(lambda: len(sink.letters) >= size.reminders // 2)


def kill(number: int, processes: Processes) -> None:
    if number % 2:
        processes.kill_any()
        return
    before = sum(processes.killed.values())
    processes.kill_in_the_act()
    until(lambda: sum(processes.killed.values()) > before)
    processes.add_worker()


def outage(size: Size, sink: Sink, processes: Processes) -> None:
    """An hour without a mail server, in which Valkey is flushed; then one that only says 421."""
    sink.down()
    steps = OUTAGE // STEP
    for step in range(steps):
        processes.ask(f"ahead {STEP}")
        if step == steps // 2:
            redis.Redis.from_url(settings.REDIS_URL).flushall()
        if step * size.kills_in_outage // steps < (step + 1) * size.kills_in_outage // steps:
            processes.kill_any()
        time.sleep(SWEEP_SECONDS / 2)
    sink.closing = True
    sink.up()
    for _minute in range(CLOSING // 60):
        processes.ask("ahead 60")
        time.sleep(SWEEP_SECONDS)


def recovery(size: Size, sink: Sink, processes: Processes) -> float:
    """The server takes mails again, but for one recipient; Valkey starts anew. Seconds until nothing waits."""
    waiting = Notice.objects.filter(state=NoticeState.WAITING)
    taken = len(sink.letters)
    sink.closing = False
    began = time.monotonic()
    left, ahead = size.kills_at_last, 0.0
    while waiting.exists():
        if left == size.kills_at_last and len(sink.letters) > taken:
            processes.restart_valkey()
        if left and len(sink.letters) > taken:
            kill(left, processes)
            left -= 1
        if time.monotonic() - began > PATIENCE:
            break
        if size.pace > 1:
            processes.ask(f"ahead {TICK * (size.pace - 1)}")
            ahead += TICK * (size.pace - 1)
        time.sleep(TICK)
    return time.monotonic() - began + ahead


def counted(size: Size, sink: Sink, killed: dict[str, int], drained: float) -> Iterator[Figure]:
    times = Counter(letter.message_id.partition("@")[0] for letter in sink.letters)
    sent = set(Notice.objects.filter(state=NoticeState.SENT).values_list("message", flat=True))
    states = Counter(Notice.objects.values_list("state", flat=True))
    kills, again = sum(killed.values()), sum(times.values()) - len(times)
    refused = Notice.objects.filter(recipient__email=sink.refused).exclude(state=NoticeState.SENT)
    lost = Notice.objects.count() - states[NoticeState.SENT] - states[NoticeState.FAILED]
    events = Counter(event.act for event in CaseEvent.objects.iterator() if event.act.endswith("_notice"))
    yield Figure(
        "workers killed",
        f"{kills} ({killed['in the act']} with a mail just taken)",
        str(size.kills),
        kills == size.kills,
    )
    yield Figure("mail server away, s of the workers' clock", f"{OUTAGE:,}, then 421 for {CLOSING}")
    yield Figure("Valkey", "flushed, later restarted empty")
    yield Figure("mails that the server took", f"{sum(times.values()):,}")
    yield Figure("different Message-IDs", f"{len(times):,}", "one a mail sent", set(times) == sent)
    yield Figure("taken twice, under the same Message-ID", f"{again}", f"at most {kills}", again <= kills)
    more = sum(count > 2 for count in times.values())
    yield Figure("taken more than twice", f"{more}", "0", more == 0)
    yield Figure("lost", f"{lost}", "0", lost == 0)
    yield Figure("refused for good (550 for one recipient)", f"{states[NoticeState.FAILED]}", "only theirs",
                 states[NoticeState.FAILED] == refused.filter(state=NoticeState.FAILED).count() > 0)  # fmt: skip
    told = events["cases.send_notice"], events["cases.fail_notice"]
    yield Figure("events of mails sent and refused", f"{told[0]:,} and {told[1]}", "one each",
                 told == (states[NoticeState.SENT], states[NoticeState.FAILED]))  # fmt: skip
    yield Figure("history verified, events", f"{verify():,}")
    yield Figure("drained after recovery, s", f"{drained:.0f}", f"at most {LONGEST:.0f}", drained <= LONGEST)


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError("nothing happens any more")
        time.sleep(0.01)
