"""Shape of input for the library; nothing is saved here."""

from typing import Any, cast

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.utils.translation import gettext_lazy as _

from cases.files.checks import Checked
from cases.forms import EvidenceField
from people.models import User
from people.states import Language
from plans.fields import with_native_inputs
from plans.library.content import LONGEST, SHORTEST
from plans.models import LearningEntry, Plan, Template
from plans.models.plan import EARLIEST, LATEST, LONG
from plans.states import Cadence, FieldOfWork

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "min": str(EARLIEST), "max": str(LATEST)})
CADENCES = [("", _("Left to whoever writes the plan")), *(c for c in Cadence.choices if c[0] != Cadence.AS_LISTED)]


def box(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class Words(forms.CharField):
    """Line breaks as they are kept: browsers send two signs for one, and an untouched text would look changed."""

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")


class SearchForm(forms.Form):
    """Narrows a list; whatever is sent, nothing is refused."""

    words = forms.CharField(label=_("Search"), required=False, max_length=200)
    field = forms.ChoiceField(
        label=_("Field of work"), required=False, choices=[("", _("All fields of work")), *FieldOfWork.choices]
    )
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", _("Both languages")), *Language.choices]
    )

    @property
    def asked(self) -> dict[str, Any]:
        """What was asked for and makes sense."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


class FrameForm(forms.Form):
    """A template's own fields, and what its plan says outside the items."""

    after = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    title = forms.CharField(label=_("Title"), max_length=120)
    about = Words(
        label=_("What it is for"), max_length=600, widget=box(),
        help_text=_("For whom, in which situation, and how it goes about it."),
    )  # fmt: skip
    field = forms.ChoiceField(label=_("Field of work"), choices=FieldOfWork.choices)
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    weeks = forms.IntegerField(
        label=_("How many weeks it usually takes"), required=False, min_value=SHORTEST, max_value=LONGEST
    )
    standard = forms.CharField(label=_("Standard or policy relied on"), required=False, max_length=200)
    cadence = forms.ChoiceField(label=_("Checkpoints"), required=False, choices=CADENCES)
    currency = forms.CharField(
        label=_("Currency"), required=False, max_length=3,
        validators=[RegexValidator(r"^[A-Z]{3}$", _("Three capital letters, like EUR or CNY."))],
    )  # fmt: skip
    if_met = Words(label=_("If the targets are met"), required=False, max_length=LONG, widget=box())
    if_not_met = Words(
        label=_("If the targets are not met"), required=False, max_length=LONG, widget=box(),
        help_text=_("Options that will be looked at. Nothing follows by itself."),
    )  # fmt: skip


class LearningForm(forms.ModelForm[LearningEntry]):
    upload = EvidenceField(
        label=_("The file itself"),
        required=False,
        help_text=_("For a file or a manual. A plan that chooses it keeps its own copy."),
    )

    def clean_upload(self) -> Checked | None:
        files: list[Checked] = self.cleaned_data["upload"]
        if len(files) > 1:
            raise forms.ValidationError(_("Hand in one file."))
        return files[0] if files else None

    @property
    def said(self) -> dict[str, Any]:
        """The columns of the entry, and its file."""
        said = dict(self.cleaned_data)
        return {"file": said.pop("upload"), **said}

    class Meta:
        model = LearningEntry
        fields = ("kind", "title", "address", "done_when", "hours", "cost", "currency", "language")
        formfield_callback = with_native_inputs
        help_texts = {
            "address": _("A web page needs its address. For a file or a manual say where it is kept."),
            "done_when": _("Something others can see: a test passed, a task shown, a page written."),
        }


class TemplateField(forms.ModelChoiceField[Template]):
    def label_from_instance(self, obj: Template) -> str:
        newest = list(obj.versions.all())[-1]
        return _("A new version of “%(title)s”") % {"title": newest.title}


class SaveAsForm(forms.Form):
    """A plan's content becomes a template, or a new version of one."""

    title = forms.CharField(label=_("Title"), max_length=120)
    about = Words(label=_("What it is for"), max_length=600, widget=box())
    field = forms.ChoiceField(label=_("Field of work"), choices=FieldOfWork.choices)
    template = TemplateField(
        label=_("Save it as"), queryset=Template.objects.none(), required=False, empty_label=_("A new template")
    )

    def __init__(self, *args: Any, user: User, plan: Plan, as_hr: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = None if as_hr else user
        mine = Template.objects.filter(owner=owner, language=plan.case.language, retired_at=None)
        field = cast("forms.ModelChoiceField[Template]", self.fields["template"])
        field.queryset = mine.prefetch_related("versions")


class BeginForm(forms.Form):
    """What a draft begins with: a version of a template, or an earlier plan by its case number."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    starts_on = forms.DateField(
        label=_("The plan starts on"), required=False, widget=DAY,
        validators=[MinValueValidator(EARLIEST), MaxValueValidator(LATEST)],
        help_text=_("With a day, the end, the checkpoints and the due dates are worked out. You can change all of it."),
    )  # fmt: skip
    replace = forms.BooleanField(label=_("Put this in place of what the draft holds now"), required=False)

    def __init__(self, *args: Any, replaces: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if replaces:
            self.fields["replace"].required = True
        else:
            del self.fields["replace"]
