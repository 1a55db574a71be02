"""What the shape of a ruleset is made of: texts in both languages, entries with ids, lists without doubles."""

from collections import Counter
from collections.abc import Iterable
from typing import Annotated

from django.utils.translation import get_language
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

Text = Annotated[str, Field(min_length=1, max_length=1000, pattern=r"\S")]
Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


def refused(why: str) -> PydanticCustomError:
    """A sentence for whoever wrote the file, without pydantic's "Value error" before it."""
    return PydanticCustomError("rule", "{why}", {"why": why})


class Setting(BaseModel):
    """A part of a ruleset: read once, never changed, and exactly what was written."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Words(Setting):
    """A text in both languages. As a string it is the one of the language that is active."""

    en: Text
    zh_hans: Text

    def __str__(self) -> str:
        return self.local

    @property
    def local(self) -> str:
        return self.in_language(get_language() or "en")

    def in_language(self, code: str) -> str:
        """The text in a language of `people.states.Language`; English where the code is any other."""
        return self.zh_hans if code.lower().startswith("zh") else self.en


class Entry(Setting):
    """One of a list; its id is kept with what is answered, so it stays when the words are improved."""

    id: Id
    text: Words


class Question(Entry):
    """A fairness question (R8), put so that "yes" says that the plan may go on."""

    help: Words


def _ids_differ[T: Entry](rows: tuple[T, ...]) -> tuple[T, ...]:
    if again := _again(row.id for row in rows):
        raise refused(f"the id {again!r} stands here more than once")
    return rows


def _values_differ[T](values: tuple[T, ...]) -> tuple[T, ...]:
    if again := _again(values):
        raise refused(f"{str(again)!r} stands here more than once")
    return values


def _again[T](values: Iterable[T]) -> T | None:
    """The value that comes a second time, where one does."""
    counted = Counter(values)
    return next((value for value, times in counted.items() if times > 1), None)


# A list in the file, a tuple here. Only the list itself is taken loosely; what stands in it is not.
type Listed[T] = Annotated[tuple[T, ...], Field(strict=False)]
type Entries[T: Entry] = Annotated[tuple[T, ...], Field(strict=False), AfterValidator(_ids_differ)]
type Once[T] = Annotated[tuple[T, ...], Field(strict=False), AfterValidator(_values_differ)]
type Choice[T] = Annotated[T, Field(strict=False)]  # a value of an enum, written as its text
