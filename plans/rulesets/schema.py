"""The shape of a ruleset file. What a file says that is not foreseen here, or of another type, is refused.

Every text stands in both languages: a ruleset is shown to people, and translating it is its author's duty, not the
catalogue's.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import Field, ValidationInfo, field_validator, model_validator

from cases.states import GIVEN_PARTS, Part
from plans.states import Cadence, ServiceChannel

from .pieces import Choice, Entries, Entry, Listed, Once, Question, Setting, Words, refused

Days = Annotated[int, Field(ge=1, le=1000)]
Months = Annotated[int, Field(ge=1, le=600)]
LONGEST_NAME = 20  # characters: `Plan.ruleset`
SUSTAIN = range(30, 181)  # days
ALWAYS_SIGN = (Part.MANAGER, Part.HR_PARTNER, Part.SUBJECT)  # the issue, its approval, and its receipt


class PlanRules(Setting):
    """Lengths count the first and the last day (R6)."""

    shortest_days: Days
    longest_days: Days
    default_cadence: Choice[Cadence]
    most_items: Annotated[int, Field(ge=1, le=10)]
    least_days_between_checkpoints: Days
    least_days_after_first_checkpoint: Days  # from the first checkpoint to the end of the plan
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]  # ISO 4217

    @field_validator("longest_days")
    @classmethod
    def _longer_than_the_shortest(cls, longest: int, info: ValidationInfo) -> int:
        if longest <= info.data.get("shortest_days", 0):
            raise refused("must be more than plan.shortest_days")
        return longest

    @field_validator("least_days_between_checkpoints", "least_days_after_first_checkpoint")
    @classmethod
    def _fits_into_the_shortest_plan(cls, days: int, info: ValidationInfo) -> int:
        if days >= info.data.get("shortest_days", days + 1):
            raise refused("must be less than plan.shortest_days")
        return days


class Consultation(Setting):
    """Whether the employee is heard before HR's review; `days` is how long they have to answer."""

    required: bool
    days: Days


class Review(Setting):
    """HR's review. `..._within` are days from the step before to the day by which the next is expected."""

    second_line: bool  # the second-line manager is asked to approve as well
    standard_attached: Literal["blocking", "advisory"]  # R10
    decide_within: Days
    close_within: Days
    questions: Annotated[Entries[Question], Field(min_length=1)]  # R8
    prompts: Entries[Entry]  # R9: what HR is reminded of; it stops no plan


class Receipt(Setting):
    """Days after the issue. When the window has passed without an answer, the plan is served another way (R14, R15)."""

    window_days: Days
    reminder_days: Once[Days]
    service: Annotated[Once[Choice[ServiceChannel]], Field(min_length=1)]

    @field_validator("reminder_days")
    @classmethod
    def _inside_the_window(cls, days: tuple[int, ...], info: ValidationInfo) -> tuple[int, ...]:
        if list(days) != sorted(days):
            raise refused("must rise from one to the next")
        if days and days[-1] >= info.data.get("window_days", days[-1] + 1):
            raise refused("must be less than receipt.window_days, each of them")
        return days


class Meetings(Setting):
    """What the employee may expect of every meeting about the plan (R23)."""

    notice_days: Annotated[int, Field(ge=0, le=60)]
    companion: Words
    postponements: Annotated[int, Field(ge=0, le=10)]
    rights: Listed[Words]


class Again(Setting):
    """How often one person is told of one thing: every so many days, at most so many times."""

    every: Days
    most: Annotated[int, Field(ge=1, le=20)]


class Reminder(Again):
    """`days` lie between the day in question and the first reminder: before it where the field says `soon`, after it
    everywhere else.
    """

    days: Days


class OfSession(Reminder):
    """The same of a regular session, which comes once a week: `days` of 0 is its own day, and no two meet."""

    days: Annotated[int, Field(ge=0, le=6)]


