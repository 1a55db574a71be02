"""Which days of the evidence may follow which (R29): said in sentences here, and refused by a trigger as well.

A day is as fine as it gets: where two things can happen on one day, one after the other, the same day is taken.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from reviews.models import EvidenceRecord
from reviews.models.evidence import NOTICE_DAYS
from reviews.states import EvidenceKind, NoticeWay

Fault = tuple[str, str]


@dataclass(frozen=True)
class Known:
    """What a new record is held against: the first issue, today, and what stands beside it."""

    issued_on: date
    today: date
    beside: tuple[EvidenceRecord, ...]

    def days(self, *kinds: str) -> list[date]:
        """When what stands happened; of help, when it ended."""
        return sorted(row.ended_on if row.is_help else row.happened_on for row in self.beside if row.kind in kinds)

    @property
    def notice(self) -> EvidenceRecord | None:
        return next((row for row in self.beside if row.kind == EvidenceKind.NOTICE), None)


def faults_of(row: EvidenceRecord, known: Known) -> Iterator[Fault]:
    """Field and sentence for each day in the wrong order; nothing where all is well."""
    yield from _by_itself(row, known)
    yield from ORDER[EvidenceKind(row.kind)](row, known)


def _by_itself(row: EvidenceRecord, known: Known) -> Iterator[Fault]:
    if row.happened_on > known.today:
        yield "happened_on", _say(_("%(day)s lies ahead; today is %(other)s."), row.happened_on, known.today)
    if row.happened_on < known.issued_on:
        told = _("%(day)s lies before the first finding: the plan was issued on %(other)s.")
        yield "happened_on", _say(told, row.happened_on, known.issued_on)
    if row.until_on and row.kind != EvidenceKind.NOTICE and row.until_on > known.today:
        told = _("%(day)s lies ahead; today is %(other)s. Record it once it is over.")
        yield "until_on", _say(told, row.until_on, known.today)


def _help(row: EvidenceRecord, known: Known) -> Iterator[Fault]:
    if row.until_on and row.until_on < row.happened_on:
        told = _("The last day, %(day)s, lies before the first, %(other)s.")
        yield "until_on", _say(told, row.until_on, row.happened_on)
    if row.consulted_on and row.consulted_on > row.happened_on:
        told = _("You talked about it on %(day)s, after the transfer began on %(other)s.")
        yield "consulted_on", _say(told, row.consulted_on, row.happened_on)
    ended = min([row.ended_on, *known.days(EvidenceKind.TRAINING, EvidenceKind.TRANSFER)])
    assessed = known.days(EvidenceKind.SECOND_ASSESSMENT)
    if assessed and ended >= assessed[0]:
        field = "until_on" if row.until_on else "happened_on"
        told = _("%(day)s is not before the second assessment of %(other)s, which follows it.")
        yield field, _say(told, row.ended_on, assessed[0])


def _assessment(row: EvidenceRecord, known: Known) -> Iterator[Fault]:
    helped = known.days(EvidenceKind.TRAINING, EvidenceKind.TRANSFER)
    if helped and row.happened_on <= helped[0]:
        told = _("%(day)s is not after the training or transfer: that lasted until, or began on, %(other)s.")
        yield "happened_on", _say(told, row.happened_on, helped[0])
    if known.notice and row.happened_on > known.notice.happened_on:
        told = _("%(day)s lies after the notice of %(other)s, which rests on the assessment.")
        yield "happened_on", _say(told, row.happened_on, known.notice.happened_on)
    if row.since_on and row.until_on and row.until_on < row.since_on:
        told = _("The last day, %(day)s, lies before the first, %(other)s.")
        yield "until_on", _say(told, row.until_on, row.since_on)
    if row.until_on and row.until_on > row.happened_on:
        told = _("The period lasts until %(day)s, longer than to the day of the assessment, %(other)s.")
        yield "until_on", _say(told, row.until_on, row.happened_on)


def _union(row: EvidenceRecord, known: Known) -> Iterator[Fault]:
    if known.notice and row.happened_on > known.notice.happened_on:
        told = _("%(day)s lies after the notice of %(other)s: the union is told first.")
        yield "happened_on", _say(told, row.happened_on, known.notice.happened_on)


def _notice(row: EvidenceRecord, known: Known) -> Iterator[Fault]:
    if known.notice:
        told = _("%(day)s: a notice of %(other)s is recorded already. Correct it, or withdraw it.")
        yield "happened_on", _say(told, row.happened_on, known.notice.happened_on)
    assessed, told_union = known.days(EvidenceKind.SECOND_ASSESSMENT), known.days(EvidenceKind.UNION)
    if assessed and row.happened_on < assessed[-1]:
        told = _("%(day)s lies before the second assessment of %(other)s.")
        yield "happened_on", _say(told, row.happened_on, assessed[-1])
    if told_union and row.happened_on < told_union[-1]:
        told = _("%(day)s lies before the day on which the union was told, %(other)s.")
        yield "happened_on", _say(told, row.happened_on, told_union[-1])
    if row.until_on:
        yield from _effect(row, row.until_on)


def _effect(row: EvidenceRecord, effect: date) -> Iterator[Fault]:
    if effect < row.happened_on:
        told = _("It cannot take effect on %(day)s, before it was given on %(other)s.")
        yield "until_on", _say(told, effect, row.happened_on)
    elif row.way == NoticeWay.THIRTY_DAYS and effect < (earliest := row.happened_on + timedelta(days=NOTICE_DAYS)):
        told = _("%(day)s is too early: 30 days after the notice is %(other)s.")
        yield "until_on", _say(told, effect, earliest)


def _check(row: EvidenceRecord, known: Known) -> Iterator[Fault]:
    notice = known.notice
    if notice and row.happened_on < notice.happened_on:
        told = _("%(day)s lies before the notice of %(other)s: what counts is that day, or a later one.")
        yield "happened_on", _say(told, row.happened_on, notice.happened_on)
    if notice and notice.until_on and row.happened_on > notice.until_on:
        told = _("%(day)s is too late: the notice took effect on %(other)s.")
        yield "happened_on", _say(told, row.happened_on, notice.until_on)


ORDER = {
    EvidenceKind.TRAINING: _help,
    EvidenceKind.TRANSFER: _help,
    EvidenceKind.SECOND_ASSESSMENT: _assessment,
    EvidenceKind.UNION: _union,
    EvidenceKind.NOTICE: _notice,
    EvidenceKind.ART_42: _check,
}


def by_field(faults: Iterable[Fault]) -> dict[str, Any]:
    """As a `ValidationError` takes them."""
    found: dict[str, list[str]] = {}
    for field, sentence in faults:
        found.setdefault(field, []).append(sentence)
    return found


def _say(sentence: str, day: date, other: date) -> str:
    return sentence % {"day": date_format(day, "DATE_FORMAT"), "other": date_format(other, "DATE_FORMAT")}
