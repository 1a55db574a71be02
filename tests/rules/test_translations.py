"""Everything a reader sees exists in both languages."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from django.conf import settings
from django.template.base import Lexer, TokenType

from pipcases import catalogue as sources

BASE = Path(settings.BASE_DIR)
TEMPLATES = [path for path in sources.template_files(BASE) if path.name != "attrs.html"]  # attributes, no page
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|(?<!\{)\{(\w*)[^{}]*\}(?!\})|%([sd])")
HEARD = {"title", "aria-label", "aria-description", "placeholder", "alt"}
HEARD |= {"data-announce", "data-added", "data-removed", "data-moved"}
OF_CLASSES = {"block narrow", "block body_class", "block main_class"}
ALLOWED = {"pipcases", "PDF", "UTC", "SHA-256", "XLSX", "CSV"}
SET_WRONGLY = re.compile(r"[一-鿿][,;:!?(A-Za-z0-9]|[,;:!?)A-Za-z0-9%][一-鿿]|您")
LITERAL_IN_INCLUDE = re.compile(r'\b\w+="([A-Z][^"]*|[^"]* [^"]*)"')


def catalogue() -> dict[tuple[str | None, str], Message]:
    read = sources.read(sources.catalogue_path())
    assert not read.obsolete, f"obsolete entries: {list(read.obsolete)}"
    return {(message.context, first(message.id)): message for message in read if message.id}


def first(text: object) -> str:
    return sources.forms(text)[0]


def placeholders(text: str) -> set[str]:
    return {next(filter(None, groups), "") for groups in PLACEHOLDER.findall(text)}


def test_the_catalogue_holds_exactly_the_messages_of_the_sources() -> None:
    wanted = {(found.context, first(found.id)) for found in sources.in_sources()}
    kept = set(catalogue())
    assert wanted - kept == set(), "run `manage.py extract_messages`, then translate"
    assert kept - wanted == set(), "run `manage.py extract_messages`"


def test_every_message_is_translated() -> None:
    fuzzy = [key for key, message in catalogue().items() if message.fuzzy]
    bare = sources.untranslated(sources.read(sources.catalogue_path()))
    assert (fuzzy, [message.id for message in bare]) == ([], [])


def test_a_translation_keeps_the_placeholders() -> None:
    for message in catalogue().values():
        for form in filter(None, sources.forms(message.string)):
            assert placeholders(form) == placeholders(sources.forms(message.id)[-1]), message.id


def test_the_chinese_is_set_as_chinese() -> None:
    """Full-width marks, a space between Chinese and Latin letters or figures, and 你 all through."""
    texts = [form for message in catalogue().values() for form in sources.forms(message.string)]
    assert [text for text in texts if SET_WRONGLY.search(PLACEHOLDER.sub("", text))] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(BASE)))
def test_no_visible_text_is_left_untranslated(path: Path) -> None:
    assert [text for text in untranslated(path.read_text(), path.suffix) if text not in ALLOWED] == []


def test_the_search_finds_bare_text() -> None:
    page = '{# no #}<p title="Seen">{{ name }} · Hello</p>{% include "a.html" with title="Some words" id="x" %}'
    assert sorted(untranslated(page, ".html")) == ["Hello", "Seen", "Some words"]
    page = '{% block narrow %}no{% endblock %}{% translate "no" %}<style>p {}</style><b translate="no">x</b>'
    page += "{% blocktranslate %}no{% endblocktranslate %}"
    assert list(untranslated(page, ".html")) == []


def untranslated(source: str, suffix: str) -> Iterator[str]:
    """Words in the source that no tag translates."""
    yield from (text for tag in tags(source, "include") for text in LITERAL_IN_INCLUDE.findall(tag))
    bare = without_tags(source)
    if suffix != ".html":
        yield from (line.strip() for line in bare.splitlines() if words(line) and suffix == ".txt")
        return
    finder = TextFinder()
    finder.feed(bare)
    yield from finder.found


def tags(source: str, name: str) -> list[str]:
    tokens = Lexer(source).tokenize()
    return [t.contents for t in tokens if t.token_type == TokenType.BLOCK and t.contents.split()[0] == name]


def without_tags(source: str) -> str:
    """The source with comments and blocks of translated text taken out, and every other tag too."""
    kept, inside = [], ""
    for token in Lexer(source).tokenize():
        name = token.contents.split(maxsplit=1)[0] if token.token_type == TokenType.BLOCK else ""
        if name in {"blocktranslate", "blocktrans", "comment"} or token.contents in OF_CLASSES:
            inside = name
        elif inside and name == f"end{inside}":
            inside = ""
        elif not inside and token.token_type == TokenType.TEXT:
            kept.append(token.contents)
    return "".join(kept)


def words(text: str) -> str:
    """The text without signs around it, empty where it holds no letter."""
    return text.strip(" \t\n·:()-–,.…") if re.search(r"[^\W\d_]", text) else ""


class TextFinder(HTMLParser):
    """Collects text a reader would see or hear, except in `translate="no"`."""

    SILENT = frozenset({"script", "style", "code", "pre"})
    VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "use", "path", "rect", "circle", "line", "col"})

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [words(value or "") for name, value in attrs if name in HEARD and words(value or "")]
        hidden = tag in self.SILENT or ("translate", "no") in attrs
        if (hidden or self.silent) and tag not in self.VOID:
            self.silent.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.silent and tag == self.silent[-1]:
            self.silent.pop()

    def handle_data(self, data: str) -> None:
        if not self.silent and words(data):
            self.found.append(words(data))
