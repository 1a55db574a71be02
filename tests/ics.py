"""Calendar files read back, strictly: by the lines of RFC 5545, and nothing forgiven."""

import re
from dataclasses import dataclass, field

LINE = re.compile(r"(?P<name>[A-Z-]+)(?P<more>(?:;[A-Z-]+=[^;:,\"]+)*):(?P<value>.*)", re.DOTALL)
NEEDED = {"UID", "DTSTAMP", "DTSTART", "SEQUENCE", "SUMMARY", "STATUS"}
ESCAPED = re.compile(r"\\(.)")


@dataclass
class Property:
    value: str
    more: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """A value of type TEXT, unescaped."""
        assert re.fullmatch(r"(?:[^\\;,]|\\[\\;,n])*", self.value), self.value
        return ESCAPED.sub(lambda found: "\n" if found[1] == "n" else found[1], self.value)


Component = dict[str, Property]


@dataclass
class Calendar:
    head: Component
    events: list[Component]

    @property
    def method(self) -> str:
        return self.head["METHOD"].value if "METHOD" in self.head else ""


def unfolded(content: str) -> list[str]:
    """Its lines, each of at most 75 octets and ended by CR LF."""
    assert content.endswith("\r\n")
    lines = content.removesuffix("\r\n").split("\r\n")
    assert all(len(line.encode()) <= 75 and "\r" not in line and "\n" not in line for line in lines)
    return "\r\n".join(lines).replace("\r\n ", "").split("\r\n")


def read(content: str) -> Calendar:
    """The calendar with its events; anything else in it fails."""
    lines = unfolded(content)
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    found = Calendar({}, [])
    into: Component | None = None
    for line in lines[1:-1]:
        if line == "BEGIN:VEVENT":
            assert into is None
            into = {}
        elif line == "END:VEVENT":
            assert into is not None
            assert into.keys() >= NEEDED
            found.events.append(into)
            into = None
        else:
            _take(found.head if into is None else into, line)
    assert into is None
    assert (found.head["VERSION"].value, "PRODID" in found.head) == ("2.0", True)
    return found


def _take(into: Component, line: str) -> None:
    parsed = LINE.fullmatch(line)
    assert parsed, line
    assert parsed["name"] not in into
    more = dict(pair.split("=", 1) for pair in parsed["more"].split(";")[1:])
    into[parsed["name"]] = Property(parsed["value"], more)
