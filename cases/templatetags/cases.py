"""How pages of all rooms speak of a case."""

import uuid
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.forms import BoundField
from django.template.context import Context
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.choices import flatten_choices
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import doors
from cases.acts import ACTS, Words
from cases.mailing import is_for_elsewhere
from cases.models import CaseFile, Notice
from cases.panels import Panel
from cases.queries import Line
from cases.seat import Seat
from cases.states import ChangeReason, Part, Stage

register = template.Library()

LINE = (Stage.DRAFTING, Stage.HR_REVIEW, Stage.RECEIPT, Stage.RUNNING, Stage.DECIDING, Stage.CLOSED)
IN_PLACE_OF = {Stage.PAUSED: Stage.RUNNING, Stage.SUSTAIN: Stage.DECIDING}


@register.simple_tag
def steps_of(case: CaseFile) -> list[dict[str, Any]]:
    """The line of stages, as `parts/steps.html` draws it. What comes in between stands in another stage's place, and
    says so there: a pause where the plan ran, the sustain period where its outcome was decided.
    """
    line = [Stage(case.stage) if IN_PLACE_OF.get(Stage(case.stage)) == stage else stage for stage in LINE]
    now = line.index(Stage(case.stage)) if case.stage in line else -1
    return [
        {"label": stage.label, "state": "done" if place < now else "now" if place == now else "todo"}
        for place, stage in enumerate(line)
    ]


@register.simple_tag
def act_url(act: str, reference: str) -> str:
    """The page of an act: `plans.issue_plan` lives at `plans:issue_plan`."""
    return reverse(act.replace(".", ":"), args=[reference])


@register.filter
def page_of(act: str) -> str:
    """The name of an act's page, for those that need more than the case's number."""
    return act.replace(".", ":")


@register.filter
def act_label(act: str) -> Words:
    return ACTS[act].label


@register.filter
def mail_about(kind: str) -> Words:
    """What a mail told of: the act it followed, or that it reminded of something."""
    return ACTS[kind].label if kind in ACTS else _("a reminder")


@register.filter
def goes_to(notice: Notice) -> str:
    """The address of a mail, as far as HR may read it: a private one is its owner's business."""
    return str(_("their private address") if is_for_elsewhere(notice.kind) else notice.recipient.email)


@register.filter
def as_said(field: BoundField) -> str:
    """What stands in a field, in words: the labels of what was chosen, a day as the reader writes it, or what was
    typed.
    """
    said = field.value()
    day = getattr(field.form, "cleaned_data", {}).get(field.name)
    if isinstance(day, date):
        return formats.date_format(day, "DATETIME_FORMAT" if isinstance(day, datetime) else "DATE_FORMAT")
    choices: Any = flatten_choices(getattr(field.field, "choices", ()))
    labels = {str(value): str(label) for value, label in choices}
    values = said if isinstance(said, list | tuple) else [said]
    return ", ".join(_in_words(value, labels) for value in values if value)


def _in_words(value: Any, labels: Mapping[str, str]) -> str:
    return _("Yes") if value is True else labels.get(str(value), str(value))


@register.filter
def part_label(part: str) -> str:
    return str(Part(part).label)


@register.filter
def reason_label(reason: str) -> str:
    """Why somebody else has a part from now on."""
    return str(ChangeReason(reason).label)


@register.filter
def day_at(moment: datetime, case: CaseFile) -> str:
    """The day of a moment where the case is."""
    return formats.date_format(timezone.localdate(moment, ZoneInfo(case.time_zone)), "DATE_FORMAT")


@register.filter
def last_day_at(moment: datetime, case: CaseFile) -> str:
    """The last day before a moment that something ends at."""
    return day_at(moment - timedelta(seconds=1), case)


@register.filter
def stage_label(stage: str) -> str:
    """Like `get_stage_display`, which hashes every translated label anew for each row of a list."""
    return str(Stage(stage).label)


@register.simple_tag
def door_of(seat: Seat, line: Line) -> str:
    """The page about an event of the history, where this reader has one."""
    return doors.door_of(seat, line)


@register.simple_tag
def may(seat: Seat, act: str, subject: Any) -> bool:
    """Whether this reader's page shows the door to an act."""
    return seat.may(ACTS[act], subject)


@register.simple_tag
def is_my_turn(seat: Seat) -> bool:
    return bool(seat.case.awaits) and seat.case.awaits in seat.parts


@register.simple_tag(takes_context=True)
def render_panel(context: Context, panel: Panel) -> SafeString:
    """A panel of another room, with its own context on top of the page's."""
    assert context.template is not None  # noqa: S101 - a tag runs inside a template
    with context.push(**panel.context):
        return context.template.engine.get_template(panel.template).render(context)


@register.filter
def as_day(text: str | date | None) -> str:
    """A day of a version's content, in the reader's format."""
    day = date.fromisoformat(text) if isinstance(text, str) and text else text
    return formats.date_format(day, "DATE_FORMAT") if day else "–"


@register.filter
def as_moment(text: str) -> str:
    """A moment of an event's facts, in the reader's format and time zone."""
    return formats.date_format(timezone.localtime(datetime.fromisoformat(text)), "DATETIME_FORMAT")


@register.filter
def as_figure(value: str | Decimal | None) -> str:
    """A figure without trailing zeros, in the reader's format; a dash where none was given."""
    if value is None or value == "":
        return "–"
    number = Decimal(value).normalize()
    if number == number.to_integral():
        number = number.quantize(Decimal(1))
    return formats.localize(number, use_l10n=True) or ""


@register.filter
def in_words(day: date, case: CaseFile) -> str:
    """How far away a day is where the case is: today, in 3 days, 2 days ago."""
    days = (day - timezone.localdate(timezone=ZoneInfo(case.time_zone))).days
    if days == 0:
        return _("today")
    if days > 0:
        return ngettext("in %(days)d day", "in %(days)d days", days) % {"days": days}
    return ngettext("%(days)d day ago", "%(days)d days ago", -days) % {"days": -days}


@register.filter
def is_past(day: date | None, case: CaseFile) -> bool:
    return day is not None and day < timezone.localdate(timezone=ZoneInfo(case.time_zone))


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """A value of a dictionary by a key that a template holds in a variable."""
    return mapping.get(key)


@register.simple_tag
def about(threads: Any, topic: str, topic_id: Any = None, field: str = "") -> Any:
    """The comments on one thing, or on one field of it; ids of a version's content are texts, those of tables UUIDs."""
    wanted = uuid.UUID(str(topic_id)) if topic_id else None
    return [thread for thread in threads.get((topic, wanted), ()) if thread.comment.field == field]


@register.filter
def moment(at: datetime | None, zone: str) -> str:
    """A moment where it happened, to the second and with its distance from UTC: 2026-03-02 09:15:03 +01:00."""
    if at is None:
        return ""
    local = at.astimezone(ZoneInfo(zone))
    return local.strftime("%Y-%m-%d %H:%M:%S ") + f"{local:%z}"[:3] + ":" + f"{local:%z}"[3:]


@register.filter
def moment_utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")


@register.filter
def recorded(text: str) -> str:
    """What was recorded, or that nothing was; never a substitute (R17)."""
    return text or _("not recorded")
