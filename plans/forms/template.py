"""The form of a whole template: its frame, and for each item its fields, its support and what the company commits to.

It works without script: there is always one empty item more, and a few empty rows in each list.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from plans.draft import DraftItem, Learning
from plans.library.content import TemplateContent
from plans.models import LearningEntry
from plans.states import Cause, Direction, LearningKind, Measure, ResourceKind, SupportKind

from .library import FrameForm, Words, box

MOST_ITEMS, MOST_ROWS, MOST_LEVELS = 8, 20, 6
NUMBER = forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"})


def text(label: Any, length: int, **options: Any) -> forms.CharField:
    return Words(label=label, max_length=length, required=False, **options)


def choice(label: Any, choices: list[Any]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[("", "–"), *choices])


def figure(label: Any, least: int | None = None) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=False, min_value=least, max_digits=12, decimal_places=2, widget=NUMBER
    )


class Loose(forms.Form):
    """A template may lack anything, so that no field says of itself that it is optional."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            cast("Any", field).wanted_later = True


class ItemForm(Loose):
    area = text(_("What is to improve"), 200)
    cause = choice(_("Root cause, as a suggestion"), Cause.choices)
    measure = forms.ChoiceField(label=_("How the target is put"), choices=Measure.choices, initial=Measure.NUMBER)
    unit = text(_("Unit"), 40, help_text=_("For example: %, points, hours."))
    direction = choice(_("Direction"), Direction.choices)
    target = figure(_("Target"))
    lower_limit = figure(_("Lower limit, to keep within two"))
    levels = text(_("Levels one can observe, one on each line, the lowest first"), 8000, widget=box())
    measured_by = text(
        _("How it is measured"), 2000, widget=box(), help_text=_("So that two people would measure the same.")
    )
    data_source = text(_("Data source"), 300)
    assessor = text(_("Who assesses it"), 120, help_text=_("A role, never a name."))
    weight = forms.IntegerField(label=_("Weight in percent"), required=False, min_value=0, max_value=100)
    leave_out = forms.BooleanField(label=_("Leave this item out of the new version"), required=False)

    def clean_levels(self) -> list[str]:
        levels = [line.strip() for line in self.cleaned_data["levels"].splitlines() if line.strip()]
        if len(levels) > MOST_LEVELS:
            raise forms.ValidationError(_("More levels than anybody can tell apart. Keep to six."))
        return levels


class LearningChoices(forms.MultipleChoiceField):
    """Resources by a key: those the template has already, and those of the library."""

    def __init__(self) -> None:
        super().__init__(
            label=_("To learn from"), required=False, widget=forms.SelectMultiple(attrs={"size": 4}),
            help_text=_("Several: hold Ctrl or Command."),
        )  # fmt: skip


