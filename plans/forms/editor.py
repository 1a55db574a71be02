"""The whole draft as one form: what the editor page shows, and what was typed into it as a document."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from cases.files.checks import Checked
from plans.draft import (
    MOST_DRAFTED,
    MOST_REMOVED,
    Basis,
    Calendar,
    Consequences,
    Draft,
    DraftFeedback,
    DraftItem,
    Removed,
)
from plans.schedule import Planned, by_hand, dates_of, planned
from plans.states import Cadence

from .item import ItemForms, said_rows, uploaded
from .pieces import (
    MOST_ROWS,
    BasisForm,
    CalendarForm,
    CheckpointRows,
    CommitmentRows,
    ConsequencesForm,
    FeedbackRows,
    FilesForm,
    Given,
    PieceForm,
    SupportRows,
)

KINDS = {"feedback": FeedbackRows, "checkpoint": CheckpointRows, "support": SupportRows, "commitment": CommitmentRows}
NOT_SAVED_YET = -1


@dataclass(frozen=True)
class Preview:
    """Days of checkpoints before they are saved, and the years among them whose holidays nobody knows."""

    rows: list[Planned]
    unknown_years: list[int]
    by_hand: bool


class CurrencyForm(PieceForm):
    currency = forms.RegexField(
        r"^[A-Z]{3}$",
        label=gettext_lazy("Currency"),
        widget=forms.TextInput(attrs={"size": 3, "maxlength": 3, "autocapitalize": "characters"}),
        help_text=gettext_lazy("Three letters, for example EUR, CNY, GBP, USD."),
    )


class Editor:
    """The draft's pieces as forms: with what was sent, or else with what is saved."""

    def __init__(self, draft: Draft, given: Given) -> None:
        self.draft, self.given, self.data = draft, given, given.data
        data, files = given.data, given.files
        self.basis = BasisForm(data, initial=draft.basis.model_dump())
        self.feedback = self._rows(FeedbackRows, (row.model_dump() for row in draft.basis.prior_feedback), "feedback")
        self.calendar = CalendarForm(
            data, initial=draft.calendar.model_dump(), days=given.days, calendars=given.calendars
        )
        self.checkpoints = self._rows(
            CheckpointRows, ({"due_on": day} for day in draft.calendar.checkpoints), "checkpoints"
        )
        self.consequences = ConsequencesForm(data, initial=draft.consequences.model_dump())
        self.currency = CurrencyForm(data, initial={"currency": draft.currency})
        self.blanks = {kind: self._blank(kind, rows) for kind, rows in KINDS.items()}
        self.files = FilesForm(data, files, prefix="basis", label=gettext_lazy("Add files that show it"))
        self.standard = FilesForm(data, files, prefix="standard", label=gettext_lazy("Attach the standard itself"))
        self.items = [self._item(number, item) for number, item in enumerate(self._items())]

    def _item(self, number: int, item: DraftItem) -> ItemForms:
        """The hints stand beside the first item only: whoever writes the second has read them."""
        given = replace(self.given, data=self._data_of(item))
        forms_ = ItemForms(item, given, self.draft.calendar.checkpoints)
        if number:
            forms_.drop_hints()
        return forms_

    def _blank(self, kind: str, rows: Any) -> PieceForm:
        given = {"library": self.given.library} if kind == "support" else {}
        blank: PieceForm = rows(prefix="__list__", form_kwargs=given).empty_form
        return blank

    def _rows(self, rows: Any, saved: Iterable[dict[str, Any]], prefix: str) -> Any:
        if self.data is not None:
            return rows(self.data, prefix=prefix)
        initial = list(saved)
        made = rows(initial=initial, prefix=prefix)
        made.extra = 1 if self.given.more == prefix or not initial else 0
        return made

    def _data_of(self, item: DraftItem) -> QueryDict | None:
        """An item that was just added or brought back was not sent."""
        if self.data is None:
            return None
        sent = self.data.getlist("sent") if "sent" in self.data else self.data.getlist("item")
        return self.data if item.id.hex in sent else None

    def _items(self) -> list[DraftItem]:
        if self.data is None:
            return self.draft.items
        sent = [item_id for text in self.data.getlist("item")[:MOST_DRAFTED] if (item_id := _id_of(text))]
        return [self.draft.item(item_id) or DraftItem(id=item_id) for item_id in dict.fromkeys(sent)]

    @property
    def may_grow(self) -> bool:
        return len(self.items) < MOST_DRAFTED

    @property
    def based_on(self) -> int:
        """The revision the page was loaded from, or that of a newer one that the person chose to write over."""
        if self.data is None:
            return NOT_SAVED_YET
        sent = self.data.get("over") or self.data.get("revision") or ""
        return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else NOT_SAVED_YET

    @cached_property
    def faults(self) -> list[forms.BoundField]:
        """Fields that cannot be read as they were typed; they keep what was saved of them before."""
        lists = (form for rows in (self.feedback, self.checkpoints) for form in rows.forms)
        own = [
            field
            for form in (self.basis, self.standard, self.files, *lists, self.calendar, self.consequences, self.currency)
            for field in form
            if field.errors
        ]
        return [*own, *(field for item in self.items for field in item.faults)]

    def document(self) -> Draft:
        """What was typed, over what was saved. Items that were saved and not sent can be brought back."""
        items = [self._with_id(item) for item in self.items]
        kept = {item.id for item in items}
        gone = [Removed(place=place, item=item) for place, item in enumerate(self.draft.items) if item.id not in kept]
        return self.draft.model_copy(
            update={
                "basis": self._basis(),
                "items": items,
                "calendar": self._calendar(),
                "consequences": Consequences(**self.consequences.typed(self.draft.consequences.model_dump())),
                "currency": self.currency.typed({"currency": self.draft.currency})["currency"],
                "removed": [*self.draft.removed, *gone][-MOST_REMOVED:],
            }
        )

    def uploads(self, document: Draft) -> dict[str, list[Checked]]:
        """Files that came with this save, by their place in the document that `document()` gave."""
        places = {"basis.files": uploaded(self.files), "basis.standard_files": uploaded(self.standard)}
        for item, said in zip(self.items, document.items, strict=True):
            places |= dict(item.uploads(said))
        return {place: files for place, files in places.items() if files}

    def refuse_files(self, refusal: ValidationError) -> None:
        """Say why what was handed in is not kept; the words are."""
        self.files.add_error("evidence", refusal)
        self.__dict__.pop("faults", None)

    def _with_id(self, item: ItemForms) -> DraftItem:
        """An id that the saved draft does not know may be somebody else's: the item gets one of its own."""
        said = item.said()
        return said if self.draft.item(said.id) else said.model_copy(update={"id": uuid.uuid4()})

    def _basis(self) -> Basis:
        saved = self.draft.basis
        typed = self.basis.typed(saved.model_dump(include=set(self.basis.fields)))
        rows = said_rows(self.feedback, saved.prior_feedback, DraftFeedback)
        return saved.model_copy(update={**typed, "prior_feedback": rows})

    def _calendar(self) -> Calendar:
        saved = self.draft.calendar
        calendar = saved.model_copy(update=self.calendar.typed(saved.model_dump(include=set(self.calendar.fields))))
        if calendar.starts_on and calendar.ends_on and calendar.ends_on <= calendar.starts_on:  # one could not be read
            calendar = calendar.model_copy(update={"starts_on": saved.starts_on, "ends_on": saved.ends_on})
        listed = {form.cleaned_data.get("due_on") for form in self.checkpoints.filled(besides=("DELETE",))}
        return calendar.model_copy(update={"checkpoints": self._checkpoints(calendar, listed - {None})})

    def _checkpoints(self, calendar: Calendar, listed: set[date]) -> list[date]:
        """Those the cadence makes, or those that were listed."""
        start, end, cadence = calendar.starts_on, calendar.ends_on, calendar.cadence
        if cadence in ("", Cadence.AS_LISTED) or not (start and end and start < end):
            return sorted(listed)
        return dates_of(cadence, start, end, self.given.days)[:MOST_ROWS]

    @cached_property
    def preview(self) -> Preview:
        """The days as they would be with what stands on the page now, saved or not."""
        calendar = self.draft.calendar if self.data is None else self._calendar()
        start, end, days = calendar.starts_on, calendar.ends_on, self.given.days
        if calendar.cadence in ("", Cadence.AS_LISTED):
            rows = by_hand(calendar.checkpoints, days)
        else:
            rows = planned(calendar.cadence, start, end, days)[:MOST_ROWS] if start and end and start < end else []
        told = [*(row.wanted for row in rows), *filter(None, [start, end])]
        return Preview(rows, days.unknown(told), by_hand=calendar.cadence in ("", Cadence.AS_LISTED))


def _id_of(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
