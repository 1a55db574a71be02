"""What happened after the outcome, as HR records it: one form for each kind of evidence."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cases.forms import EvidenceField
from plans.fairness import Holds
from plans.fields import long_text, native_day
from plans.rulesets import Ruleset
from reviews.evidence.facts import answers_of
from reviews.models import EvidenceRecord
from reviews.models.evidence import ASSESSED, LINE, MOST_HOURS, names_of
from reviews.states import EvidenceKind, NoticeWay

PROMPT = "prompt-"


def line(label: Any, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=LINE, **options)


def hours(label: Any, **options: Any) -> forms.DecimalField:
    widget = forms.NumberInput(attrs={"step": "0.5", "inputmode": "decimal"})
    return forms.DecimalField(
        label=label, widget=widget, min_value=0, max_value=MOST_HOURS, max_digits=6, decimal_places=1, **options
    )


class EvidenceForm(forms.Form):
    """What every kind asks: a key that is the same for every try, and files."""

    kind: EvidenceKind
    key = forms.UUIDField(widget=forms.HiddenInput)
    proof = EvidenceField(label=_("Files as proof"), required=False)

    def __init__(
        self, data: QueryDict | None, files: Any = None, *, rules: Ruleset, corrects: EvidenceRecord | None = None
    ) -> None:
        key = uuid.uuid4()
        if data is not None and not data.get("key"):  # words that were kept over a new sign-in come without it
            data = data.copy()
            data["key"] = str(key)
        super().__init__(data, files, initial={"key": key, **(_as_it_was(corrects) if corrects else {})})
        self.fields |= self.asked(rules, corrects)
        self.order_fields([*(name for name in self.fields if name != "proof"), "proof"])

    def asked(self, rules: Ruleset, corrects: EvidenceRecord | None) -> dict[str, forms.Field]:
        """Fields that the rules ask for, by name."""
        return {}

    @property
    def told(self) -> dict[str, Any]:
        """As the action takes it."""
        data = dict(self.cleaned_data)
        words = {name: data.pop(name) for name in names_of(self.kind) if name in data}
        return {"kind": self.kind, "words": words, "files": data.pop("proof"), **data}


def _as_it_was(row: EvidenceRecord) -> dict[str, Any]:
    days = ("happened_on", "since_on", "until_on", "consulted_on")
    figures = ("hours_planned", "hours_attended", "result", "way")
    return {name: getattr(row, name) for name in (*days, *figures)} | dict(row.words)


class TrainingForm(EvidenceForm):
    kind = EvidenceKind.TRAINING
    content = long_text(_("What was it about?"), help_text=_("Help after the plan, not what the plan itself promised."))
    provider = line(_("Who gave it?"))
    happened_on = native_day(_("First day"))
    until_on = native_day(_("Last day"))
    hours_planned = hours(_("Hours planned"))
    hours_attended = hours(_("Hours attended"), required=False)
    attendance = long_text(_("Who attended what, in words"), required=False)
    outcome = long_text(
        _("What came of it?"), required=False, help_text=_("For example a test and its figures. The employee reads it.")
    )


class TransferForm(EvidenceForm):
    kind = EvidenceKind.TRANSFER
    former_post = line(_("Former post"))
    new_post = line(_("New post"))
    happened_on = native_day(_("In the new post since"))
    reasons = long_text(_("Why this post fits better"), help_text=_("The employee reads it."))
    consulted_on = native_day(_("When did you talk about it with the employee?"), required=False)
    outcome = long_text(_("What came of it?"), required=False)


class SecondAssessmentForm(EvidenceForm):
    kind = EvidenceKind.SECOND_ASSESSMENT
    happened_on = native_day(_("Day of the assessment"))
    since_on = native_day(_("First day of the period it covers"))
    until_on = native_day(_("Last day of that period"))
    standard = long_text(_("Which standard was used, in which version?"), rows=2)
    result = forms.ChoiceField(
        label=_("Result"), choices=[(row.value, row.label) for row in ASSESSED], widget=forms.RadioSelect
    )
    shown_by = long_text(_("What does it rest on?"), required=False, help_text=_("Facts and data of that period."))
    assessed_by = line(_("Who assessed?"))


class UnionForm(EvidenceForm):
    kind = EvidenceKind.UNION
    happened_on = native_day(_("On which day was the union told?"))
    told_whom = line(_("Who was told?"))
    told_how = long_text(_("How, and what was said?"))
    answered = long_text(
        _("What did the union answer?"), required=False, help_text=_("Or that it did not answer, and by which day.")
    )


class NoticeForm(EvidenceForm):
    kind = EvidenceKind.NOTICE
    way = forms.ChoiceField(label=_("Kind of notice"), choices=NoticeWay.choices, widget=forms.RadioSelect)
    happened_on = native_day(_("Given on"))
    until_on = native_day(
        _("Takes effect on"), help_text=_("With 30 days' written notice at least 30 days after it was given.")
    )
    delivered_how = long_text(_("How was it delivered?"))


class Art42Form(EvidenceForm):
    """Decisions only: there is no field for medical detail."""

    kind = EvidenceKind.ART_42
    happened_on = native_day(_("Day of the check"))
    checked_by = line(_("Who checked?"))

    def asked(self, rules: Ruleset, corrects: EvidenceRecord | None) -> dict[str, forms.Field]:
        before = answers_of(corrects) if corrects else {}
        return {f"{PROMPT}{row.id}": _asked(str(row.text), before.get(row.id)) for row in rules.review.prompts}

    @property
    def told(self) -> dict[str, Any]:
        data = super().told
        said = {name.removeprefix(PROMPT): data.pop(name) for name in list(data) if name.startswith(PROMPT)}
        return data | {"prompts": said}


def _asked(text: str, before: str | None) -> forms.ChoiceField:
    return forms.ChoiceField(label=text, choices=Holds.choices, widget=forms.RadioSelect, initial=before)


FORMS: Iterable[type[EvidenceForm]] = (
    TrainingForm, TransferForm, SecondAssessmentForm, UnionForm, NoticeForm, Art42Form,
)  # fmt: skip
EVIDENCE_FORMS: Mapping[str, type[EvidenceForm]] = {cast("str", form.kind): form for form in FORMS}


class WithdrawEvidenceForm(forms.Form):
    reason = long_text(_("Why does it not hold?"), help_text=_("What was recorded stays to be read, with your reason."))
