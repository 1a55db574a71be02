"""Checkpoints and learning, and what items are asked alike."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from plans.models import Item
from reviews.models.addendum import LONG as ADDENDUM
from reviews.models.learning import SHORT
from reviews.states import Learned
from reviews.targets import Target, target_of


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("Your note"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("How you saw it. Once added it stays as it is; nobody can change it."),
    )


class AddendumForm(forms.Form):
    wrong = forms.CharField(
        label=_("What is wrong"),
        max_length=ADDENDUM,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A plain mistake: a wrong figure, name or day. What you see differently belongs into a comment."),
    )
    right = forms.CharField(
        label=_("What it should say"), max_length=ADDENDUM, widget=forms.Textarea(attrs={"rows": 3})
    )


class ItemForm(forms.ModelForm[Any]):
    """What is found for one item. Where levels are described, one of them is chosen, and no number is typed."""

    def __init__(self, data: Any = None, *, item: Item, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.instance.item = item
        target = target_of(item)
        if target.is_rubric:
            self.fields["value"] = _level_field(target)
        else:
            self.fields["value"].help_text = _hint(target)


def _level_field(target: Target) -> forms.Field:
    return forms.TypedChoiceField(
        label=_("Level that was observed"),
        choices=[(str(number), target.say(Decimal(number))) for number, _level in target.described],
        coerce=Decimal,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("There is no such level. Choose one of those described.")},
    )


def _hint(target: Target) -> str:
    """The unit, and what is to be reached: where two limits hold, both of them."""
    if target.unit:
        return gettext("In %(unit)s. The target: %(goal)s.") % {"unit": target.unit, "goal": target.goal}
    return gettext("The target: %(goal)s.") % {"goal": target.goal}


class TickLearningForm(forms.Form):
    words = forms.CharField(
        label=_("Anything to add?"),
        required=False,
        max_length=SHORT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example what you did, or where it can be seen. It stays in the case."),
    )


class ConfirmLearningForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("Your answer"),
        choices=[
            (Learned.CONFIRMED.value, _("Confirmed: this is done")),
            (Learned.NOT_YET.value, _("Not yet: something is missing")),
        ],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("Your words"),
        required=False,
        max_length=SHORT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed where you answer “not yet”: what is still missing. The employee reads it."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("answer") == Learned.NOT_YET and not data.get("words") and "words" not in self.errors:
            self.add_error("words", _("Say what is still missing."))
        return data


ItemForms = list[tuple[Item, Any]]
Initial = Callable[[str], dict[str, str]]


def form_per_item(
    form: type[Any], items: Iterable[Item], data: Any, *, initial: Initial = lambda _prefix: {}
) -> ItemForms:
    """One form for each item, in the plan's order; `initial` gives what a form begins with, by its prefix."""
    named = ((item, f"item-{number}") for number, item in enumerate(items, start=1))
    return [(item, form(data, item=item, prefix=prefix, initial=initial(prefix))) for item, prefix in named]
