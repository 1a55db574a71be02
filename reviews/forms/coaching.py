"""Coaching: a session that was held, the employee's answer, regular ones."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from people.models import User
from plans.fields import long_text, native_day
from reviews.coaching import PlannedSession
from reviews.models.coaching import LONG, MOST_MINUTES, SHORT
from reviews.states import SessionKind, SessionSaid

WHOLE_PLAN = ("plan", _("The whole plan"))
NOT_PLANNED = ("none", _("None: it was not planned"))
MANAGER = "manager"

Topics = Iterable[tuple[str, list[Any]]]


def minutes() -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(label=_("Length in minutes"), min_value=1, max_value=MOST_MINUTES, widget=widget)


def set_topics(field: forms.Field, topics: Topics, *, whole: bool) -> None:
    """What it can be about: the whole plan, where that is the reader's, and each item with its support measures."""
    cast("forms.ChoiceField", field).choices = [*([WHOLE_PLAN] if whole else []), *topics]


def topic_in(value: str) -> uuid.UUID | None:
    return uuid.UUID(value) if value != WHOLE_PLAN[0] else None


class LogSessionForm(forms.Form):
    """What one types in ten seconds: the rest stands there already."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    held_on = native_day(_("Day"))
    minutes = minutes()
    about = forms.ChoiceField(label=_("About"))
    done = long_text(_("What did you do?"), most=LONG, rows=2)
    next_steps = long_text(_("What comes next?"), most=LONG, rows=2, required=False)
    occasion = forms.ChoiceField(label=_("Planned session"))

    def __init__(
        self, *args: Any, topics: Topics, whole: bool, planned: Sequence[PlannedSession] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        set_topics(self.fields["about"], topics, whole=whole)
        if planned:
            rows = [(row.key, f"{row.series.get_kind_display()}, {date_format(row.day)}") for row in planned]
            cast("forms.ChoiceField", self.fields["occasion"]).choices = [NOT_PLANNED, *rows]
        else:
            del self.fields["occasion"]

    @property
    def told(self) -> dict[str, Any]:
        """As the action takes it."""
        data = dict(self.cleaned_data)
        data["about"] = topic_in(data["about"])
        series, _sep, day = data.pop("occasion", "").partition("/")
        return data | ({"series": uuid.UUID(series), "planned_on": date.fromisoformat(day)} if day else {})


class ConfirmSessionForm(forms.Form):
    """What the employee says of a session."""

    said = forms.ChoiceField(label=_("Was it so?"), choices=SessionSaid.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("Your words"),
        required=False,
        max_length=SHORT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Needed where it was otherwise: how it was. They stay beside the entry, and nobody can change them."
        ),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("said") == SessionSaid.OTHERWISE and not data.get("words") and "words" not in self.errors:
            self.add_error("words", _("Say how it was."))
        return data


class PlanSessionsForm(forms.Form):
    """One day of every week, from a day to a day."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=SessionKind.choices, widget=forms.RadioSelect)
    mentor = forms.ChoiceField(label=_("With whom?"))
    about = forms.ChoiceField(label=_("About"))
    weekday = forms.TypedChoiceField(label=_("Every week on"), coerce=int, choices=list(WEEKDAYS.items()))
    starts_at = forms.TimeField(label=_("At"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
    minutes = minutes()
    first_on = native_day(_("From"))
    last_on = native_day(_("Until"))

    def __init__(
        self, *args: Any, topics: Topics, whole: bool, mentors: Sequence[User], manager: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.mentors = {str(user.pk): user for user in mentors}
        set_topics(self.fields["about"], topics, whole=whole)
        if whole:
            rows = [(key, user.name) for key, user in self.mentors.items()]
            cast("forms.ChoiceField", self.fields["mentor"]).choices = [(MANAGER, manager), *rows]
        else:
            del self.fields["mentor"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if {"first_on", "last_on"} <= data.keys() and data["last_on"] < data["first_on"]:
            self.add_error("last_on", _("The last day must not lie before the first."))
        if data.get("mentor") in self.mentors and data.get("about") == WHOLE_PLAN[0]:
            self.add_error("about", ValidationError(_("Choose an item that this person mentors."), code="about"))
        return data

    @property
    def told(self) -> dict[str, Any]:
        """As the action takes it; whoever sees no choice of people plans their own."""
        data = dict(self.cleaned_data)
        data["about"] = topic_in(data["about"])
        data["mentor"] = self.mentors.get(data["mentor"]) if "mentor" in data else next(iter(self.mentors.values()))
        return data


class EndSessionsForm(forms.Form):
    reason = forms.CharField(
        label=_("Why?"),
        max_length=SHORT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody in the case reads this."),
    )
