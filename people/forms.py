"""What people may say about themselves."""

from datetime import time
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .hours import is_between
from .models import User
from .states import Language

SINGLE = "single"


def _time_zones() -> list[tuple[str, str]]:
    return [(name, name.replace("_", " ")) for name in sorted(available_timezones()) if "/" in name or name == "UTC"]


def _mails() -> list[tuple[str, str]]:
    """One by one, or once a day at one of its hours."""
    hours = [(str(hour), formats.time_format(time(hour))) for hour in range(24)]
    daily = [(hour, _("One mail a day, at %(time)s") % {"time": shown}) for hour, shown in hours]
    return [(SINGLE, _("Each by itself, at once")), *daily]


def _hour(chosen: str) -> int | None:
    return None if chosen == SINGLE else int(chosen)


def _clock(**more: Any) -> forms.TimeField:
    return forms.TimeField(required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}), **more)


class PrivateAddressForm(forms.Form):
    """Another address than the one at work, which ends with the work."""

    address = forms.EmailField(
        label=gettext_lazy("Private e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, user: User, data: Any = None) -> None:
        super().__init__(data)
        self.user = user

    def clean_address(self) -> str:
        address = str(self.cleaned_data["address"])
        if address.lower() == self.user.email.lower():
            raise ValidationError(_("This is the address at work. Enter one that stays after you left."), code="work")
        return address


class PreferencesForm(forms.Form):
    """Language and time zone, and when mails may come. The fields are those of `User`."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=Language.choices)
    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"), choices=lazy(_time_zones, list))
    daily_at = forms.TypedChoiceField(
        label=gettext_lazy("How mails come"), choices=lazy(_mails, list), coerce=_hour
    )  # fmt: skip
    quiet_from = _clock(label=gettext_lazy("Quiet hours: from"))
    quiet_until = _clock(
        label=gettext_lazy("Quiet hours: until"),
        help_text=gettext_lazy("In your time zone. They may reach over midnight."),
    )
    quiet_weekends = forms.BooleanField(label=gettext_lazy("No mails on Saturdays and Sundays"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, until, hour = (data.get(name) for name in ("quiet_from", "quiet_until", "daily_at"))
        if not self.errors and (first is None) != (until is None):
            missing = "quiet_from" if first is None else "quiet_until"
            self.add_error(missing, _("Quiet hours have a beginning and an end."))
        elif first is not None and first == until:
            self.add_error("quiet_until", _("They end when they begin. Leave both empty for no quiet hours."))
        elif hour is not None and is_between(first, time(hour), until):
            self.add_error("daily_at", _("This hour lies in your quiet hours."))
        return data
