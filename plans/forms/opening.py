"""Opening a case."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from people.models import User
from people.states import Language, Role
from plans import rulesets


class OpenCaseForm(forms.Form):
    """Whom the case is about, and who of HR owns its fairness."""

    subject = forms.ModelChoiceField(label=_("Employee"), queryset=User.objects.none())
    hr_partner = forms.ModelChoiceField(label=_("HR partner"), queryset=User.objects.none())
    language = forms.ChoiceField(label=_("Language of the plan and its record"), choices=Language.choices)
    ruleset = forms.ChoiceField(
        label=_("Rules that apply"),
        choices=rulesets.choices,
        help_text=_("How long a plan may last, who is heard, what is kept: as the law of the place of work wants it."),
    )

    def __init__(self, *args: Any, manager: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, people in (("subject", _reports(manager)), ("hr_partner", hr_staff().exclude(pk=manager.pk))):
            cast("forms.ModelChoiceField[User]", self.fields[name]).queryset = people

    @property
    def has_reports(self) -> bool:
        """Whether anybody reports to this manager, so that there is somebody to choose."""
        people = cast("forms.ModelChoiceField[User]", self.fields["subject"]).queryset
        return people is not None and people.exists()


def _reports(manager: User) -> QuerySet[User]:
    return User.objects.filter(manager=manager, is_active=True).order_by("name")


def hr_staff() -> QuerySet[User]:
    """Who can be the HR partner of a case, but for its own people."""
    return User.objects.filter(role_grants__role=Role.HR, is_active=True).order_by("name")
