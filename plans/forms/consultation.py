"""A consultation's two forms: the employee's view of every item, and the manager's answer to each point of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cases.forms import ShownForm
from plans.consultation import Answer, ItemAnswer, ItemReply, Point, Reply
from plans.fields import long_text
from plans.models import Consultation
from plans.states import Decision, Direction, Measure, Verdict
from plans.templatetags.plans import as_level, goal_of

IN_THEIR_OWN_VOICE = (
    (Verdict.ACHIEVABLE, _("I can reach this")),
    (Verdict.NOT_ACHIEVABLE, _("I do not think I can reach this")),
    (Verdict.OTHER_TARGET, _("I propose another target")),
)
TO_SOMEBODY = (
    (Decision.AGREED, _("I agree")),
    (Decision.PARTLY, _("I agree in part")),
    (Decision.NOT_AGREED, _("I do not agree")),
    (Decision.NOTED, pgettext_lazy("reply", "I take note of it")),
)


class ItemAnswerForm(forms.Form):
    """What the employee says of one item. What the choice hides is not sent on: words that somebody put aside by
    choosing differently are nobody's to read.
    """

    verdict = forms.ChoiceField(label=_("What do you say?"), choices=IN_THEIR_OWN_VOICE, widget=forms.RadioSelect)
    why = long_text(_("Why?"), required=False, help_text=_("What makes the difference, in your own words."))
    difficulties = long_text(_("What makes it hard?"), rows=2, required=False)
    help_wanted = long_text(_("What help would you want?"), rows=2, required=False)

    def __init__(self, item: Mapping[str, Any], data: QueryDict | None) -> None:
        super().__init__(data, prefix=f"item-{UUID(item['id']).hex}")
        self.item, self.number = item, item["number"]
        self.is_band = item["direction"] == Direction.KEEP_WITHIN and bool(item.get("lower_limit"))
        if self.is_band:
            self.fields["proposed_lower_limit"] = _figure(_("Your lower limit"), item)
        self.fields["proposed_target"] = _target_field(item, is_band=self.is_band)
        for name in ("why", "proposed_target"):  # shown where the choice asks for them, and then they are not optional
            cast("Any", self.fields[name]).wanted_later = True

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("verdict"):
            for name, fault in self.said.faults(self.item):
                if name not in self.errors:
                    self.add_error(name, fault)
        return data

    @property
    def said(self) -> ItemAnswer:
        """As far as it was typed: what another choice would have asked for is left out."""
        data = self.cleaned_data
        words = {name: data.get(name, "") for name in ("why", "difficulties", "help_wanted")}
        if data["verdict"] == Verdict.ACHIEVABLE:
            words["why"] = ""
        return ItemAnswer(id=UUID(self.item["id"]), verdict=data["verdict"], **words, **self._proposed())

    def _proposed(self) -> dict[str, Decimal | None]:
        """A lower limit that was left out stays as the plan has it."""
        data = self.cleaned_data
        if data["verdict"] != Verdict.OTHER_TARGET:
            return {}
        lower = data.get("proposed_lower_limit")
        if self.is_band and lower is None:
            lower = Decimal(self.item["lower_limit"])
        return {"proposed_target": data.get("proposed_target"), "proposed_lower_limit": lower}


def _target_field(item: Mapping[str, Any], *, is_band: bool) -> forms.Field:
    if item.get("measure") == Measure.RUBRIC:
        levels = [(str(number), as_level(str(number), item)) for number in range(1, len(item["levels"]) + 1)]
        choices = [("", "–"), *levels]
        return forms.TypedChoiceField(
            label=_("The level you propose"), choices=choices, coerce=Decimal, empty_value=None, required=False
        )
    return _figure(_("Your upper limit") if is_band else _("The target you propose"), item)


def _figure(label: Any, item: Mapping[str, Any]) -> forms.DecimalField:
    hint = gettext("In %(unit)s. The draft says: %(goal)s.") if item["unit"] else gettext("The draft says: %(goal)s.")
    return forms.DecimalField(
        label=label,
        required=False,
        max_digits=12,
        decimal_places=2,
        help_text=hint % {"unit": item["unit"], "goal": goal_of(item)},
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
    )


class GeneralForm(ShownForm):
    """Words about the plan as a whole, and the digest of what they are about."""

    general = long_text(_("Anything about the plan as a whole?"), required=False)


class ItemReplyForm(forms.Form):
    """The manager's answer to what was said of one item."""

    decision = forms.ChoiceField(label=_("Your answer"), choices=TO_SOMEBODY, widget=forms.RadioSelect)
    words = long_text(_("In your words"))

    def __init__(self, point: Point, data: QueryDict | None) -> None:
        super().__init__(data, prefix=f"item-{UUID(point.item['id']).hex}")
        self.point, self.number = point, point.item["number"]

    @property
    def reply(self) -> ItemReply:
        return ItemReply(id=UUID(self.point.item["id"]), **self.cleaned_data)


class ReplyToWholeForm(ShownForm):
    general = long_text(_("Your answer to what was said of the whole plan"))


@dataclass(frozen=True)
class Fault:
    """Something to mend on the page: where, in words and as an anchor (none where it is about the whole), and what."""

    place: str
    anchor: str
    words: str


class Sheet[Row: forms.Form]:
    """A page of forms: one for each item, in the version's order, and one for the whole."""

    rows: list[Row]
    whole: ShownForm

    @property
    def all(self) -> list[forms.Form]:
        return [*self.rows, self.whole]

    def are_valid(self) -> bool:
        return not [form for form in self.all if not form.is_valid()]  # every form is looked at, not the first

    @property
    def faults(self) -> list[Fault]:
        return [fault for form in self.all for fault in _faults_of(form)]


def _faults_of(form: forms.Form) -> Iterator[Fault]:
    for words in form.non_field_errors():
        yield Fault("", "", str(words))
    about = f"{form.number}. " if isinstance(form, ItemAnswerForm | ItemReplyForm) else ""
    for field in form:
        yield from (Fault(f"{about}{field.label}", field.id_for_label or field.auto_id, str(w)) for w in field.errors)


class AnswerForms(Sheet[ItemAnswerForm]):
    """The employee's whole view of the version they were shown."""

    def __init__(self, asked: Consultation, data: QueryDict | None) -> None:
        self.whole = GeneralForm(data, initial={"digest": asked.version.digest})
        self.rows = [ItemAnswerForm(item, data) for item in asked.version.data["items"]]

    def said(self) -> Answer:
        return Answer(items=[row.said for row in self.rows], general=self.whole.cleaned_data["general"])


class ReplyForms(Sheet[ItemReplyForm]):
    """The manager's whole reply: one form for each point that needs one."""

    def __init__(self, asked: Consultation, data: QueryDict | None) -> None:
        answer = asked.answer
        whole = ReplyToWholeForm if answer.said.general else ShownForm
        self.whole = whole(data, initial={"digest": answer.digest})
        self.rows = [ItemReplyForm(point, data) for point in asked.points if point.said and point.said.needs_reply]

    def said(self) -> Reply:
        general = self.whole.cleaned_data.get("general", "")
        return Reply(items=[row.reply for row in self.rows], general=general)
