"""Vague phrases in a text, by its own language: Chinese characters are read with the Chinese lexicon, Latin words with
the English one, whatever the language of the case.

A lexicon is data (`vague.en.toml`, `vague.zh.toml`): phrases by category, what excuses them, and names that only look
like them. Precision goes before recall: somebody who is told off for a good sentence stops reading. What is quoted is
what somebody said, so it is passed over.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).parent
LONGEST = 10_000  # characters looked at
NEAR = 300  # characters before and after a phrase, within which its sentence is looked at
REMEMBERED = 1024  # texts: while somebody types in one field, the others stay as they were

MACRO = re.compile(r"<([a-z_]+)>")
LANGUAGES = {"zh": re.compile(r"[\u4e00-\u9fff]"), "en": re.compile(r"[A-Za-z]{2}")}
TITLE_CASE = re.compile(r"[A-Z][a-z'’]+")
SENTENCE_BEGINS = re.compile(r"(?:^|[.!?:;\n•*-]\s*|[\u3000-\u9fff\uff00-\uffef]\s*)$")


class Mark(NamedTuple):
    """Where a vague phrase stands in its text: `text[start:end] == phrase`."""

    start: int
    end: int
    phrase: str
    category: str


@dataclass(frozen=True)
class Category:
    """Phrases that are vague in one way, and what makes them plain (`unless`) where it stands in the same clause or
    sentence (`within` are the ends of one); whether a date does.
    """

    name: str
    phrases: re.Pattern[str]
    unless: re.Pattern[str]
    within: re.Pattern[str]
    dates_count: bool


@dataclass(frozen=True)
class Lexicon:
    """`passed_over` are quotations and names; `continues` begins a clause that makes the one before it concrete;
    `deadline` is a date or a period, which says by when and not what.
    """

    categories: tuple[Category, ...]
    passed_over: re.Pattern[str]
    continues: re.Pattern[str]
    deadline: re.Pattern[str]
    opinion: re.Pattern[str]
    recorded: re.Pattern[str]


@cache
def lexicon(language: str) -> Lexicon:
    """The shipped lexicon, compiled once. Its repetitions are bounded, so that no text makes it slow."""
    data = tomllib.loads((HERE / f"vague.{language}.toml").read_text(encoding="utf-8"))
    words: dict[str, list[str]] = data["words"]

    def compiled(*phrases: str, around: str = "{}") -> re.Pattern[str]:
        return re.compile(around.format("|".join(_expanded(phrase, words) for phrase in phrases)))

    whole = data["reading"]["whole"]
    return Lexicon(
        categories=tuple(_category(name, part, data, compiled) for name, part in data["category"].items()),
        passed_over=compiled(*data["reading"]["passed_over"]),
        continues=compiled(*data["reading"]["continues"]),
        deadline=compiled(*data["reading"]["deadline"], around=whole),
        opinion=compiled(*data["source"]["opinion"], around=whole),
        recorded=compiled(*data["source"]["recorded"]),
    )


def _category(name: str, part: dict[str, Any], data: dict[str, Any], compiled: Any) -> Category:
    excuse = data["excuse"][part["unless"]]
    return Category(
        name=name,
        phrases=compiled(*part["phrases"], around=data["reading"]["whole"]),
        unless=compiled(*excuse["says"]),
        within=compiled(*data["reading"][excuse["within"]]),
        dates_count=excuse["dates"],
    )


def _expanded(phrase: str, words: dict[str, list[str]]) -> str:
    return MACRO.sub(lambda macro: f"(?:{'|'.join(words[macro[1]])})", phrase)


def marks(text: str) -> tuple[Mark, ...]:
    """The vague phrases in order, none of them overlapping."""
    return _marks(text[:LONGEST])


@lru_cache(REMEMBERED)
def _marks(text: str) -> tuple[Mark, ...]:
    found = [mark for lexicon in _lexicons(text) for mark in _found(text, lexicon)]
    kept: list[Mark] = []
    for mark in sorted(found, key=lambda mark: (mark.start, -mark.end)):
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return tuple(kept)


def only_opinion(text: str) -> bool:
    """Whether a data source is nothing but what somebody thinks, with no record beside it (R2)."""
    read, lexicons = _lowered(text[:LONGEST]), _lexicons(text)
    is_opinion = any(lexicon.opinion.search(read) for lexicon in lexicons)
    return is_opinion and not any(lexicon.recorded.search(read) for lexicon in lexicons)


def _lexicons(text: str) -> list[Lexicon]:
    return [lexicon(language) for language, seen in LANGUAGES.items() if seen.search(text)]


def _found(text: str, lexicon: Lexicon) -> Iterator[Mark]:
    read = lexicon.passed_over.sub(lambda passed: "\0" * len(passed[0]), _lowered(text))
    for category in lexicon.categories:
        for hit in category.phrases.finditer(read):
            if not (_is_name(text, hit) or _is_excused(read, hit, category, lexicon)):
                yield Mark(hit.start(), hit.end(), text[hit.start() : hit.end()], category.name)


def _lowered(text: str) -> str:
    """In lower case and of the same length, so that places stay what they are."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _is_name(text: str, hit: re.Match[str]) -> bool:
    """Capital letters in the middle of a sentence: a course, a document, a department."""
    words = re.findall(r"[^\W\d_][\w'’]{2,}", text[hit.start() : hit.end()])
    if not words or SENTENCE_BEGINS.search(text[max(0, hit.start() - 3) : hit.start()]):
        return False
    return all(TITLE_CASE.fullmatch(word) for word in words)


def _is_excused(text: str, hit: re.Match[str], category: Category, lexicon: Lexicon) -> bool:
    said = _around(text, hit, category.within, lexicon.continues)
    return bool(category.unless.search(said if category.dates_count else lexicon.deadline.sub(" ", said)))


def _around(text: str, hit: re.Match[str], ends: re.Pattern[str], continues: re.Pattern[str]) -> str:
    """The clause or sentence in which it stands, with what goes on to say it in figures; no farther than `NEAR`."""
    first, last = max(0, hit.start() - NEAR), hit.end() + NEAR
    begin = max((end.end() for end in ends.finditer(text, first, hit.start())), default=first)
    for end in ends.finditer(text, hit.end(), last):
        if not continues.match(text, end.end()):
            return text[begin : end.start()]
    return text[begin:last]
