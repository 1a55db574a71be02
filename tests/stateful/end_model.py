"""How a plan ends, as far as the rules say: a part of `tests.stateful.model`, written by hand as that is."""

from dataclasses import dataclass, field
from datetime import date, timedelta

SUMMARY_DAYS, APPEAL_DAYS = 5, 10  # of the general rules
NOT_AGAINST = {"met", "cancelled"}  # outcomes that nobody appeals against
DECIDED = {"decided", "sustain", "closed"}
OVER = {"withdrawn", "decided"}
FROM_WORST = ("not_met", "partially_met", "met", "cancelled")
NEVER_HEARS = {"ada", "ben", "emil", "hal"}  # the employee and the line above them; who audits
ONLY_LOOKED = {  # whoever did no more than that took no part in what an appeal is about
    "cases.read_as_auditor", "cases.read_as_hearer", "records.request_copy", "reviews.name_hearer",
}  # fmt: skip


@dataclass
class Review:
    """A final review: the employee is waited for until that day, unless they have summed up."""

    opened_on: date
    asked_until: date
    summed_up: bool = False
    is_over: bool = False


@dataclass
class Outcome:
    """A proposal, and from `decided_on` on the outcome; `varies` is the number of the one it takes the place of."""

    number: int
    result: str
    decided_on: date | None = None
    varies: int = 0
    signed: bool = False
    refused: bool = False


@dataclass
class Appeal:
    """Against the outcome of this number. `hearer` is who was named last, also once it is over."""

    outcome: int
    status: str = "filed"
    hearer: str = ""
    stated: bool = True

    @property
    def is_open(self) -> bool:
        return self.status not in OVER


@dataclass
class Followed:
    """Something that follows the outcome: open until it was `ended`, done or dropped."""

    kind: str
    ended: str = ""


@dataclass
class CheckIns:
    """Of a sustain period: each is nothing yet, recorded, or answered as well."""

    last_on: date
    states: list[str]

    @property
    def done(self) -> int:
        return len([state for state in self.states if state])


@dataclass
class End:
    """`to_extend` says that an extension was decided and nobody has begun it; `involved` are those who ever had a part
    in the case, or did something in it.
    """

    reviews: list[Review] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    appeals: list[Appeal] = field(default_factory=list)
    follow_ons: list[Followed] = field(default_factory=list)
    check_ins: CheckIns | None = None
    to_extend: bool = False
    involved: set[str] = field(default_factory=set)

    @property
    def review(self) -> Review | None:
        """The one that goes on."""
        return next((row for row in self.reviews if not row.is_over), None)

    @property
    def proposed(self) -> Outcome:
        return self.outcomes[-1]

    @property
    def standing(self) -> Outcome | None:
        """The newest that was decided; one that extends the plan is no end of it."""
        ends = [row for row in self.outcomes if row.decided_on and row.result != "extended"]
        return ends[-1] if ends else None

    @property
    def appeal(self) -> Appeal:
        return self.appeals[-1]

    @property
    def has_open_appeal(self) -> bool:
        return any(row.is_open for row in self.appeals)

    def may_propose(self, today: date) -> bool:
        found = self.review
        return found is not None and (found.summed_up or today > found.asked_until)

    @property
    def is_last_word(self) -> bool:
        """Whether nobody can appeal against what stands, whatever the day: it is good, or an appeal was made."""
        found = self.standing
        return found is not None and (found.result in NOT_AGAINST or bool(self.appeals))

    def may_appeal(self, last: date, today: date) -> bool:
        """Once, until the last day."""
        return self.standing is not None and not self.is_last_word and today <= last

    def is_put_off(self, first: date, today: date) -> None:
        """A pause that began inside the window gives the employee its days back."""
        found = self.review
        if found and first <= found.asked_until:
            found.asked_until += today - max(first, found.opened_on) if today > found.opened_on else timedelta()

    def proposes(self, result: str) -> None:
        self.outcomes.append(Outcome(len(self.outcomes) + 1, result))

    def decides(self, today: date) -> None:
        self.proposed.decided_on = today
        self.to_extend = self.proposed.result == "extended"
        if found := self.review:
            found.is_over = True

    def rules(self, result: str, today: date) -> None:
        """The appeal is decided; an outcome that does not stay is followed by another."""
        self.appeal.status = "decided"
        if result:
            self.outcomes.append(Outcome(len(self.outcomes) + 1, result, today, self.appeal.outcome))
