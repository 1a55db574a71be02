"""A checkpoint: prepared by the employee, recorded by the manager, answered by both."""

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cases.forms import ShownForm
from plans.fields import long_text, with_native_inputs
from plans.models import Item
from reviews.models import Checkpoint, Progress, SelfAssessment
from reviews.models.minutes import SHORT

from .running import ItemForm


class HoldForm(forms.ModelForm[Any]):
    """The meeting as a whole; each item has a form of its own."""

    encouragement = long_text(
        _("What went well"),
        required=False,
        help_text=_(
            "What did the employee do well since last time? One true sentence is worth more than ten polite ones. It "
            "stands at the top of the minutes."
        ),
    )
    attendees = forms.CharField(label=_("Who was there"), required=False, max_length=SHORT)
    companion = forms.CharField(
        label=_("Who came along with the employee"),
        required=False,
        max_length=200,
        help_text=_("A colleague, or somebody of a union or works council. Leave it empty where nobody came along."),
    )

    class Meta:
        model = Checkpoint
        fields = ("held_on", "manager_note", "next_steps")
        formfield_callback = with_native_inputs
        help_texts = {
            "manager_note": _("What you talked about, what was in the way, and what you think of it."),
            "next_steps": _("What you agreed to do until next time, both of you. It opens the next agenda."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("held_on", "manager_note"):
            self.fields[name].required = True


class ProgressForm(ItemForm):
    class Meta:
        model = Progress
        fields = ("value", "judgement", "evidence", "helped", "agreed")
        formfield_callback = with_native_inputs
        help_texts = {
            "judgement": _("You decide. What the figures alone suggest is kept beside it."),
            "evidence": _("Where the figure comes from, or what was seen, so that somebody else can look it up."),
            "helped": _("What made a difference, so that it goes on."),
            "agreed": _("Who does what until next time."),
        }


class PrepareForm(forms.Form):
    """What the employee wants to say in the meeting. `revision` is that of what the page had shown."""

    general = long_text(
        _("In general"),
        required=False,
        help_text=_("What you are proud of, what is in the way, what you need. A few words are enough."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)

    def clean_revision(self) -> int:
        return int(self.cleaned_data["revision"] or 0)

    def show_anew(self, revision: int) -> None:
        """The next press saves over what was saved meanwhile."""
        data = cast("QueryDict", self.data).copy()
        data["revision"] = str(revision)
        self.data = data


class OwnViewForm(forms.ModelForm[Any]):
    """How the employee sees one item."""

    class Meta:
        model = SelfAssessment
        fields = ("standing", "words")
        formfield_callback = with_native_inputs
        help_texts = {"words": _("What you tried, what worked, what did not, and why.")}

    def __init__(self, data: Any = None, *, item: Item, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.instance.item = item


class RefuseMinutesForm(ShownForm):
    """The employee says that they do not sign the minutes."""

    words = long_text(
        _("Anything you want to say about it?"),
        required=False,
        help_text=_("Nobody can change it afterwards. You can leave it empty, and add your note at any time."),
    )