class Reminders(Setting):
    """Who is reminded when. What waits for HR is counted from the day by which `review.decide_within` expects it, the
    manager's reply from that by which `consultation.days` do.
    """

    checkpoint_soon: Reminder
    checkpoint_overdue: Reminder
    missed_manager: Reminder
    missed_hr_partner: Reminder
    missed_hr_lead: Reminder
    commitment_soon: Reminder
    commitment_late: Reminder
    minutes_soon: Reminder
    session_soon: OfSession
    session_not_logged: OfSession
    follow_on_soon: Reminder
    follow_on_late: Reminder
    check_in_soon: Reminder
    check_in_overdue: Reminder
    consultation_soon: Reminder
    consultation_over: Reminder
    consultation_reply: Reminder
    review: Again
    second_line: Again
    witness: Reminder
    final_review: Reminder
    summary_soon: Reminder
    outcome: Again
    hearer: Reminder
    hearing_missing: Reminder
    hearing_soon: Reminder
    appeal: Reminder

    @model_validator(mode="after")
    def _missed_goes_up(self) -> Self:
        """R21: the manager first, then HR, then HR's lead."""
        if not self.missed_manager.days < self.missed_hr_partner.days < self.missed_hr_lead.days:
            raise refused("a missed checkpoint goes to the manager first, later to the HR partner, then to the HR lead")
        return self


class Changes(Setting):
    """How often and how far a running plan is extended (R19)."""

    most_extensions: Annotated[int, Field(ge=0, le=10)]
    longest_extension_days: Days


class Ending(Setting):
    """What can follow a plan that was met or not met (R28), and the ways on from there."""

    success: Annotated[Entries[Entry], Field(min_length=1)]
    options: Annotated[Entries[Entry], Field(min_length=1)]
    summary_days: Days  # working days that the employee has to sum up, from the opening of the final review
    appeal_days: Days  # business days from the decision (R30)
    sustain_days: Annotated[int, Field(ge=0)]  # after a good outcome; 0 is none
    sustain_every_days: Annotated[int, Field(ge=7, le=90)]  # between two check-ins of that time

    @field_validator("sustain_days")
    @classmethod
    def _none_or_of_sensible_length(cls, days: int) -> int:
        if days and days not in SUSTAIN:
            raise refused(f"must be 0, or {SUSTAIN.start} to {SUSTAIN.stop - 1}")
        return days

    @model_validator(mode="after")
    def _one_list_of_ids(self) -> Self:
        """What followed is kept by its id alone."""
        if both := {row.id for row in self.success} & {row.id for row in self.options}:
            raise refused(f"the id {min(both)!r} stands in ending.success and in ending.options")
        return self


class Retention(Setting):
    """Months a closed case is kept, by how it ended (R39)."""

    met: Months
    partially_met: Months
    not_met: Months
    cancelled: Months
    left: Months


class Ruleset(Setting):
    """One set of rules: what depends on where the company is. It informs; it is not legal advice."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$", max_length=LONGEST_NAME)]
    version: Annotated[str, Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z.-]{0,19}$")]
    title: Words
    about: Words
    sign_offs: Annotated[Once[Choice[Part]], Field(min_length=1)]  # whose names stand under an issued plan
    # The code of a holiday calendar, which a plan follows where its manager chose no other; "" knows weekends only.
    holiday_calendar: Annotated[str, Field(pattern=r"^([A-Z]{2}(-[A-Z0-9]{1,12})?|OWN-[0-9]{1,6})?$")]
    plan: PlanRules
    consultation: Consultation
    review: Review
    receipt: Receipt
    meetings: Meetings
    reminders: Reminders
    changes: Changes
    ending: Ending
    retention_months: Retention
    evidence_map: Entries[Entry]  # R29

    _digest: str = ""

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes of its file."""
        return self._digest

    def model_post_init(self, context: Mapping[str, Any] | None, /) -> None:
        """The digest comes from the reader: a file cannot state its own."""
        self._digest = (context or {}).get("digest", "")

    @field_validator("sign_offs")
    @classmethod
    def _parts_of_a_case(cls, parts: tuple[Part, ...]) -> tuple[Part, ...]:
        if strangers := [part.value for part in parts if part not in GIVEN_PARTS]:
            raise refused(f"{strangers[0]!r} is no part that somebody is given in a case")
        if missing := [part.value for part in ALWAYS_SIGN if part not in parts]:
            raise refused(f"{missing[0]!r} must be among them")
        return parts

    @model_validator(mode="after")
    def _every_step_has_time(self) -> Self:
        if self.changes.longest_extension_days > self.plan.longest_days:
            raise refused("changes.longest_extension_days must not be more than plan.longest_days")
        return self
