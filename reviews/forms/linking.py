"""A case in which it goes on."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import User
from plans.fields import long_text
from plans.forms.opening import hr_staff
from plans.models import Plan


class GoOnForm(forms.Form):
    """Nothing has to be chosen: the people stay."""

    hr_partner = forms.ModelChoiceField(
        label=_("HR partner of the new case"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("The same as in this case"),
        help_text=_("Choose somebody else only where the HR partner changes."),
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        people = hr_staff().exclude(pk__in=[plan.employee_id, plan.case.subject.manager_id])
        cast("forms.ModelChoiceField[User]", self.fields["hr_partner"]).queryset = people


class RelapseForm(GoOnForm):
    words = long_text(
        _("What slipped, and why?"),
        help_text=_(
            "What you see, and what you know of the reasons, also on the company's side. The employee reads it."
        ),
    )
    field_order = ("words", "hr_partner")
