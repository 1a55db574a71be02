"""Labels beside a drawing: kept apart from each other, and broken into lines. SVG does neither by itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from unicodedata import east_asian_width

LINE = 11  # height of a line of a label, in the drawing's units
LETTER = 12  # the largest size of letters, which a narrow page gives them (css/chart.css)
WIDE, NARROW = 2.0, 1.1  # a sign's width in halves of an ideograph
BOLD = 1.3  # how much broader bold signs are
MOST_LINES = 3
ELLIPSIS = "…"


@dataclass(frozen=True)
class Line:
    """One line of a label, and where it stands."""

    y: float
    text: str


@dataclass(frozen=True)
class Label:
    """What stands beside a line of the drawing: its name, where it has one, and its words below."""

    y: float
    name: str
    words: Sequence[str]
    is_goal: bool = False
    pitch: int = LINE

    @property
    def lines(self) -> list[Line]:
        above = 1 if self.name else 0
        return [Line(round(self.y + self.pitch * (above + n), 1), text) for n, text in enumerate(self.words)]


def spread(wanted: Sequence[float], apart: float, low: float, high: float) -> list[float]:
    """Where labels stand that want these heights: at them, or around their mean where they would touch."""
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    groups: list[list[int]] = []

    def top(group: list[int]) -> float:
        mean = sum(wanted[place] for place in group) / len(group)
        return max(low, min(mean - apart * (len(group) - 1) / 2, high - apart * (len(group) - 1)))

    for place in order:
        groups.append([place])
        while len(groups) > 1 and top(groups[-2]) + apart * len(groups[-2]) > top(groups[-1]):
            last = groups.pop()
            groups[-1] += last
    found = {place: top(group) + apart * n for group in groups for n, place in enumerate(group)}
    return [round(found[place], 1) for place in range(len(wanted))]


def wrapped(text: str, width: float, most: int = MOST_LINES) -> list[str]:
    """The text in lines of at most `width` halves of an ideograph; what is left after the last becomes an ellipsis."""
    lines, line = [], ""
    for piece in _pieces(text):
        if line and width_of(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece
    lines.append(line.rstrip())
    if len(lines) > most:
        lines = [*lines[: most - 1], _cut(lines[most - 1], width)]
    return lines


def _cut(line: str, width: float) -> str:
    while line and width_of(line + ELLIPSIS) > width:
        line = line[:-1]
    return line.rstrip(" ,;.，；。、") + ELLIPSIS


def width_of(text: str) -> float:
    return sum(WIDE if east_asian_width(sign) in "WF" else NARROW for sign in text)


def units_of(text: str, size: float = LETTER, *, bold: bool = False) -> float:
    """How wide a text can be in the drawing's units, with some to spare: the reader's own font draws it."""
    return round(width_of(text) * size / 2 * (BOLD if bold else 1), 1)


def _pieces(text: str) -> Iterable[str]:
    """What may stand at the end of a line: a word with its space, or one ideograph; a sign never begins a line."""
    start = 0
    for end, (before, after) in enumerate(pairwise(text), start=1):
        wide = east_asian_width(before) in "WF" or east_asian_width(after) in "WF"
        if (before.isspace() and not after.isspace()) or (wide and after.isalnum()):
            yield text[start:end]
            start = end
    yield text[start:]
