"""What a browser would send of a page's form without anybody typing."""

from html.parser import HTMLParser
from typing import Any


class _Fields(HTMLParser):
    """Successful controls of one form, by the rules of HTML: a list for each name."""

    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form_id, self.inside, self.hidden = form_id, False, 0
        self.sent: dict[str, list[str]] = {}
        self.select: str | None = None
        self.chosen: list[str] = []
        self.area: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        have = dict(attrs)
        if tag == "form":
            self.inside = have.get("id") == self.form_id
        elif tag == "template":
            self.hidden += 1
        elif self.inside and not self.hidden:
            self._control(tag, {name: value or "" for name, value in have.items()})

    def _control(self, tag: str, have: dict[str, str]) -> None:
        name = have.get("name", "")
        if tag == "input" and name and have.get("type") not in ("file", "submit"):
            if have.get("type") not in ("checkbox", "radio") or "checked" in have:
                self.sent.setdefault(name, []).append(
                    have.get("value", "on" if have.get("type") in ("checkbox", "radio") else "")
                )
        elif tag == "select":
            self.select, self.chosen = name, []
        elif tag == "option" and self.select and (not self.chosen or "selected" in have):
            self.chosen = [have.get("value", "")]
        elif tag == "textarea":
            self.area = name
            self.sent[name] = [""]

    def handle_endtag(self, tag: str) -> None:
        if tag == "template":
            self.hidden -= 1
        elif tag == "select" and self.select:
            self.sent[self.select] = self.chosen
            self.select = None
        elif tag == "textarea":
            self.area = None
        elif tag == "form":
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.area:
            self.sent[self.area] = [self.sent[self.area][0] + data]


def fields_of(page: str, form_id: str) -> dict[str, Any]:
    """Name -> values of the form with this id, as the page stands."""
    parser = _Fields(form_id)
    parser.feed(page)
    return {name: [value.removeprefix("\n") for value in values] for name, values in parser.sent.items()}
