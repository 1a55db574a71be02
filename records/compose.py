"""The written record as HTML, in the language of the case or in both side by side.

Its order is that of a file one would hand to a court.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cases.acts import HR_SIDE, Words
from cases.models import Comment
from people.states import Language
from plans.places import ITEM_ROWS, PLAN_ROWS

from .appeals import appeals_as_of
from .asof import CaseAsOf, as_of
from .changes import versions_told
from .checking import Checking
from .coaching import coaching_as_of
from .ending import outcomes_as_of, reviews_as_of
from .evidence import EvidenceAsOf, evidence_as_of
from .following import followed_as_of
from .glyphs import Unprintable, made_printable
from .models import RecordCopy
from .promised import promised_as_of, strip_as_of
from .sides import side_by_side
from .states import CopyLanguage

TAGS = {"en": "en", "zh-hans": "zh-Hans"}  # as HTML and PDF spell them


@dataclass(frozen=True)
class Section:
    """A numbered section; its template and its place in the document are named after it."""

    number: int
    name: str
    title: Words

    @property
    def template(self) -> str:
        return f"records/pdf/{self.name}.html"


@dataclass(frozen=True)
class Composed:
    """One self-contained HTML document, every character of which the record's fonts can draw, and those that they
    could not: they stand in it as codes.
    """

    html: str
    unprintable: list[Unprintable]


def compose(copy: RecordCopy) -> str:
    return composed(copy).html


def composed(copy: RecordCopy) -> Composed:
    if copy.language == CopyLanguage.BOTH:
        english, chinese = (_composed(copy, language) for language in Language.values)
        return Composed(side_by_side(english.html, chinese.html), english.unprintable)
    return _composed(copy, copy.language)


def _composed(copy: RecordCopy, language: str) -> Composed:
    with translation.override(language), timezone.override(ZoneInfo(copy.case.time_zone)):
        case = as_of(copy)
        html, unprintable = made_printable(_html(case, []))
        return Composed(made_printable(_html(case, unprintable))[0] if unprintable else html, unprintable)


def _html(case: CaseAsOf, unprintable: list[Unprintable]) -> str:
    return render_to_string("records/pdf/document.html", context_of(case, unprintable))


def context_of(case: CaseAsOf, unprintable: list[Unprintable]) -> dict[str, Any]:
    version, evidence = case.version, evidence_as_of(case)
    return {
        "asof": case,
        "checking": Checking(case.copy.head),
        "case": case.case,
        "coaching": coaching_as_of(case),
        "copy": case.copy,
        "content": version.data if version else None,
        "evidence": evidence,
        "lang": TAGS[case.copy.words_in],
        "watermark": watermark_of(case),
        "sections": list(_sections(unprintable, evidence)),
        "versions": versions_told(case.versions, case.changes),
        "followed": followed_as_of(case),
        "groups": _grouped(case),
        "final_reviews": reviews_as_of(case),
        "outcomes": outcomes_as_of(case),
        "reads_hr_side": case.seat.is_any_of(*HR_SIDE),
        "unprintable": unprintable,
        "promised": promised_as_of(case),
        "strip": strip_as_of(case),
        "appeals": appeals_as_of(case),
    }


def watermark_of(case: CaseAsOf) -> str:
    """What stands across every page of a record that is not the last one; nothing where the case has ended."""
    if not case.is_interim:
        return ""
    languages = Language.values if case.copy.language == CopyLanguage.BOTH else [case.copy.language]
    return " · ".join(_in(language) for language in languages)


def _in(language: str) -> str:
    with translation.override(language):
        return _("Interim copy")


def _sections(unprintable: list[Unprintable], evidence: EvidenceAsOf | None) -> Iterable[Section]:
    titles = {
        "basis": _("What the plan rests on"),
        "items": _("What is to improve"),
        "calendar": _("Calendar"),
        "consequences": _("What follows"),
        "versions": _("Versions of the plan"),
        "consultation": _("What the employee said of the draft"),
        "receipts": _("Receipts and signatures"),
        "checkpoints": _("Checkpoints"),
        "coaching": _("Coaching between checkpoints"),
        "promised": _("What was promised, and what came"),
        "outcome": _("Outcome"),
        "appeal": _("Appeal"),
        "evidence": _("Evidence map") if evidence and evidence.map else _("Training and transfer after the plan"),
        "followed": _("What followed the outcome"),
        "comments": _("Comments"),
        "certificates": _("Certificates of signatures"),
        "events": _("List of events"),
        "characters": _("Characters that could not be printed"),
        "verify": _("How to verify this record"),
    }
    if evidence is None:
        del titles["evidence"]
    if not unprintable:
        del titles["characters"]
    return (Section(number, name, title) for number, (name, title) in enumerate(titles.items(), start=1))


def _grouped(case: CaseAsOf) -> dict[str, list[Comment]]:
    """The comments under what each is about, in the order of the record; those on a field after those on the whole."""
    about: dict[tuple[str, str | None, str], str] = dict(_fields("plan", None, _("The plan"), PLAN_ROWS))
    for row in case.items:
        named = f"{row['item']['number']}. {row['item']['area']}"
        about |= _fields("item", row["item"]["id"], named, ITEM_ROWS)
    for checkpoint in case.checkpoints:
        about["checkpoint", str(checkpoint.pk), ""] = _("Checkpoint %(number)d") % {"number": checkpoint.number}
    groups: dict[str, list[Comment]] = {label: [] for label in about.values()}
    for comment in case.comments:
        key = (comment.topic, str(comment.topic_id) if comment.topic_id else None, comment.field)
        groups.setdefault(about.get(key, _("Something else")), []).append(comment)
    return {label: said for label, said in groups.items() if said}


def _fields(topic: str, topic_id: str | None, label: str, rows: Mapping[str, Words]) -> Iterable[Any]:
    """Key and name of a thing, and of each of its fields."""
    yield (topic, topic_id, ""), label
    yield from (((topic, topic_id, field), f"{label} · {name}") for field, name in rows.items())
