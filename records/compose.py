"""The written record as HTML, in the language of the case. Its order is that of a file one would hand to a court."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cases.acts import HR_SIDE, Words
from cases.models import Comment
from plans.models import PlanVersion
from plans.places import ITEM_ROWS, PLAN_ROWS

from .appeals import appeals_as_of
from .asof import CaseAsOf, as_of
from .coaching import coaching_as_of
from .ending import outcomes_as_of, reviews_as_of
from .evidence import EvidenceAsOf, evidence_as_of
from .following import followed_as_of
from .glyphs import Unprintable, made_printable
from .models import RecordCopy
from .promised import promised_as_of, strip_as_of

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


def compose(copy: RecordCopy) -> str:
    """One self-contained HTML document, every character of which the record's fonts can draw."""
    with translation.override(copy.language), timezone.override(ZoneInfo(copy.case.time_zone)):
        case = as_of(copy)
        html, unprintable = made_printable(_html(case, []))
        return made_printable(_html(case, unprintable))[0] if unprintable else html


def _html(case: CaseAsOf, unprintable: list[Unprintable]) -> str:
    return render_to_string("records/pdf/document.html", context_of(case, unprintable))


def context_of(case: CaseAsOf, unprintable: list[Unprintable]) -> dict[str, Any]:
    version, evidence = case.version, evidence_as_of(case)
    return {
        "asof": case,
        "case": case.case,
        "coaching": coaching_as_of(case),
        "copy": case.copy,
        "content": version.data if version else None,
        "evidence": evidence,
        "lang": TAGS[case.copy.language],
        "sections": list(_sections(unprintable, evidence)),
        "versions": list(_with_changes(case.versions)),
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
        "verify": _("How to verify this record"),
    }
    if evidence is None:
        del titles["evidence"]
    if unprintable:
        titles["characters"] = _("Characters that could not be printed")
    return (Section(number, name, title) for number, (name, title) in enumerate(titles.items(), start=1))


def _with_changes(versions: list[PlanVersion]) -> Iterable[dict[str, Any]]:
    """Each version with the parts in which it differs from the one before."""
    for before, version in zip([None, *versions], versions, strict=False):
        yield {"version": version, "changed": list(_changed(before.data, version.data)) if before else []}


def _changed(before: dict[str, Any], after: dict[str, Any]) -> Iterable[str]:
    titles = {"basis": _("What the plan rests on"), "calendar": _("Calendar"), "consequences": _("What follows")}
    yield from (str(title) for name, title in titles.items() if before[name] != after[name])
    if before.get("ruleset") != after.get("ruleset"):
        yield _("Rules")
    old, new = ({item["id"]: item for item in content["items"]} for content in (before, after))
    yield from (_("Item %(area)s") % {"area": new[key]["area"]} for key in new if new[key] != old.get(key))
    yield from (_("without %(area)s") % {"area": old[key]["area"]} for key in old if key not in new)


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
