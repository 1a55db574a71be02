"""Both languages on one page: nothing is lost, and nothing that people wrote stands twice."""

import re
from collections import Counter

import pypdfium2
import pytest
from django.urls import reverse

from plans.states import PlanStatus
from records.actions import request_copy
from records.compose import compose
from records.models import RecordCopy
from records.render import render
from records.sides import side_by_side
from records.states import CopyLanguage
from tests.pages import signed_in
from tests.records.test_compose import words
from tests.records.test_render import IDENTIFIER
from tests.world import People, actor, hold, plan_in

pytestmark = pytest.mark.usefixtures("after_the_plan")
PAGE = '<html lang="en"><head><title>{title}</title><style>a > b {{}}</style></head><body>{body}</body></html>'


def merged(english: str, chinese: str) -> str:
    """The body of two documents with these bodies."""
    html = side_by_side(PAGE.format(title="Record", body=english), PAGE.format(title="记录", body=chinese))
    assert "<title>Record · 记录</title>" in html
    assert "a > b {}" in html
    return re.sub(r".*<body>|</body>.*", "", html, flags=re.DOTALL)


EN, ZH = '<div lang="en">{}</div>', '<div lang="zh-Hans">{}</div>'
BELOW_EN, BELOW_ZH = '<div lang="en" class="below">{}</div>', '<div lang="zh-Hans" class="below">{}</div>'


def test_a_block_that_differs_stands_beside_the_other() -> None:
    pair = f'<div class="pair">{EN.format("<p>Yes</p>")}{ZH.format("<p>是</p>")}</div>'
    assert merged("<p>Yes</p>", "<p>是</p>") == pair


def test_what_is_the_same_stands_once_wherever_it_stands() -> None:
    own = "<p>My own words.</p>"
    assert merged(own, own) == own
    row = "<table class='facts'><tr><th>{}</th><td>{}<p>My own words.</p></td></tr></table>"
    told = merged(row.format("Note", "Said"), row.format("说明", "已说"))
    assert told.count("My own words.") == 1
    assert BELOW_EN.format("Note") + BELOW_ZH.format("说明") in told  # a label
    assert EN.format("Said") + ZH.format("已说") in told


def test_in_the_cells_of_several_columns_one_stands_below_the_other() -> None:
    row = "<table class='rows'><tr><td>{}<br>Ada</td><td>4 %</td></tr></table>"
    told = merged(row.format("On track"), row.format("进展正常"))
    assert (
        f"<td>{BELOW_EN.format('On track')}{BELOW_ZH.format('进展正常')}Ada</td><td>4 %</td>" in told
    )  # no empty line


def test_a_heading_is_one_bookmark_and_is_named_once() -> None:
    told = merged('<h1 id="a">One</h1><p id="b">x</p>', '<h1 id="a">一</h1><p id="b">某</p>')
    assert told.startswith('<h1 id="a"><span lang="en">One</span> <span lang="zh-Hans">一</span></h1>')
    assert told.count('id="b"') == 1


def test_where_the_two_have_not_the_same_blocks_they_stand_as_a_whole() -> None:
    told = merged("<section><p>One</p></section>", "<section><p>一</p><p>二</p></section>")
    assert EN.format("<p>One</p>") + ZH.format("<p>一</p><p>二</p>") in told


@pytest.fixture
def copy(who: People) -> RecordCopy:
    plan = plan_in(PlanStatus.ACTIVE, who)
    hold(plan, who, 1)
    return request_copy(plan.case, by=actor(who.ben), in_both_languages=True)


def in_language(copy: RecordCopy, language: str) -> str:
    """What the same copy says in one of the two."""
    fields = {field.attname: getattr(copy, field.attname) for field in copy._meta.fields}
    return compose(RecordCopy(**fields | {"language": language}))


def test_all_of_both_records_is_in_it_and_what_was_written_once(copy: RecordCopy) -> None:
    both = compose(copy)
    alone = [words(in_language(copy, language)) for language in ("en", "zh-hans")]
    for said in alone:
        missing = Counter(said.split()) - Counter(words(both).split())
        assert not missing
    assert "Good progress." in both
    assert words(both).count("Good progress.") == alone[0].count("Good progress.")
    ids = re.findall(r' id="([^"]+)"', both)
    assert len(ids) == len(set(ids))
    links = re.findall(r' href="#([^"]+)"', both)
    assert set(links) <= set(ids)


def test_its_pages_lie_on_their_side_with_english_on_the_left(copy: RecordCopy) -> None:
    with pypdfium2.PdfDocument(render(compose(copy), identifier=IDENTIFIER).pdf) as document:
        assert {page.get_width() > page.get_height() for page in document} == {True}
        text = document[0].get_textpage()
        boxes = [text.get_charbox(text.search(words).get_next()[0]) for words in ("Written record", "书面记录")]
        middle = document[0].get_width() / 2
    assert boxes[0][0] < middle < boxes[1][0]
    assert abs(boxes[0][1] - boxes[1][1]) < 4  # points: on one line


def test_one_asks_for_it_with_a_box_on_the_page(who: People) -> None:
    plan = plan_in(PlanStatus.ACTIVE, who)
    page, client = reverse("records:request_copy", args=[plan.case.reference]), signed_in(who.ben)
    for _press in range(2):
        client.post(page, {"kind": "record", "language": "both"})
    copy = RecordCopy.objects.get()
    assert copy.language == CopyLanguage.BOTH
    assert "English | 简体中文" in client.get(page).content.decode()
    client.post(page, {"kind": "record", "language": "nonsense"})
    assert set(RecordCopy.objects.values_list("language", flat=True)) == {CopyLanguage.BOTH, "en"}
