"""What depends on where the company is: data, never code. One TOML file is one ruleset (`schema.Ruleset`).

`RULESETS_DIR` names a folder of the company's own: a file there adds a ruleset, or takes the place of the shipped one
of the same name. All are read once, at start-up; a file that is not as it should be keeps the application from
starting.
"""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from pydantic import ValidationError

from .pieces import Entry, Question, Words
from .schema import Ruleset

__all__ = ["Entry", "Question", "Ruleset", "UnknownRuleset", "Words", "check", "choices", "default", "get", "names"]

SHIPPED = Path(__file__).parent


class UnknownRuleset(LookupError):
    """A case follows rules that are no longer there, or a form sent a name that never was."""


def get(name: str) -> Ruleset:
    """The ruleset of this name; `UnknownRuleset` where there is none."""
    try:
        return _all()[name]
    except KeyError:
        raise UnknownRuleset(f"There is no ruleset {name!r}. There are: {', '.join(names())}.") from None


def names() -> list[str]:
    return list(_all())


def choices() -> list[tuple[str, str]]:
    """Name and title in the active language, the default first: for forms."""
    first = default().name
    return [(name, str(get(name).title)) for name in sorted(names(), key=lambda name: (name != first, name))]


def default() -> Ruleset:
    """The company's usual one: what a case gets that names no other."""
    return get(settings.DEFAULT_RULESET)


def check() -> None:
    """Read every file. Raises `ImproperlyConfigured`, which says which field of which file is wrong, and why."""
    if settings.DEFAULT_RULESET not in _all():
        raise ImproperlyConfigured(
            f"DEFAULT_RULESET: there is no ruleset {settings.DEFAULT_RULESET!r}. There are: {', '.join(names())}."
        )


def _all() -> Mapping[str, Ruleset]:
    return read(settings.RULESETS_DIR)


@cache
def read(folder: str) -> Mapping[str, Ruleset]:
    """The shipped rulesets and those of a folder of the company's own (none where it is ""), by name."""
    rulesets = {ruleset.name: ruleset for path in _files(folder) for ruleset in [read_file(path)]}
    return MappingProxyType(dict(sorted(rulesets.items())))


def _files(folder: str) -> Iterator[Path]:
    yield from sorted(SHIPPED.glob("*.toml"))
    if folder:
        if not Path(folder).is_dir():
            raise ImproperlyConfigured(f"RULESETS_DIR: there is no folder {folder}.")
        yield from sorted(Path(folder).glob("*.toml"))


def read_file(path: Path) -> Ruleset:
    """One file, checked from end to end."""
    try:
        content = path.read_bytes()
        ruleset = Ruleset.model_validate(
            tomllib.loads(content.decode()), context={"digest": hashlib.sha256(content).hexdigest()}
        )
    except ValidationError as error:
        raise ImproperlyConfigured("\n".join(f"{_shown(path)}: {line}" for line in _lines(error))) from None
    except (OSError, ValueError) as error:  # not readable, not UTF-8, not TOML
        raise ImproperlyConfigured(f"{_shown(path)}: {error}") from None
    if ruleset.name != path.stem:
        raise ImproperlyConfigured(f"{_shown(path)}: name: must be {path.stem!r}, as the file is called")
    return ruleset


def _lines(error: ValidationError) -> Iterator[str]:
    """One line for each fault: the field as one would look for it in the file, and what is wrong with it."""
    for fault in error.errors(include_url=False):
        yield ": ".join(filter(None, [_field(fault["loc"]), fault["msg"]]))


def _field(location: tuple[Any, ...]) -> str:
    """`review.questions#2.text.en`: in lists, the number of the entry from 1."""
    return "".join(f"#{step + 1}" if isinstance(step, int) else f".{step}" for step in location).removeprefix(".")


def _shown(path: Path) -> str:
    """As seen from the application's folder, where the file lies inside."""
    return str(path.relative_to(settings.BASE_DIR) if path.is_relative_to(settings.BASE_DIR) else path)
