"""Rules on vague phrases: advice beside the field in which they stand (R2).

Facts, analysis and earlier feedback are not looked at: they tell what was, in the words of whoever saw it. In what was
observed only judgements and "often" are: they hide the example.
"""

from collections.abc import Callable, Iterator

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from plans.draft import Draft
from plans.rulesets import Ruleset

from .rule import ItemAt, Level, Rule, Spot
from .vague import marks

JUDGEMENTS = ("manner", "frequency")
OBSERVED = "observed"

type Texts[S] = Callable[[S], Iterator[tuple[str, str]]]


def texts_of_item(at: ItemAt) -> Iterator[tuple[str, str]]:
    """Place and text of each field, in the editor's order."""
    item = at.item
    yield at.place("area"), item.area
    yield at.place(OBSERVED), item.observed
    for index, level in enumerate(item.levels):
        yield at.place("levels", index), level
    yield at.place("measured_by"), item.measured_by
    for row in item.support:
        yield at.place("support", row.id, "content"), row.content
        yield at.place("support", row.id, "schedule"), row.schedule
    for commitment in item.commitments:
        yield at.place("commitments", commitment.id, "content"), commitment.content


def texts_of_consequences(draft: Draft) -> Iterator[tuple[str, str]]:
    yield "consequences.if_met", draft.consequences.if_met
    yield "consequences.if_not_met", draft.consequences.if_not_met


def _vague[S](category: str, texts: Texts[S]) -> Callable[[S, Ruleset], Iterator[Spot]]:
    """A check that finds phrases of one category; one spot for each text."""

    def check(subject: S, rules: Ruleset) -> Iterator[Spot]:
        for place, text in texts(subject):
            found = tuple((m.start, m.end, m.phrase) for m in marks(text) if m.category == category)
            if found and (category in JUDGEMENTS or not place.endswith(f".{OBSERVED}")):
                yield Spot(place, {"phrases": _quoted(found)}, found)

    return check


def _quoted(found: tuple[tuple[int, int, str], ...]) -> str:
    """Each phrase once, in the order of the text."""
    return " · ".join(dict.fromkeys(f"“{phrase}”" for _start, _end, phrase in found))


# category: what to do, and how
ADVICE: dict[str, tuple[StrPromise, StrPromise]] = {
    "goal": (
        _("Say what will be counted or seen instead of %(phrases)s."),
        _("Give a figure from which to which, for example “first-pass rate from 70 % to 90 %”."),
    ),
    "manner": (
        _("Describe what one would see somebody do instead of %(phrases)s."),
        _("For example “brings at least two risks to each sprint review”."),
    ),
    "degree": (
        _("Say by how much: %(phrases)s means something else to everybody."),
        _("For example “from 14 to at most 6 a month”."),
    ),
    "time": (
        _("Name a day or a number of hours instead of %(phrases)s."),
        _("For example “within 24 hours” or “by 30 April”."),
    ),
    "frequency": (
        _("Say how often instead of %(phrases)s."),
        _("For example “every Tuesday, 30 minutes” or “four times in March”."),
    ),
    "effort": (
        _("Say what is to be reached: %(phrases)s only says that somebody tries."),
        _("For example “hands over at 6:00 with the signed list”."),
    ),
    "reserve": (
        _("Say what exactly: %(phrases)s leaves it open."),
        _("Name it with its amount, for example “two days of training with the supplier, in May”."),
    ),
}


def _rules[S](texts: Texts[S]) -> tuple[Rule[S], ...]:
    return tuple(
        Rule(f"R2.vague_{category}", Level.ADVISORY, sentence, mend, _vague(category, texts))
        for category, (sentence, mend) in ADVICE.items()
    )


ITEM_WORDING: tuple[Rule[ItemAt], ...] = _rules(texts_of_item)
CONSEQUENCES_WORDING: tuple[Rule[Draft], ...] = _rules(texts_of_consequences)
