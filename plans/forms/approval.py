"""HR's decision about a submitted plan, with its answers to the questions of the ruleset (R8, R9)."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms import ShownForm
from plans.fairness import Answers, Holds, Weighed
from plans.rulesets import Entry, Question, Ruleset

QUESTION, PROMPT = "question-", "prompt-"


class ReturnForm(forms.Form):
    comment = forms.CharField(
        label=_("What must change?"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Only the managers, HR and auditors read this. It stays in the case."),
    )


class ApproveForm(ShownForm):
    """One field for each question and prompt of the case's rules: a choice, never medical or private detail."""

    def __init__(self, *args: Any, rules: Ruleset, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= {f"{QUESTION}{row.id}": _asked(row, Weighed, row.help) for row in rules.review.questions}
        self.fields |= {f"{PROMPT}{row.id}": _asked(row, Holds) for row in rules.review.prompts}

    @property
    def questions(self) -> Iterable[forms.BoundField]:
        return [field for field in self if field.name.startswith(QUESTION)]

    @property
    def prompts(self) -> Iterable[forms.BoundField]:
        return [field for field in self if field.name.startswith(PROMPT)]

    @property
    def answers(self) -> Answers:
        """As they were sent, also to what was not asked: the action refuses that."""
        return Answers(self._sent(QUESTION), self._sent(PROMPT))

    def _sent(self, prefix: str) -> dict[str, str]:
        return {name.removeprefix(prefix): self.data[name] for name in self.data if name.startswith(prefix)}


def _asked(entry: Entry | Question, choices: type[Weighed | Holds], help_text: object = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=str(entry.text), help_text=str(help_text), choices=choices.choices, widget=forms.RadioSelect
    )
