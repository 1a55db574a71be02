"""What a case is, as far as the rules say: written by hand, and small. The application is held against it."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.world import CHECKPOINTS

ANSWER_DAYS, RECEIPT_DAYS = 5, 7  # of the general rules
ENDED = {"closed", "cancelled"}
STANDING = {"dora": "hr", "emil": "auditor", "cleo": "hr"}  # Hal of HR is above the employee, and gets nothing by that
WITH_A_MANAGER = {"ada", "gus"}  # to both of them it is Hal
SHOWN = {  # what the employee may open, once there is something
    "consultation", "hr_review", "second_line", "returned", "approved", "issued", "active", "final_review", "decided",
    "closed",
}  # fmt: skip


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
class Model:
    """`holders` says whose each part is; the employee sees the case once they are `shown` it. `readable` are the
    versions that the employee may read.
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
    signed: set[str] = field(default_factory=set)
    answer_by: date = date.max
    refused: bool = False
    lapsed: bool = False
    served: bool = False
    services: int = 0
    witnesses: dict[str, str] = field(default_factory=dict)
    checkpoints: dict[int, str] = field(default_factory=dict)
    learned: list[str] = field(default_factory=lambda: ["", ""])

    @property
    def parts(self) -> dict[str, str]:
        """Who sees the case now, and as what. A part in the case counts, not a role in the company."""
        held = {person: part for part, person in self.holders.items() if part != "subject" or self.shown}
        deputies = {row.person: row.part for row in self.deputies if row.first <= self.today <= row.last}
        return {**STANDING, **deputies, **held}

    @property
    def receipt(self) -> str:
        """Where the receipt stands."""
        if "receipt" in self.signed:
            return "signed"
        if self.refused:
            return "refused"
        if not self.lapsed:
            return "waiting"
        return "served" if self.served else "no_response"

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

    # What acts lead to ---------------------------------------------------------------------------

    def freezes(self, status: str) -> None:
        self.versions += 1
        self.status = status

    def asks_the_employee(self) -> None:
        self.freezes("consultation")
        self.round = Round(self.today + timedelta(days=ANSWER_DAYS))
        self.shows_newest()

    def issues(self) -> None:
        self.status = "issued"
        self.answer_by = self.today + timedelta(days=RECEIPT_DAYS)
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
        if not self.checkpoints:
            self.checkpoints = dict.fromkeys(range(1, len(CHECKPOINTS) + 1), "planned")

    def is_swept(self) -> None:
        """What time alone brings: silence that has lasted through the window is noted, and acknowledges nothing."""
        if self.status in {"issued", "active"} and self.receipt == "waiting" and self.today > self.answer_by:
            self.lapsed = True

    def first(self, status: str) -> int:
        """The first checkpoint that stands so, 0 where there is none."""
        return next((number for number, found in sorted(self.checkpoints.items()) if found == status), 0)
