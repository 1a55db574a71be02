"""Names of people, found in texts: a template must not tell whose plan it was.

Names are looked for as they are written in ordinary life: in full, a part of one, a Chinese given name, a surname with
a form of address; in any case, width and accent. What nobody has an account for cannot be known: pages say so.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from people.models import User

CJK = re.compile(r"[\u2e80-\U0003ffff]")
EDGE = r"[^\W_\u2e80-\U0003ffff]"  # a letter or digit that would make a longer word of it; Chinese has no spaces
SHORTEST_WORD, SHORTEST_CHARACTERS, SHORTEST_NUMBER = 3, 2, 3
BEFORE = ("小", "老")
AFTER = ("师傅", "经理", "主管", "主任", "老师", "总监")
MISTERS = ("mr", "mrs", "ms", "miss", "dr")


def plain(text: str) -> str:
    """For comparing: without accents, width, case and double spaces."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return " ".join(letters.split())


@dataclass(frozen=True)
class Names:
    """What must not occur: `people` with every part of their names, `others` by their full names."""

    people: tuple[User, ...] = ()
    others: tuple[str, ...] = ()

    @cached_property
    def words(self) -> frozenset[str]:
        """Found where they are not part of a longer word."""
        found = {word for user in self.people for word in _words_of(user)}
        return frozenset(found | {plain(name) for name in self.others if name.strip() and not CJK.search(name)})

    @cached_property
    def characters(self) -> frozenset[str]:
        """Found anywhere, spaces between them or not."""
        found = {part for user in self.people for part in _characters_of(user)}
        return frozenset(found | {_close(name) for name in self.others if CJK.search(name)})

    def occur_in(self, text: str) -> bool:
        close, spaced = _close(text), plain(text)
        if any(part in close for part in self.characters):
            return True
        return any(
            word in spaced and re.search(f"(?<!{EDGE}){re.escape(word)}(?!{EDGE})", spaced) for word in self.words
        )


def _close(text: str) -> str:
    return plain(text).replace(" ", "")


def _words_of(user: User) -> Iterator[str]:
    yield from filter(None, [plain(user.email)])
    number = plain(user.employee_number or "")
    if len(number) >= SHORTEST_NUMBER:
        yield number
    if not CJK.search(user.name):
        yield plain(user.name)
    for part in _parts(user.name):
        if len(part) >= SHORTEST_WORD:
            yield part
        else:
            yield from (f"{mister}{dot} {part}" for mister in MISTERS for dot in ("", "."))


def _parts(name: str) -> Iterable[str]:
    """The words of a name in letters; those in characters are not told apart by spaces."""
    return [part for part in re.split(r"[\s.,·'’\-]+", plain(name)) if part and not CJK.search(part)]


def _characters_of(user: User) -> Iterator[str]:
    """The full name, the given name, and the surname with a form of address: 张伟强, 伟强, 小张, 张师傅."""
    name = "".join(CJK.findall(_close(user.name)))
    if len(name) < SHORTEST_CHARACTERS:
        return
    yield name
    for surname in (1, 2):
        if len(name) - surname >= SHORTEST_CHARACTERS:
            yield name[surname:]
    yield from (form + name[0] for form in BEFORE)
    yield from (name[: 2 if len(name) > 3 else 1] + form for form in AFTER)
