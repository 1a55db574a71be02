"""HR's answers to the fairness questions of the ruleset (R8), and to what it reminds HR of (R9).

Decisions only: there is no field for medical or private detail. They are kept beside the event, for HR alone; the
event holds their commitment and names the rules, so that the questions can be told in words later.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import TypeAdapter

from cases.chain import canonical

from .rulesets import Entry, Ruleset


class Weighed(TextChoices):
    """What HR found when it looked at a question."""

    NOTHING = "nothing", gettext_lazy("Looked at: nothing against it")
    ACCOUNTED = "accounted", gettext_lazy("Looked at: the plan may go on, because it takes account of it")
    STOP = "stop", gettext_lazy("Stop: not now")


class Holds(TextChoices):
    """Whether a ground that bars a later dismissal holds. It bars no plan."""

    APPLIES = "applies", gettext_lazy("Applies")
    NOT = "not", gettext_lazy("Does not apply")
    UNKNOWN = "unknown", gettext_lazy("Not known")


@dataclass(frozen=True)
class Answers:
    """By the ids of the ruleset's questions and prompts: a `Weighed` for each question, a `Holds` for each prompt."""

    questions: Mapping[str, str]
    prompts: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_text(cls, text: str) -> Self:
        answers: Self = TypeAdapter(cls).validate_json(text)
        return answers

    def to_text(self) -> str:
        """Canonical JSON: what the event commits to."""
        return canonical(asdict(self)).decode()

    def check(self, rules: Ruleset) -> None:
        """Refuse (`ValidationError`) an approval with these answers under these rules."""
        faults = list(self._faults(rules))
        if faults:
            raise ValidationError(faults)

    def _faults(self, rules: Ruleset) -> Iterator[str]:
        asked = (rules.review.questions, self.questions, Weighed), (rules.review.prompts, self.prompts, Holds)
        if any(set(said) - {entry.id for entry in entries} for entries, said, _choices in asked):
            yield _("There is an answer to a question that the rules of this case do not ask. Load the page again.")
        for entries, said, choices in asked:
            open_ones = [str(entry.text) for entry in entries if said.get(entry.id) not in choices.values]
            yield from (_("Please answer: %(question)s") % {"question": text} for text in open_ones)
        if Weighed.STOP in self.questions.values():
            yield _("You answered “stop” to a question. Return the plan with comments, or cancel it.")


def facts_of(rules: Ruleset) -> dict[str, Any]:
    """Which rules were asked, for the event: names and numbers, no answers."""
    return {"ruleset": {"name": rules.name, "version": rules.version, "digest": rules.digest}}


def told(text: str, rules: Ruleset | None) -> Iterator[tuple[str, str]]:
    """Each question and its answer in words. A question that the rules ask no more is told by its id."""
    answers = Answers.from_text(text)
    entries: tuple[Entry, ...] = (*rules.review.questions, *rules.review.prompts) if rules else ()
    words = {entry.id: str(entry.text) for entry in entries}
    order = list(words)
    for said, choices in ((answers.questions, Weighed), (answers.prompts, Holds)):
        for key, value in sorted(said.items(), key=lambda row: order.index(row[0]) if row[0] in words else len(order)):
            yield words.get(key, key), str(choices(value).label) if value in choices.values else value
