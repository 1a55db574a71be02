"""The form of one improvement item, with its interim targets, support measures and resource commitments."""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django import forms
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.files.checks import Checked
from plans.draft import DraftCommitment, DraftItem, DraftSupport, Interim
from plans.fields import with_native_inputs
from plans.models import Item
from plans.states import SUGGESTED, Cause, Direction, Measure, SupportKind
from plans.targets import fault_of

from .pieces import CommitmentRows, FilesForm, Given, PieceForm, Rows, SupportRows, TableForm

MOST_LEVELS = 5
LEVELS = tuple(range(1, MOST_LEVELS + 1))
LEVEL_CHOICES = (("", "–"), *((str(level), str(level)) for level in LEVELS))

FIELDS = (
    "area", "observed", "observed_on", "impact", "cause", "analysis", "measure", "baseline", "direction", "lower_limit",
    "target", "unit", "measured_by", "data_source", "assessor", "weight", "due_on",
)  # fmt: skip

GAP = ("baseline", "target")
AS_NUMBER = (*GAP, "direction", "lower_limit", "unit")
AS_LEVELS = ("baseline_level", "target_level")


class ItemForm(TableForm):
    """What is seen, why it is so, and where it is to go: as a figure, or as a level that one can observe."""

    baseline_level = forms.ChoiceField(label=gettext_lazy("Level now"), choices=LEVEL_CHOICES)
    target_level = forms.ChoiceField(label=gettext_lazy("Level to reach"), choices=LEVEL_CHOICES)

    class Meta:
        model = Item
        fields = FIELDS
        formfield_callback = with_native_inputs
        help_texts = {
            "area": gettext_lazy("One skill, habit or result: the most urgent one first."),
            "observed": gettext_lazy("What somebody saw or measured, not what you conclude from it."),
            "analysis": gettext_lazy("What keeps the work from succeeding. The right help follows from it."),
            "unit": gettext_lazy("For example: %, points, hours."),
            "measured_by": gettext_lazy("So that two people would measure the same."),
            "data_source": gettext_lazy("The system, report or record the figure comes from."),
            "weight": gettext_lazy("In percent of the whole plan. Leave it out where items count alike."),
        }

    def __init__(self, *args: Any, checkpoints: Iterable[date] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.days = sorted(checkpoints)
        self.is_rubric = self["measure"].value() == Measure.RUBRIC
        for name in AS_NUMBER if self.is_rubric else AS_LEVELS:
            del self.fields[name]
        for level in LEVELS if self.is_rubric else ():
            self.fields[f"level_{level}"] = forms.CharField(
                label=_("What one sees at level %(level)d") % {"level": level}, max_length=500, required=False
            )
        for day in self.days:
            self.fields[interim_name(day)] = forms.DecimalField(
                label=formats.date_format(day), max_digits=12, decimal_places=2, required=False,
                widget=forms.NumberInput(attrs={"step": "any"}),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Impossible gaps are refused in words; what is still missing is not a mistake in a draft."""
        data = super().clean() or self.cleaned_data
        if self.is_rubric:
            data |= {"direction": Direction.RAISE}
            data |= {name: Decimal(level) for name in GAP if (level := data.get(f"{name}_level"))}
        names = ("direction", "baseline", "target", "lower_limit")
        if not set(names) & set(self.errors) and (fault := fault_of(**{name: data.get(name) for name in names})):
            self.add_error("target_level" if self.is_rubric else "target", fault)
        return data

    @property
    def interim(self) -> list[forms.BoundField]:
        return [self[interim_name(day)] for day in self.days]

    @property
    def level_fields(self) -> list[forms.BoundField]:
        return [self[f"level_{level}"] for level in LEVELS] if self.is_rubric else []


def prefix_of(item_id: uuid.UUID) -> str:
    """What names the item's fields and elements on the page: short, since it stands there hundreds of times."""
    return f"i{item_id.hex[:8]}"


def interim_name(day: date) -> str:
    return f"interim_{day.isoformat()}"


def initial_of(item: DraftItem) -> dict[str, Any]:
    """What the form starts from."""
    saved = item.model_dump(exclude={"levels", "interim", "support", "commitments", "files"})
    levels = {f"level_{number}": text for number, text in enumerate(item.levels, start=1)}
    interim = {interim_name(row.due_on): row.value for row in item.interim}
    return {**saved, **levels, **interim, **{f"{name}_level": _level(saved[name]) for name in GAP}}


def _level(value: Decimal | None) -> str:
    return str(int(value)) if value is not None else ""


class ItemForms:
    """An item with its lists. `item` is what was saved; a new one is blank."""

    def __init__(self, item: DraftItem, given: Given, checkpoints: Sequence[date]) -> None:
        self.item, self.prefix = item, prefix_of(item.id)
        days = {*checkpoints, *(row.due_on for row in item.interim)}
        self.form = ItemForm(given.data, prefix=self.prefix, initial=initial_of(item), checkpoints=days)
        self.files = FilesForm(given.data, given.files, prefix=self.prefix)
        self.support = _rows(SupportRows, item.support, given, f"{self.prefix}-support", library=given.library)
        self.commitments = _rows(CommitmentRows, item.commitments, given, f"{self.prefix}-commitments")

    def drop_hints(self) -> None:
        for field in self.form.fields.values():
            field.help_text = ""

    @property
    def title(self) -> str:
        """What the item is called while it is written."""
        return str(self.form["area"].value() or "") or _("New item")

    @property
    def cause(self) -> str:
        return str(self.form["cause"].value() or "")

    @property
    def cause_label(self) -> str:
        return str(Cause(self.cause).label) if self.suggested else ""

    @property
    def suggested(self) -> tuple[SupportKind, ...]:
        """What usually helps against the cause that was chosen: a suggestion, never a rule."""
        return SUGGESTED.get(self.cause, ())

    @cached_property
    def faults(self) -> list[forms.BoundField]:
        """Fields that cannot be read as they were typed."""
        forms_ = [self.form, self.files, *self.support.forms, *self.commitments.forms]
        return [field for form in forms_ for field in form if field.errors]

    def said(self) -> DraftItem:
        """The item as it was typed, or as it was saved where it was not sent."""
        if not self.form.is_bound:
            return self.item
        fields = self.form.typed({name: getattr(self.item, name) for name in FIELDS})
        return self.item.model_copy(
            update=fields
            | {"levels": self._levels(), "interim": self._interim()}
            | {"support": said_rows(self.support, self.item.support, DraftSupport)}
            | {"commitments": said_rows(self.commitments, self.item.commitments, DraftCommitment)}
        )

    def uploads(self, said: DraftItem) -> Iterator[tuple[str, list[Checked]]]:
        """Files that came with the item and with its commitments; `said` is what `said()` gave."""
        yield f"items.{said.id}.files", uploaded(self.files)
        for form, row in zip(self.commitments.filled() if self.form.is_bound else (), said.commitments, strict=False):
            yield f"items.{said.id}.commitments.{row.id}.files", uploaded(form)

    def _levels(self) -> list[str]:
        """Described levels without gaps at the end: level 3 stays level 3 where 2 is still blank. Those that were
        described before the target became a figure come back with it.
        """
        if not self.form.is_rubric:
            return self.item.levels
        levels = [self.form.cleaned_data.get(f"level_{level}", "") for level in LEVELS]
        while levels and not levels[-1]:
            levels.pop()
        return levels

    def _interim(self) -> list[Interim]:
        values = ((day, self.form.cleaned_data.get(interim_name(day))) for day in self.form.days)
        return [Interim(due_on=day, value=value) for day, value in values if value is not None]


def _rows(rows: type[Rows], saved: Sequence[Any], given: Given, prefix: str, **options: Any) -> Rows:
    """The rows as forms, each with what its saved row names besides: files, and things to learn from."""
    if given.data is not None:
        made = rows(given.data, given.files, prefix=prefix, form_kwargs=options)
    else:
        initial = [row.model_dump(exclude={"files", "learning"}) for row in saved]
        made = rows(initial=initial, prefix=prefix, form_kwargs=options)
        made.extra = 1 if given.more == prefix or not saved else 0
    known = {str(row.id): row for row in saved}
    for form in made.forms:
        row = known.get(str(form["id"].value()))
        form.kept, form.learning = getattr(row, "files", ()), getattr(row, "learning", ())
    return made


def uploaded(form: PieceForm) -> list[Checked]:
    """What was handed in, where it can be kept."""
    if not form.is_bound:
        return []
    form.full_clean()
    return form.cleaned_data.get("evidence") or []


def said_rows(rows: Rows, saved: Sequence[Any], shape: type[Any]) -> list[Any]:
    """The rows as they were typed. An id is taken only from a row that was saved in this very list."""
    if not rows.was_sent:
        return list(saved)
    known = {row.id: row for row in saved}
    return [_said_row(form, known.get(form.cleaned_data.get("id")) or shape()) for form in rows.filled()]


def _said_row(form: PieceForm, row: Any) -> Any:
    names = [name for name in form.fields if name in type(row).model_fields and name != "id"]
    said = row.model_copy(update=form.typed({name: getattr(row, name) for name in names}))
    chosen = form.cleaned_data.get("learn")
    if chosen and chosen.entry not in {learning.entry for learning in row.learning}:
        said.learning = [*row.learning, chosen]
    return said
