"""An appeal: filed, given to somebody who hears it, heard and decided."""

import uuid
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.forms import EvidenceField, ShownForm
from people.choosing import PersonField, SearchingForm
from plans.fields import long_text, native_day
from plans.models import Plan
from reviews.hearers import people_who_may_hear
from reviews.models import Appeal, ItemResult
from reviews.models.checkpoint import PLACE
from reviews.ruling import Ruled, check_ruling
from reviews.states import ENDS_OF, FROM_WORST, OF_AN_ITEM, Ground, Result, Ruling

LONGEST_REASON = 1000
FEW_WORDS = _("A few words. Nothing medical; everybody in the case reads it.")


class FileAppealForm(forms.Form):
    """What the employee appeals with."""

    grounds = forms.MultipleChoiceField(
        label=_("What does your appeal rest on?"),
        choices=Ground.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose one or several."),
    )
    words = long_text(
        _("In your own words"),
        rows=8,
        help_text=_("What you see differently, and what should come of it. Once sent, nobody can change it."),
    )
    evidence = EvidenceField(label=_("Files that show it"), required=False)


class WithdrawAppealForm(forms.Form):
    words = long_text(
        _("Anything you want to say about it?"),
        required=False,
        help_text=_("You can leave it empty. Whatever you write stays in the case."),
    )


class NameHearerForm(SearchingForm):
    """Who hears the appeal; only people who took no part in the case can be found."""

    hearer = PersonField(
        label=_("Who is to hear the appeal?"),
        help_text=_("Only people who took no part in this case and stand near to nobody in it. They read all of it."),
    )
    reason = long_text(_("Why somebody else from now on?"), most=LONGEST_REASON, help_text=FEW_WORDS)

    def __init__(self, *args: Any, plan: Plan, appeal: Appeal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("PersonField", self.fields["hearer"]).people = people_who_may_hear(plan)
        if appeal.hearer_id is None:
            del self.fields["reason"]


class ArrangeHearingForm(forms.Form):
    meets_on = native_day(_("Day"), help_text=_("A working day that lies ahead."))
    meets_at = forms.TimeField(
        label=_("Time"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        help_text=_("Where the employee works."),
    )
    place = forms.CharField(
        label=_("Place or link"), max_length=PLACE, help_text=_("A room, an address, or the link of a call.")
    )
    reason = long_text(_("Why is it arranged anew?"), most=LONGEST_REASON, help_text=FEW_WORDS)
    agreed = forms.BooleanField(label=_("The employee agrees to less notice than the rules promise"), required=False)

    def __init__(self, *args: Any, appeal: Appeal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if appeal.arranged_at is None:
            del self.fields["reason"]


CAME, STAYED_AWAY = "yes", "no"


class RecordHearingForm(forms.Form):
    """The hearer's record. What the employee wants to add is theirs alone to write."""

    held_on = native_day(_("On which day was it?"))
    came = forms.TypedChoiceField(
        label=_("Was the employee there?"),
        choices=[(CAME, _("Yes")), (STAYED_AWAY, _("No, though they were invited"))],
        coerce=lambda said: said == CAME,
        widget=forms.RadioSelect,
    )
    attended = long_text(_("Who was there?"), most=2000, rows=2, help_text=_("Everybody, with what they are."))
    companion = forms.CharField(
        label=_("Who accompanied the employee?"),
        max_length=PLACE,
        required=False,
        help_text=_("Empty where nobody did."),
    )
    employee_said = long_text(
        _("What did the employee say?"), rows=6, required=False, help_text=_("As close to their own words as you can.")
    )
    company_said = long_text(_("What did the company's side say?"), rows=6, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("came") and not data.get("employee_said") and "employee_said" not in self.errors:
            self.add_error("employee_said", _("Write what the employee said."))
        if data.get("came") is False and data.get("companion"):
            self.add_error("companion", _("Nobody accompanied somebody who was not there."))
        return data


class HearingStatementForm(forms.Form):
    words = long_text(
        _("Your statement"),
        rows=6,
        help_text=_("What was left out, or what you see differently. Once added it stays; nobody can change it."),
    )


RESULTS = tuple(result for result in Result if any(result in results for results in ENDS_OF.values()))


class DecideAppealForm(ShownForm):
    """What the hearer decides. `digest` is that of the matter as it stood on the page."""

    decision = forms.ChoiceField(label=_("Your decision"), choices=Ruling.choices, widget=forms.RadioSelect)
    result = forms.ChoiceField(
        label=_("Outcome from now on"),
        required=False,
        help_text=_("Only where you vary or overturn it. What is overturned ends as met, or as cancelled."),
    )
    reasons = long_text(
        _("Your reasons"),
        rows=8,
        help_text=_("On each ground of the appeal: what you found, and what follows. Both sides read them."),
    )

    def __init__(self, *args: Any, appeal: Appeal, items: list[ItemResult], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.appeal = appeal
        self.items = {f"item-{place}": row for place, row in enumerate(items, start=1)}
        choices = [
            ("", _("It stays as it is")),
            *((row.value, row.label) for row in self._better(appeal.outcome.result)),
        ]
        cast("forms.ChoiceField", self.fields["result"]).choices = choices
        for name, row in self.items.items():
            self.fields[name] = self._item_field(row)

    @staticmethod
    def _better(result: str) -> list[Result]:
        """Never worse than it was."""
        worse = FROM_WORST[: FROM_WORST.index(Result(result))]
        return [row for row in RESULTS if row not in worse]

    def _item_field(self, row: ItemResult) -> forms.ChoiceField:
        offered = [result for result in self._better(row.result) if result in OF_AN_ITEM]
        return forms.ChoiceField(
            label=_("Result of: %(area)s") % {"area": row.item.area},
            choices=[(result.value, result.label) for result in offered],
            initial=row.result,
            required=False,
        )

    @property
    def ruled(self) -> Ruled:
        """What was chosen: an outcome that is upheld keeps everything as it is."""
        said = self.cleaned_data
        if said["decision"] == Ruling.UPHELD:
            return Ruled(decision=said["decision"], result=said["result"], reasons=said["reasons"])
        items: dict[uuid.UUID, str] = {row.item_id: said[name] or row.result for name, row in self.items.items()}
        return Ruled(decision=said["decision"], result=said["result"], reasons=said["reasons"], items=items)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                check_ruling(self.appeal, self.ruled)
            except ValidationError as error:
                self.add_error(None, error)
        return data
