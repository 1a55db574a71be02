"""One record in two languages: English on the left, Chinese on the right, block by block.

Both were composed from the same rows by the same templates, so their trees agree but for the words. Where a block is
the same in both it stands once, across both columns: what people wrote, names, figures, hashes. In the cells of a table
of several columns, and in labels, the two stand below each other.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from xml.etree.ElementTree import Element, SubElement, tostring

import tinyhtml5  # WeasyPrint's own parser

ENGLISH, CHINESE = "en", "zh-Hans"
BETWEEN = " · "
CONTAINERS = frozenset(
    [
        "html",
        "body",
        "header",
        "main",
        "nav",
        "section",
        "article",
        "div",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "ul",
        "ol",
        "li",
        "blockquote",
        "figure",
    ]
)
LEAVES = frozenset(
    ["head", "h1", "h2", "h3", "p", "svg", "dl", "pre", "figcaption"]
)  # blocks that stand whole beside the other language's
HEADINGS = frozenset({"h1", "h2", "h3"})

Node = str | Element
Run = list[Node]
Pair = Callable[[Run, Run], Iterable[Node]]


def side_by_side(english: str, chinese: str) -> str:
    """Two whole documents as one. What stands once is in the language that the first one names for its root."""
    left, right = _parsed(english), _parsed(chinese)
    merged = _container(left, right, _beside)
    merged.set("class", "both")
    return "<!doctype html>\n" + tostring(merged, encoding="unicode", method="html")


def _parsed(html: str) -> Element:
    root: Element = tinyhtml5.parse(html, namespace_html_elements=False)
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = element.tag.rpartition("}")[2]  # a picture's names need no namespace in HTML
    return root


def _container(left: Element, right: Element, pair: Pair) -> Element:
    """An element of both, with what stands in it merged."""
    merged = Element(left.tag, left.attrib)
    _fill(merged, _without_empty_lines(_merged(list(_runs(left)), list(_runs(right)), _pairing(left, pair))))
    return merged


def _pairing(element: Element, pair: Pair) -> Pair:
    """How the two stand in here: below each other in the cells of a table that has several columns, and in labels."""
    if element.tag == "th":
        return _below
    if element.tag == "table":
        return _beside if "facts" in element.get("class", "").split() else _below
    return pair


def _without_empty_lines(nodes: Iterable[Node]) -> Iterator[Node]:
    """A line break beside a pair, which begins and ends a line by itself, would leave a line empty."""
    told = list(nodes)
    for before, node, after in zip([None, *told], told, [*told[1:], None], strict=False):
        if not (_is(node, "br") and (_is(before, "div") or _is(after, "div"))):
            yield node


def _is(node: Node | None, tag: str) -> bool:
    return isinstance(node, Element) and node.tag == tag


def _merged(left: list[Run], right: list[Run], pair: Pair) -> Iterator[Node]:
    if [_kind(run) for run in left] != [_kind(run) for run in right]:
        yield from pair(list(chain.from_iterable(left)), list(chain.from_iterable(right)))
        return
    for one, other in zip(left, right, strict=True):
        if _said(one) == _said(other):
            yield from one
        elif _kind(one) in CONTAINERS:
            yield _container(_only(one), _only(other), pair)
        elif _kind(one) in HEADINGS or _kind(one) == "head" or _is_running(one):
            yield _together(_only(one), _only(other))
        else:
            yield from pair(one, other)


def _runs(element: Element) -> Iterator[Run]:
    """What stands in an element: each block by itself, and the text between two blocks or line breaks as one run."""
    run: Run = []
    for node in _nodes(element):
        if isinstance(node, str) or node.tag not in CONTAINERS | LEAVES | {"br"}:
            run.append(node)
            continue
        if _said(run):
            yield run
        yield [node]
        run = []
    if _said(run):
        yield run


def _nodes(element: Element) -> Iterator[Node]:
    if element.text:
        yield element.text
    for child in element:
        tail, child.tail = child.tail, None
        if isinstance(child.tag, str):  # no comments
            yield child
        if tail:
            yield tail


def _kind(run: Run) -> str:
    """The name of a block or break; empty for text."""
    first = run[0]
    alone = len(run) == 1 and isinstance(first, Element) and first.tag in CONTAINERS | LEAVES | {"br"}
    return first.tag if alone and isinstance(first, Element) else ""


def _only(run: Run) -> Element:
    (element,) = run
    if isinstance(element, str):
        raise TypeError(element)
    return element


def _said(run: Run) -> str:
    """For comparing: as HTML, without what layout of the source left between words."""
    told = (node if isinstance(node, str) else tostring(node, encoding="unicode", method="html") for node in run)
    return " ".join("".join(told).split())


def _is_running(run: Run) -> bool:
    return isinstance(run[0], Element) and run[0].get("class", "").startswith("run-")


def _together(left: Element, right: Element) -> Element:
    """A heading, a page's head or foot, and the document's head: one of them, with the words of both."""
    if left.tag == "head":
        for title, other in zip(left.iter("title"), right.iter("title"), strict=True):
            title.text = BETWEEN.join(filter(None, [title.text, other.text]))
        return left
    merged = Element(left.tag, left.attrib)
    for element, tag in ((left, ENGLISH), (right, CHINESE)):
        span = SubElement(merged, "span", {"lang": tag})
        _fill(span, list(_nodes(element)))
        span.tail = " " if element is left else None
    if left.tag == "p":
        merged[0].tail = BETWEEN
    return merged


def _beside(left: Run, right: Run) -> Iterator[Node]:
    pair = Element("div", {"class": "pair"})
    for run, tag in ((left, ENGLISH), (right, CHINESE)):
        _fill(SubElement(pair, "div", {"lang": tag}), run if tag == ENGLISH else _without_ids(run))
    yield pair


def _below(left: Run, right: Run) -> Iterator[Node]:
    for run, tag in ((left, ENGLISH), (right, CHINESE)):
        part = Element("div", {"lang": tag, "class": "below"})
        _fill(part, run if tag == ENGLISH else _without_ids(run))
        yield part


def _without_ids(run: Run) -> Run:
    """What is named stands on the left; a link leads there."""
    for node in run:
        for element in [] if isinstance(node, str) else node.iter():
            element.attrib.pop("id", None)
    return run


def _fill(element: Element, nodes: Iterable[Node]) -> None:
    last: Element | None = None
    for node in nodes:
        if isinstance(node, Element):
            element.append(node)
            last = node
        elif last is None:
            element.text = (element.text or "") + node
        else:
            last.tail = (last.tail or "") + node
