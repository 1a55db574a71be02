"""What a case is, as far as the rules say: written by hand, and small. The application is held against it."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from plans.states import ChangeKind
from tests.stateful.end_model import APPEAL_DAYS, ONLY_LOOKED, End
from tests.world import CHECKPOINTS, END

ANSWER_DAYS, RECEIPT_DAYS, EXTENSIONS = 5, 7, 1  # of the general rules
ENDED = {"closed", "cancelled", "left"}
STANDING = {"dora": "hr", "emil": "auditor", "cleo": "hr"}  # Hal of HR is above the employee, and gets nothing by that
WITH_A_MANAGER = {"ada", "gus"}  # to both of them it is Hal
SHOWN = {  # what the employee may open, once there is something
    "consultation", "hr_review", "second_line", "returned", "approved", "issued", "active", "paused", "final_review",
    "decided", "sustain", "closed",
}  # fmt: skip
WRITTEN = {"draft", "returned"}  # an amendment that its manager works on
OVER = {"in_force", "withdrawn"}
WEEKEND = (5, 6)


@dataclass
class Round:
    """One round of consultation."""

    answer_by: date
    answered: bool = False
    replied: bool = False


@dataclass
class Deputy:
    """Who has a part beside its holder, from the first day to the last."""

    person: str
    part: str
    first: date
    last: date


@dataclass
class Receipt:
    """What became of one issued version."""

    version: int
    answer_by: date
    signed: bool = False
    refused: bool = False
    lapsed: bool = False
    served: bool = False

    @property
    def state(self) -> str:
        if self.signed:
            return "signed"
        if self.refused:
            return "refused"
        if not self.lapsed:
            return "waiting"
        return "served" if self.served else "no_response"


@dataclass
class Series:
    """Regular sessions of one day."""

    day: date
    by_mentor: bool
    ended: bool = False


@dataclass
class Change:
    """An amendment: `days` are those of its checkpoints, and it is `edited` once something differs."""

    kind: str
    days: set[date]
    ends_on: date
    status: str = "draft"
    edited: bool = False
    version: int = 0


def works_on(day: date) -> bool:
    return day.weekday() not in WEEKEND


def later(day: date, days: int) -> date:
    """So many working days later."""
    while days:
        day += timedelta(days=1)
        days -= works_on(day)
    return day


@dataclass
class Model:
    """`holders` says whose each part is; the employee sees the case once they are `shown` it. `readable` are the
    versions that the employee may read. The plan runs on the version `in_force`, which has checkpoints on `days` and
    ends on `ends_on`; of each checkpoint it is known how it stands, for when it was planned (`due`), whether it was
    `prepared` for, and who answered its `minutes`.
    """

    today: date
    status: str = "draft"
    holders: dict[str, str] = field(default_factory=lambda: {"subject": "ben", "manager": "ada", "hr_partner": "cleo"})
    deputies: list[Deputy] = field(default_factory=list)
    shown: bool = False
    versions: int = 0
    readable: set[int] = field(default_factory=set)
    viewed: set[int] = field(default_factory=set)
    round: Round | None = None
    receipts: list[Receipt] = field(default_factory=list)
    end: End = field(default_factory=End)
    services: int = 0
    witnesses: dict[str, str] = field(default_factory=dict)
    checkpoints: dict[int, str] = field(default_factory=dict)
    due: dict[int, date] = field(default_factory=dict)
    in_force: int = 0
    days: set[date] = field(default_factory=lambda: set(CHECKPOINTS))
    ends_on: date = END
    changes: list[Change] = field(default_factory=list)
    paused_on: date | None = None
    mentors: set[str] = field(default_factory=set)
    sessions: list[bool] = field(default_factory=list)  # whether each was answered
    series: list[Series] = field(default_factory=list)
    prepared: dict[int, str] = field(default_factory=dict)
    minutes: dict[int, set[str]] = field(default_factory=dict)
    learned: list[str] = field(default_factory=lambda: ["", ""])
    delivered: list[str] = field(default_factory=lambda: ["", ""])  # commitment, support: "recorded" or the answer

    @property
    def parts(self) -> dict[str, str]:
        """Who sees the case now, and as what. A part in the case counts, not a role in the company."""
        held = {person: part for part, person in self.holders.items() if part != "subject" or self.shown}
        deputies = {row.person: row.part for row in self.deputies if row.first <= self.today <= row.last}
        return {**STANDING, **deputies, **held}

    @property
    def asked(self) -> Receipt:
        """The receipt that the employee is asked for: that of the version issued last."""
        return self.receipts[-1]

    @property
    def receipt(self) -> str:
        return self.asked.state if self.receipts else "waiting"

    @property
    def signed(self) -> set[int]:
        """The versions whose receipt the employee signed."""
        return {row.version for row in self.receipts if row.signed}

    @property
    def open_change(self) -> Change | None:
        return next((row for row in self.changes if row.status not in OVER), None)

    @property
    def held(self) -> set[date]:
        """Days of the checkpoints that were held."""
        return {self.due[number] for number, found in self.checkpoints.items() if found in {"held", "noted"}}

    @property
    def delegations(self) -> list[Deputy]:
        """Those that are not over, in their order."""
        return sorted((row for row in self.deputies if row.last >= self.today), key=lambda row: row.first)

    @property
    def is_settled(self) -> bool:
        """Whether no round of consultation is waited for."""
        going_on = self.round if self.status == "consultation" else None
        if going_on is None:
            return True
        return going_on.replied if going_on.answered else self.today > going_on.answer_by

    def readable_by(self, person: str) -> set[int]:
        """The numbers of the versions this person may open."""
        part = self.parts.get(person)
        if part is None:
            return set()
        return set(self.readable) if part == "subject" else set(range(1, self.versions + 1))

    def to_view(self) -> int:
        """The version that the employee reads now."""
        return max(self.readable, default=0)

    def last_to_appeal(self) -> date:
        """The last day of the window of the outcome that stands; the first of all days where there is none."""
        found = self.end.standing
        return later(found.decided_on, APPEAL_DAYS) if found and found.decided_on else date.min

    # What acts lead to ---------------------------------------------------------------------------

    def narrow(self, person: str) -> list[str]:
        """What somebody sees of it who has no other part. A mentor sees nothing before the issue."""
        mentors = person in self.mentors and bool(self.receipts)
        return [part for part, has in (("mentor", mentors), ("witness", person in self.witnesses)) if has]

    def remembers(self, person: str, act: str) -> None:
        """Who ever had a part, or did something: none of them hears an appeal."""
        parts = {*self.holders.values(), *(row.person for row in self.deputies), *self.mentors, *self.witnesses}
        self.end.involved |= parts | ({person} - ({person} if act in ONLY_LOOKED else set()))

    def freezes(self, status: str) -> None:
        self.versions += 1
        self.status = status

    def asks_the_employee(self) -> None:
        self.freezes("consultation")
        self.round = Round(self.today + timedelta(days=ANSWER_DAYS))
        self.shows_newest()

    def issues(self) -> None:
        self.status = "issued"
        self.in_force = self.versions
        self.hands_over()

    def hands_over(self) -> None:
        self.receipts.append(Receipt(self.versions, self.today + timedelta(days=RECEIPT_DAYS)))
        self.shows_newest()

    def shows_newest(self) -> None:
        self.readable.add(self.versions)
        self.shown = True

    def asks_the_second_line(self) -> None:
        self.status = "second_line"
        self.holders["second_line"] = "hal"

    def runs(self) -> None:
        """The receipt is settled, one way or another; a plan that waited for it goes on."""
        self.status = "active" if self.status == "issued" else self.status
        change = self.open_change
        if change and change.status == "issued":
            self.puts_in_force(change)
        self.lines_up()

    def puts_in_force(self, change: Change) -> None:
        change.status = "in_force"
        self.in_force, self.days, self.ends_on = change.version, change.days, change.ends_on

    def lines_up(self) -> None:
        """The checkpoints follow the version in force: what was held stays, and no number is given again."""
        for number, found in self.checkpoints.items():
            if found == "planned" and self.due[number] not in self.days:
                self.checkpoints[number] = "replaced"
        standing = {self.due[number] for number, found in self.checkpoints.items() if found != "replaced"}
        for day in sorted(self.days - standing):
            number = len(self.checkpoints) + 1
            self.checkpoints[number], self.due[number] = "planned", day

    def goes_on(self) -> None:
        """After a pause: every day that lay ahead is later by the working days paused, in a version of its own."""
        first = self.paused_on
        assert first
        passed = (first + timedelta(days=number) for number in range((self.today - first).days))
        paused = sum(works_on(day) for day in passed)
        days = {day if day in self.held or day < first else later(day, paused) for day in self.days}
        ends_on = self.ends_on if self.ends_on < first else later(self.ends_on, paused)
        self.freezes("active")
        self.hands_over()
        change = Change(ChangeKind.PAUSE, days, ends_on, version=self.versions)
        self.changes.append(change)
        self.puts_in_force(change)
        self.lines_up()
        self.end.is_put_off(first, self.today)
        self.paused_on = None

    def is_swept(self) -> None:
        """What time alone brings: silence that has lasted through the window is noted, and acknowledges nothing."""
        if self.status in {"issued", "active"} and self.receipt == "waiting" and self.today > self.asked.answer_by:
            self.asked.lapsed = True

    def first(self, status: str) -> int:
        """The first checkpoint that stands so, 0 where there is none."""
        return next((number for number, found in sorted(self.checkpoints.items()) if found == status), 0)
