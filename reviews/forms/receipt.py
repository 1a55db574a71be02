"""A receipt: signed, refused or served."""

from datetime import datetime
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.forms import EvidenceField, ShownForm
from cases.seat import Seat
from people.choosing import PeopleField, SearchingForm
from people.queries import active_people
from plans.fields import long_text, native_day
from plans.models.plan import EARLIEST, LATEST
from plans.rulesets import Ruleset
from plans.states import RECEIPTS, Answer, ServiceChannel
from plans.templatetags.rules import all_of
from reviews.actions.receipt import MOST_WITNESSES
from reviews.models.receipt import SHORT
from reviews.models.service import NEEDED, check_channel
from reviews.states import Seen, ServiceResult

MOMENT = "%Y-%m-%dT%H:%M"


def native_moment(label: Any, **options: Any) -> forms.DateTimeField:
    """A day and a time to the minute, in the reader's time zone."""
    widget = forms.DateTimeInput(format=MOMENT, attrs={"type": "datetime-local", "max": "2100-12-31T23:59"})
    return forms.DateTimeField(label=label, widget=widget, validators=[_sensible], **options)


def _sensible(moment: datetime) -> None:
    day = timezone.make_naive(moment).date() if EARLIEST.year < moment.year < LATEST.year else moment.date()
    MinValueValidator(EARLIEST, _("This date is too far in the past."))(day)
    MaxValueValidator(LATEST, _("This date is too far in the future."))(day)


class SignForm(ShownForm):
    """What the employee says with their signature."""

    answer = forms.ChoiceField(
        label=_("Your answer"), choices=[(row.value, row.label) for row in RECEIPTS], widget=forms.RadioSelect
    )
    comment = forms.CharField(
        label=_("Your words"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Needed only if you disagree. They stay beside your signature, and nobody can change them."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("answer") == Answer.DISAGREED and not data.get("comment"):
            self.add_error("comment", _("Say what you disagree with."))
        return data


class RefuseForm(ShownForm):
    """The employee says that they do not sign. Words are theirs to give or not."""

    words = long_text(
        _("Anything you want to say about it?"),
        required=False,
        help_text=_("Nobody can change it afterwards. You can leave it empty, and add comments at any time."),
    )


class RecordRefusalForm(SearchingForm, ShownForm):
    """A refusal as whoever presented the plan saw it."""

    presented_at = native_moment(_("When did you present the plan?"))
    place = forms.CharField(
        label=_("Where?"), max_length=SHORT, help_text=_("For example the meeting room, or a video call.")
    )
    words = long_text(
        _("Which reason did they give?"), required=False, help_text=_("As close to their own words as you can.")
    )
    no_reason = forms.BooleanField(label=_("They gave no reason"), required=False)
    witnesses = PeopleField(
        label=_("Who was there as well?"),
        most=MOST_WITNESSES,
        help_text=_(
            "At least one person besides you and the employee. Each is asked to say from their own account what they "
            "saw; they see nothing of the plan."
        ),
    )
    evidence = EvidenceField(label=_("Files as proof"), required=False)

    def __init__(self, *args: Any, seat: Seat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        near = [row.user for row in seat.parties if row.user_id not in (seat.user.pk, seat.case.subject_id)]
        field = cast("PeopleField", self.fields["witnesses"])
        field.people = active_people().exclude(pk__in=[seat.user.pk, seat.case.subject_id])
        field.suggested = [user for user in near if user.is_active]

    def clean(self) -> dict[str, Any]:
        """Either words or that there were none: an empty field alone says neither."""
        data = super().clean() or self.cleaned_data
        no_reason = data.pop("no_reason", False)
        if no_reason and data.get("words"):
            self.add_error("words", _("Either they gave a reason, or they gave none."))
        if not no_reason and not data.get("words") and "words" not in self.errors:
            self.add_error("words", _("Write the reason, or say below that they gave none."))
        return data


class AttestForm(forms.Form):
    """What a witness saw."""

    answer = forms.ChoiceField(label=_("Did you see it?"), choices=Seen.choices, widget=forms.RadioSelect)
    words = long_text(
        _("In your own words"),
        rows=5,
        help_text=_("What you saw and heard yourself, or why you cannot say. Once sent, nobody can change it."),
    )


class ServiceForm(ShownForm):
    """How the plan was served. Which fields belong to which channel, `reviews.models.service` says."""

    channel = forms.ChoiceField(label=_("How was it served?"), choices=ServiceChannel.choices, widget=forms.RadioSelect)
    served_on = native_day(_("On which day?"))
    served_time = forms.TimeField(
        label=_("At what time, where known?"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    handed_over = long_text(_("What was handed over, or in the letter?"), help_text=_("List every paper or file."))
    postal_number = forms.CharField(
        label=_("Number of the registered post"),
        required=False,
        max_length=60,
        help_text=_("Only for registered post."),
    )
    sent_to = forms.CharField(
        label=_("Address it was sent to"),
        required=False,
        max_length=254,
        help_text=_("Only for an e-mail or a message: the address or account that the employee has confirmed."),
    )
    note = long_text(_("Note"), required=False)
    evidence = EvidenceField(label=_("Proof: a photo or a scan"), required=False)

    def __init__(self, *args: Any, rules: Ruleset, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = all_of(ServiceChannel(channel) for channel in rules.receipt.service)
        self.fields["channel"].help_text = _("By the rules of this case these count: %(known)s.") % {"known": known}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "channel" in data and not self.errors.keys() & NEEDED.keys():
            try:
                check_channel(data["channel"], {name: data.get(name, "") for name in NEEDED})
            except ValidationError as error:
                self.add_error(None, error)
        return data


class ProofForm(forms.Form):
    """What came back of a service."""

    came_on = native_day(_("On which day?"))
    result = forms.ChoiceField(label=_("What came back?"), choices=ServiceResult.choices, widget=forms.RadioSelect)
    note = long_text(_("Note"), required=False)
    evidence = EvidenceField(label=_("Proof: the slip, the report or the envelope"), required=False)
