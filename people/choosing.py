"""Choosing people in a form by searching for them: on the server, without JavaScript, some hits at a time.

A page never carries every employee. The field has a search box with a button of its own; whoever presses it gets the
same page again with the hits to choose from, and everything else they typed.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from .models import User
from .queries import MOST_FOUND, active_people, find_people

FIND = "find"  # name of the search buttons; the value is the field's name
WORDS = "words"  # ends the name of a search box
LONGEST_ID = 18  # digits that a bigint surely takes


class SearchingForm(forms.Form):
    """A form with fields for people. Where a search button was pressed nothing is checked, and nothing is done."""

    @property
    def is_searching(self) -> bool:
        return self.is_bound and FIND in self.data

    def full_clean(self) -> None:
        if not self.is_searching:
            super().full_clean()
            return
        self._errors = ErrorDict()
        self.cleaned_data: dict[str, Any] = {}

    def is_valid(self) -> bool:
        return not self.is_searching and super().is_valid()


class PeopleInput(forms.Widget):
    """A search box, and whom one can choose: those chosen already, those suggested, those found."""

    template_name = "people/choose_people.html"
    use_fieldset = True
    many = False
    shown: Mapping[str, Any] = {}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The ids that were sent, as texts."""
        if self.many and hasattr(data, "getlist"):
            return data.getlist(name)
        return data.get(name)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False  # nobody chosen sends nothing, as with any choice

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_{WORDS}" if id_ else id_

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"many": self.many, "most": MOST_FOUND, "words_name": f"{name}-{WORDS}", **self.shown}
        return context


class BoundPeople(forms.BoundField):
    """The field on its page: what was searched for, who was found, and who is chosen."""

    field: "PersonField"

    @property
    def words(self) -> str:
        return str(self.form.data.get(f"{self.html_name}-{WORDS}", ""))[:120] if self.form.is_bound else ""

    @cached_property
    def chosen(self) -> list[User]:
        return self.field.among(self.value())

    @cached_property
    def found(self) -> list[User]:
        return find_people(self.words, self.field.people)

    @property
    def offered(self) -> list[User]:
        """Each of them once: chosen, suggested, found."""
        return list(dict.fromkeys([*self.chosen, *self.field.suggested, *self.found]))

    def as_widget(self, *args: Any, **kwargs: Any) -> Any:
        shown = {"offered": self.offered, "found": self.found, "words": self.words, "chosen": self.chosen}
        self.field.widget.shown = shown
        return super().as_widget(*args, **kwargs)


class PersonField(forms.Field):
    """One person out of `people`; `suggested` are offered before anybody searches. The form sets both when it knows
    whom the act allows, which the act itself checks again.
    """

    widget = PeopleInput
    bound_field_class = BoundPeople
    many = False
    default_error_messages = {
        "required": _("Search for the person, then choose them."),
        "unknown": _("Choose somebody of those found."),
    }

    def __init__(self, *, people: QuerySet[User] | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.people = active_people() if people is None else people
        self.suggested: Sequence[User] = ()
        self.widget.many = self.many

    def among(self, value: Any) -> list[User]:
        """Those of `people` whose ids these are, in the order of names; ids of anybody else find nobody."""
        sent = value if isinstance(value, list | tuple) else [value]
        ids = {int(text) for text in map(str, sent) if text.isascii() and text.isdigit() and len(text) <= LONGEST_ID}
        if not ids:
            return []
        return list(self.people.filter(pk__in=ids).select_related("department").order_by("name", "pk"))

    def clean(self, value: Any) -> Any:
        people = self._chosen(value)
        return people[0] if people else None

    def _chosen(self, value: Any) -> list[User]:
        sent = {text for text in (value if isinstance(value, list | tuple) else [value]) if text}
        if not sent and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        people = self.among(list(sent))
        if len(people) != len(sent):
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        return people


class PeopleField(PersonField):
    """Several people out of `people`, at most `most`: a list."""

    many = True
    default_error_messages = {"many": _("Choose at most %(most)s people.")}

    def __init__(self, *, most: int = MOST_FOUND, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.most = most

    def clean(self, value: Any) -> list[User]:
        people = self._chosen(value)
        if len(people) > self.most:
            raise ValidationError(self.error_messages["many"], code="many", params={"most": self.most})
        return people
