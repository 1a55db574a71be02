"""The templates that come with pipcases: TOML files, one for each field of work and language.

`assembly.en.toml` and `assembly.zh.toml` are the same template in two languages. A file holds `field`, `title`,
`about`, and the content in the words of `plans.draft`.
"""

import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.models import TextChoices
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from people.states import Language
from plans.draft import Calendar, DraftCommitment, DraftItem, DraftSupport, Learning, Piece
from plans.states import Cadence, Cause, Direction, FieldOfWork, LearningKind, Measure, ResourceKind, SupportKind

from .content import TemplateContent, pieces_of

FILES = Path(__file__).with_name("templates")
LANGUAGES = {"en": Language.ENGLISH, "zh": Language.SIMPLIFIED_CHINESE}

HEAD = ("field", "title", "about")
CODES: Mapping[tuple[type[Piece], str], type[TextChoices]] = {
    (DraftItem, "cause"): Cause,
    (DraftItem, "measure"): Measure,
    (DraftItem, "direction"): Direction,
    (DraftSupport, "kind"): SupportKind,
    (DraftCommitment, "kind"): ResourceKind,
    (Learning, "kind"): LearningKind,
    (Calendar, "cadence"): Cadence,
}


class ShippedTemplate(BaseModel):
    """A file. `key` and `language` come from its name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    language: Language
    field: FieldOfWork
    title: str = Field(min_length=1, max_length=120)
    about: str = Field(min_length=1, max_length=600)
    content: TemplateContent

    @field_validator("content")
    @classmethod
    def _codes_are_known(cls, content: TemplateContent) -> TemplateContent:
        """A draft may hold any text where a code belongs; a file of ours may not."""
        for piece in pieces_of(content):
            for (kind, name), codes in CODES.items():
                if isinstance(piece, kind) and getattr(piece, name) not in codes.values:
                    raise ValueError(f"{name}: {getattr(piece, name)!r} is none of {', '.join(codes.values)}")
        return content


@cache
def shipped() -> tuple[ShippedTemplate, ...]:
    """Every file, in the order of their names. Raises `ImproperlyConfigured`: which field of which file is wrong."""
    return tuple(read(path) for path in sorted(FILES.glob("*.toml")))


def read(path: Path) -> ShippedTemplate:
    key, _dot, language = path.stem.partition(".")
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        head = {name: told.pop(name) for name in HEAD if name in told}
        return ShippedTemplate.model_validate(
            {**_stripped(head), "content": _stripped(told), "key": key, "language": LANGUAGES[language]}
        )
    except ValidationError as error:
        raise ImproperlyConfigured("\n".join(f"{path.name}: {line}" for line in _lines(error))) from None
    except KeyError:
        raise ImproperlyConfigured(f"{path.name}: the name must end in .en.toml or .zh.toml") from None
    except ValueError as error:  # not UTF-8, not TOML
        raise ImproperlyConfigured(f"{path.name}: {error}") from None


def _lines(error: ValidationError) -> Iterator[str]:
    for fault in error.errors(include_url=False):
        field = "".join(f"#{step + 1}" if isinstance(step, int) else f".{step}" for step in fault["loc"])
        field = field.removeprefix(".").removeprefix("content").removeprefix(".")
        yield ": ".join(filter(None, [field, fault["msg"]]))


def _stripped(told: Any) -> Any:
    """Texts without the line breaks that a multi-line string begins and ends with."""
    match told:
        case dict():
            return {name: _stripped(value) for name, value in told.items()}
        case list():
            return [_stripped(value) for value in told]
        case str():
            return told.strip()
    return told