class SupportForm(Loose):
    use_required_attribute = False
    kind = choice(_("Kind"), SupportKind.choices)
    content = text(_("What"), 500, widget=box(2))
    provider = text(_("By whom"), 120, help_text=_("A role, never a name."))
    schedule = text(_("When and how much"), 200)
    hours = figure(_("Hours of the employee, in all"), 0)
    learning = LearningChoices()

    def __init__(self, *args: Any, offered: Mapping[str, Learning], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.MultipleChoiceField", self.fields["learning"])
        if offered:
            field.choices = [(key, _learning_label(entry)) for key, entry in offered.items()]
        else:
            del self.fields["learning"]


class CommitmentForm(Loose):
    use_required_attribute = False
    kind = choice(_("Kind"), ResourceKind.choices)
    content = text(_("What"), 500, widget=box(2))
    owner = text(_("Who sees to it"), 120, help_text=_("A role, never a name."))
    amount = figure(_("Amount of money"), 0)
    hours = figure(_("Hours, in all"), 0)


def _rows(form: type[forms.Form]) -> Any:
    return forms.formset_factory(form, extra=1, can_delete=True, max_num=MOST_ROWS, absolute_max=MOST_ROWS + 10)


SupportRows, CommitmentRows = _rows(SupportForm), _rows(CommitmentForm)


def key_of(entry: Learning) -> str:
    """The library's id, or a digest of what it says: rows of a form carry nothing longer."""
    told = f"{entry.kind}\n{entry.title}\n{entry.address}\n{entry.done_when}"
    return str(entry.entry) if entry.entry else hashlib.sha256(told.encode()).hexdigest()[:16]


def _learning_label(entry: Learning) -> str:
    kinds = dict(LearningKind.choices)
    return f"{entry.title} ({kinds.get(entry.kind, entry.kind)})"


def as_learning(entry: LearningEntry) -> Learning:
    """A copy of a library entry, as a plan or a template keeps it."""
    return Learning(
        entry=entry.pk, kind=entry.kind, title=entry.title, address=entry.address, done_when=entry.done_when
    )


@dataclass
class ItemPart:
    """One item in the form."""

    form: ItemForm
    support: Any
    commitments: Any

    @property
    def area(self) -> str:
        """What stands over it on the page."""
        return str(self.form["area"].value() or "")

    @property
    def has_errors(self) -> bool:
        return bool(self.form.errors or any(self.support.errors) or any(self.commitments.errors))

    @property
    def is_said(self) -> bool:
        """Whether there is an item here: the empty one at the end is none."""
        if self.form.cleaned_data.get("leave_out"):
            return False
        return self.form.has_changed() or bool(_filled(self.support) or _filled(self.commitments))

    def as_data(self, offered: Mapping[str, Learning]) -> dict[str, Any]:
        fields = {name: value for name, value in self.form.cleaned_data.items() if name != "leave_out"}
        support = [
            {**row, "learning": [offered[key] for key in row.get("learning", ())]} for row in _filled(self.support)
        ]
        return {**fields, "support": support, "commitments": _filled(self.commitments)}


def _filled(rows: Any) -> list[dict[str, Any]]:
    return [
        {name: value for name, value in form.cleaned_data.items() if name != "DELETE"}
        for form in rows.forms
        if form.has_changed() and not form.cleaned_data.get("DELETE")
    ]


class TemplateEditor:
    """The whole form. Built from what was sent, or else from a template's content."""

    def __init__(self, data: Any, content: TemplateContent, entries: Iterable[LearningEntry], **frame: Any) -> None:
        self.content = content
        self.offered = _offered(content, entries)
        self.frame = FrameForm(data, initial={**_frame_of(content), **frame})
        number = _number(data) if data is not None else len(content.items) + 1
        items = [*content.items, *[DraftItem()] * number][: min(number, MOST_ITEMS)]
        self.items = [self._part(data, place, item) for place, item in enumerate(items)]

    def _part(self, data: Any, place: int, item: DraftItem) -> ItemPart:
        prefix = f"item-{place}"
        shown = data is None  # what was sent is compared with nothing, so that a row struck out is no change
        support = [{**dict(row), "learning": [key_of(entry) for entry in row.learning]} for row in item.support]
        return ItemPart(
            ItemForm(data, prefix=prefix, initial=_item_of(item) if shown else {"measure": Measure.NUMBER}),
            SupportRows(
                data, prefix=f"{prefix}-support", initial=support if shown else None,
                form_kwargs={"offered": self.offered},
            ),
            CommitmentRows(
                data, prefix=f"{prefix}-commitments", initial=[dict(row) for row in item.commitments] if shown else None
            ),
        )  # fmt: skip

    @property
    def number(self) -> int:
        return len(self.items)

    @property
    def forms(self) -> list[Any]:
        """Everything that may hold an error, in the order of the page."""
        rows = [[part.form, *part.support.forms, *part.commitments.forms] for part in self.items]
        return [self.frame, *(form for part in rows for form in part)]

    def is_valid(self) -> bool:
        formsets = [rows for part in self.items for rows in (part.support, part.commitments)]
        return all([self.frame.is_valid(), *(part.form.is_valid() for part in self.items),
                    *(rows.is_valid() for rows in formsets)])  # fmt: skip

    def as_content(self) -> TemplateContent:
        said = self.frame.cleaned_data
        return TemplateContent.model_validate({
            "weeks": said["weeks"],
            "currency": said["currency"],
            "basis": {"standard": said["standard"], "standard_version": self.content.basis.standard_version},
            "calendar": {"cadence": said["cadence"]} if said["cadence"] else {},
            "consequences": {"if_met": said["if_met"], "if_not_met": said["if_not_met"]},
            "items": [part.as_data(self.offered) for part in self.items if part.is_said],
        })  # fmt: skip


def _number(data: Mapping[str, Any]) -> int:
    """How many items the page had."""
    sent = str(data.get("items", ""))
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 3 else 1


def _offered(content: TemplateContent, entries: Iterable[LearningEntry]) -> dict[str, Learning]:
    """What a measure may point at, by key; an entry of the library as it is today."""
    kept = [entry for item in content.items for row in item.support for entry in row.learning]
    return {key_of(entry): entry for entry in [*kept, *map(as_learning, entries)]}


def _frame_of(content: TemplateContent) -> dict[str, Any]:
    follows = content.consequences
    return {
        "weeks": content.weeks, "standard": content.basis.standard, "cadence": content.calendar.cadence,
        "currency": content.currency, "if_met": follows.if_met, "if_not_met": follows.if_not_met,
    }  # fmt: skip


def _item_of(item: DraftItem) -> dict[str, Any]:
    return {**dict(item), "levels": "\n".join(item.levels)}
