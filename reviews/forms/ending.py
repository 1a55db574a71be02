"""The final review, the outcome and its answer."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cases.forms import ShownForm
from plans.fields import long_text, with_native_inputs
from plans.models import Item
from reviews.checklist import Check
from reviews.models import ItemResult, Outcome
from reviews.states import PROPOSED

from .running import ItemForm


class SummaryForm(forms.Form):
    """The employee's own summary of the plan; item by item in forms of their own."""

    words = long_text(
        _("In general"),
        required=False,
        rows=6,
        help_text=_("What you reached and are proud of, what was in the way, what help came and what did not."),
    )
    nothing = forms.BooleanField(label=_("I have nothing to add"), required=False)

    def refuse_silence(self, rows: Iterable["ItemSummaryForm"]) -> bool:
        """Whether nothing at all was said, and not even that there is nothing to add."""
        if self.cleaned_data["words"] or self.cleaned_data["nothing"] or any(row.cleaned_data["words"] for row in rows):
            return False
        self.add_error("words", _("Write a few words, or say that you have nothing to add."))
        return True


class ItemSummaryForm(forms.Form):
    words = long_text(_("In your own words"), required=False)

    def __init__(self, data: Any = None, *, item: Item, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.item = item


class ItemResultForm(ItemForm):
    class Meta:
        model = ItemResult
        fields = ("value", "result", "evidence", "improved", "why_not")
        formfield_callback = with_native_inputs
        help_texts = {
            "evidence": _("Where the figure comes from, so that somebody else can look it up."),
            "improved": _(
                "What is better than it was, and what the employee did for it. Needed unless nothing is met."
            ),
            "why_not": _("What stood in the way, on either side. Needed unless it is met in full."),
        }


class OutcomeForm(forms.ModelForm[Any]):
    """The plan as a whole. `revision` is that of the draft that the page had shown."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)

    class Meta:
        model = Outcome
        fields = ("result", "summary", "recognition", "lessons", "early_reason")
        formfield_callback = with_native_inputs
        help_texts = {
            "summary": _("What improved, and what did not and why. The employee reads this."),
            "recognition": _("What the employee did well, in words that one would also say to their face."),
            "lessons": _("What the company would do otherwise next time: help, targets, tools, its own part in it."),
            "early_reason": _("Only if the plan has not reached its end date."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["result"] = forms.ChoiceField(
            label=_("Outcome of the plan"), choices=[("", "---------"), *((row.value, row.label) for row in PROPOSED)]
        )

    @property
    def said(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def show_anew(self, revision: int) -> None:
        """The next press saves over what was saved meanwhile."""
        data = cast("QueryDict", self.data).copy()
        data["revision"] = str(revision)
        self.data = data


class ReturnOutcomeForm(forms.Form):
    comment = forms.CharField(
        label=_("What must change?"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Only the manager, HR and auditors read this. It stays in the case."),
    )


class DecideForm(ShownForm):
    """The decision that was shown, with a reason for each soft block that does not hold."""

    def __init__(self, *args: Any, blocks: Iterable[Check], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.blocks = [check.name for check in blocks]
        for check in blocks:
            self.fields[check.name] = long_text(
                check.label, help_text=_("Why you decide all the same. The employee reads this; you sign it.")
            )

    @property
    def reasons(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.blocks}


class RefuseOutcomeForm(ShownForm):
    """The employee says that they do not sign the outcome."""

    words = long_text(
        _("Anything you want to say about it?"),
        required=False,
        help_text=_("Nobody can change it afterwards. You can leave it empty, and comment at any time."),
    )
