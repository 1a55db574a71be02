"""Naming a mentor, and ending a mentoring."""

import uuid
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from people.choosing import PersonField, SearchingForm
from people.queries import active_people
from plans.fields import long_text
from plans.mentoring import items_in
from plans.models import Mentoring, Plan, PlanVersion

LONGEST_REASON = 1000


class NameMentorForm(SearchingForm):
    """Who helps, and with which items."""

    mentor = PersonField(
        label=_("Who is to be the mentor?"),
        help_text=_("They see the items you choose here, and nothing else of the case."),
    )
    items = forms.TypedMultipleChoiceField(
        label=_("Which items do they mentor?"), coerce=uuid.UUID, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, plan: Plan, version: PlanVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(key), item["area"]) for key, item in items_in(version).items()]
        cast("forms.TypedMultipleChoiceField", self.fields["items"]).choices = choices
        if len(choices) == 1:
            self.initial["items"] = [choices[0][0]]
        people = cast("PersonField", self.fields["mentor"])
        people.people = active_people().exclude(pk=plan.employee_id)


class EndMentoringForm(forms.Form):
    """What ends, and why."""

    mentorings = forms.TypedMultipleChoiceField(
        label=_("What ends?"), coerce=uuid.UUID, widget=forms.CheckboxSelectMultiple
    )
    reason = long_text(_("Why?"), most=LONGEST_REASON, help_text=_("Everybody in the case reads this."))

    def __init__(self, *args: Any, rows: list[Mentoring], version: PlanVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items = items_in(version)
        named = [
            (row, items[row.item]["area"] if row.item in items else _("An item of an earlier version")) for row in rows
        ]
        choices = [(str(row.pk), f"{row.mentor.name}: {area}") for row, area in named]
        cast("forms.TypedMultipleChoiceField", self.fields["mentorings"]).choices = choices
