"""The catalogue of translations, brought up to date with Babel: no GNU gettext on any machine that works on pipcases.

Each message stands once, in the order of the files it is in, without line numbers or dates: a diff shows what
changed and nothing else. A message whose English changed loses its translation; nothing is guessed.
"""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

LOCALE = "zh_Hans"
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
DATES = re.compile(
    r'^"(Project-Id-Version|POT-Creation-Date|PO-Revision-Date|Generated-By|Last-Translator|Language-Team).*\n',
    re.MULTILINE,
)
INDENT = re.compile(r"^[ \t]+", re.MULTILINE)


class Found(NamedTuple):
    """A message in the sources; the id is (singular, plural) where it counts something."""

    file: str
    id: str | tuple[str, ...]
    context: str | None


def catalogue_path(base: Path | None = None) -> Path:
    return (base or settings.BASE_DIR) / "locale" / LOCALE / "LC_MESSAGES" / "django.po"


def in_sources(base: Path | None = None) -> Iterator[Found]:
    """Every message of the rooms' Python and of the templates."""
    base = base or settings.BASE_DIR
    for path in python_files(base):
        yield from _in_code(path.relative_to(base), path.read_text())
    for path in template_files(base):
        yield from _in_code(path.relative_to(base), INDENT.sub("", templatize(path.read_text())))


def python_files(base: Path) -> list[Path]:
    """Of the packages at the top, without tests and migrations."""
    rooms = [init.parent for init in sorted(base.glob("*/__init__.py")) if init.parent.name != "tests"]
    return [path for room in rooms for path in sorted(room.rglob("*.py")) if "migrations" not in path.parts]


def template_files(base: Path) -> list[Path]:
    return sorted(path for path in (base / "templates").rglob("*") if path.suffix in {".html", ".txt", ".ics"})


def _in_code(file: Path, code: str) -> Iterator[Found]:
    for _line, message, _comments, context in extract("python", io.BytesIO(code.encode()), KEYWORDS):
        if message:
            yield Found(file.as_posix(), message, context)


def read(path: Path) -> Catalog:
    if not path.exists():
        return Catalog(locale=LOCALE)
    with path.open("rb") as file:
        return read_po(file, locale=LOCALE)


def updated(old: Catalog, base: Path | None = None) -> Catalog:
    """The catalogue of the sources as they are now, with the translations that still fit."""
    new = Catalog(locale=LOCALE, project="pipcases", charset="utf-8", fuzzy=False, header_comment="")
    for found in in_sources(base):
        known = old.get(_key(found.id), found.context)
        fits = known is not None and isinstance(known.id, str) == isinstance(found.id, str)
        string: Any = known.string if known is not None and fits and not known.fuzzy else None
        new.add(found.id, string, locations=[(found.file, 0)], context=found.context)
    return new


def _key(message_id: str | tuple[str, ...]) -> str:
    return message_id if isinstance(message_id, str) else message_id[0]


def write(catalogue: Catalog, path: Path) -> None:
    """As text that only changes where the messages do."""
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=110, include_lineno=False, ignore_obsolete=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(DATES.sub("", buffer.getvalue().decode()))


def untranslated(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id and not all(forms(message.string))]


def forms(text: object) -> tuple[str, ...]:
    """The forms of a message or a translation: one, or one per plural form."""
    return tuple(text) if isinstance(text, (tuple, list)) else (str(text or ""),)
