"""A template keeps content, never the person."""

import json
import string
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as budget
from hypothesis import strategies as st
from pydantic import ValidationError

from people.models import User
from plans.draft import (
    Basis,
    Calendar,
    Consequences,
    Draft,
    DraftCommitment,
    DraftFeedback,
    DraftItem,
    DraftSupport,
    FileRef,
    Interim,
    Learning,
    Removed,
)
from plans.library.content import TemplateContent, draft_from_plan, draft_from_template, template_of
from plans.library.names import Names
from plans.library.shipped import shipped

DAY = date(2026, 3, 2)
FILE = FileRef(name="log.pdf", digest="0" * 64, size=1)


def user(name: str, **fields: Any) -> User:
    return User(name=name, email=fields.pop("email", "x@y.example"), **fields)


def draft(**texts: str) -> Draft:
    """A draft with everything in it; `texts` go into the item."""
    said = {"area": "Errors", "assessor": "Quality lead", "measured_by": "Weekly", **texts}
    item = DraftItem(
        **said, observed="Three came back", observed_on=DAY, impact="Rework", cause="knowledge", analysis="Never shown",
        unit="%", direction="lower", baseline=6, target=2, weight=100, due_on=DAY, files=[FILE],
        interim=[Interim(due_on=DAY, value=4)],
        support=[DraftSupport(kind="mentoring", content="At the bench", provider="Senior fitter", schedule="Weekly",
                              hours=8, learning=[Learning(kind="manual", title="Standard", done_when="Shown")])],
        commitments=[DraftCommitment(kind="budget", content="Course", owner="Head of shop", needed_by=DAY, amount=100,
                                     files=[FILE])],
    )  # fmt: skip
    return Draft(
        basis=Basis(rating="C", findings="6 %", standard="WI-12", standard_version="4", standard_known_on=DAY,
                    standard_known_how="Signed", prior_feedback=[DraftFeedback(given_on=DAY, said="Mind it")],
                    files=[FILE], standard_files=[FILE]),
        items=[item], currency="EUR", removed=[Removed(place=0, item=item)],
        calendar=Calendar(starts_on=DAY, ends_on=date(2026, 4, 26), cadence="weekly", checkpoints=[DAY],
                          length_reason="Leave"),
        consequences=Consequences(if_met="Recognition", if_not_met="Options"),
    )  # fmt: skip


def test_what_is_about_the_person_stays_behind() -> None:
    content = template_of(draft(), names=Names()).content
    (item,) = content.items
    told = json.dumps(content.kept())
    gone = ("Three came back", "Rework", "Never shown", "Mind it", "log.pdf", "Signed", "Leave", str(DAY), '"C"', "6 %")
    assert [text for text in gone if text in told] == []
    assert (item.baseline, item.observed_on, item.due_on, item.interim, item.files) == (None, None, None, [], [])
    assert (content.removed, content.basis.prior_feedback, content.calendar.checkpoints) == ([], [], [])


def test_what_others_can_use_is_kept() -> None:
    content = template_of(draft(), names=Names()).content
    (item,) = content.items
    assert (item.area, item.target, item.unit, item.direction, item.weight) == ("Errors", Decimal(2), "%", "lower", 100)
    assert (item.support[0].learning[0].done_when, item.commitments[0].amount) == ("Shown", Decimal(100))
    assert (content.basis.standard, content.consequences.if_met, content.currency) == ("WI-12", "Recognition", "EUR")
    assert (content.weeks, content.calendar.cadence) == (8, "weekly")


def test_rows_are_known_by_new_ids() -> None:
    before = draft()
    after, left_out = draft_from_plan(before, names=Names())
    old = {str(row.id) for item in before.items for row in (item, *item.support, *item.commitments)}
    assert left_out == ()
    assert not [known for known in old if known in json.dumps(after.to_json())]


def test_a_content_that_tells_of_a_person_is_refused() -> None:
    with pytest.raises(ValidationError, match="does not keep: observed"):
        TemplateContent.model_validate({"items": [{"observed": "Three came back"}]})


def test_it_is_read_as_it_was_kept() -> None:
    for template in shipped():
        kept = template.content.kept()
        assert TemplateContent.model_validate(json.loads(json.dumps(kept))).kept() == kept


def test_a_first_day_fills_the_calendar() -> None:
    content = template_of(draft(), names=Names()).content
    begun = draft_from_template(content, starts_on=date(2026, 6, 1))
    assert (begun.calendar.starts_on, begun.calendar.ends_on) == (date(2026, 6, 1), date(2026, 7, 26))
    assert [str(day)[5:] for day in begun.calendar.checkpoints[-2:]] == ["07-13", "07-24"]  # 20 July is too near
    assert begun.items[0].due_on == date(2026, 7, 26)
    assert begun.items[0].commitments[0].needed_by == date(2026, 6, 1)


ZHANG = user("张伟强", email="zhang.weiqiang@corp.example", employee_number="E-1042")
JOSE = user("José García-Luna", email="jg@corp.example", employee_number="77")
FOUND = [
    (ZHANG, "由张伟强负责"), (ZHANG, "伟强每周一次"), (ZHANG, "请小张演示"), (ZHANG, "张师傅带教"), (ZHANG, "张 伟 强"),
    (ZHANG, "工号 E-1042"), (ZHANG, "写信到 ZHANG.Weiqiang@corp.example"), (JOSE, "Jose shows it"),
    (JOSE, "with GARCÍA’s team"), (JOSE, "ask luna."), (JOSE, "请Jose帮忙"), (JOSE, "Ｊｏｓé"),
    (user("Bo Li"), "Mr Li decides"), (user("Bo Li"), "with Bo  Li"),
    (user("欧阳明月"), "明月"), (user("欧阳明月"), "欧阳经理"),
]  # fmt: skip
NOT_FOUND = [
    (ZHANG, "扩张产能"), (ZHANG, "一张自检卡"), (JOSE, "lunar, lunatic"), (JOSE, "77 units"),
    (user("Bo Li"), "bold limits"), (user("Ben"), "benchmark, bench"), (ZHANG, "强化训练"),
]  # fmt: skip


@pytest.mark.parametrize(("person", "text"), FOUND, ids=str)
def test_a_name_is_found_as_people_write_it(person: User, text: str) -> None:
    stripped = template_of(draft(assessor=text), names=Names((person,)))
    assert stripped.content.items[0].assessor == ""
    assert stripped.left_out == (("items", 0, "assessor"),)


@pytest.mark.parametrize(("person", "text"), NOT_FOUND, ids=str)
def test_a_word_that_only_looks_like_a_name_stays(person: User, text: str) -> None:
    assert template_of(draft(assessor=text), names=Names((person,))).left_out == ()


def test_colleagues_are_found_by_their_full_names() -> None:
    names = Names((), ("李国栋", "Grace Whitfield"))
    texts = ("资深工艺师李国栋", "国栋", "Grace Whitfield, HR", "Grace")
    found = [bool(template_of(draft(assessor=text), names=names).left_out) for text in texts]
    assert found == [True, False, True, False]


LATIN = st.text(string.ascii_letters + "éüñ", min_size=3, max_size=8)
HAN = st.text("张王李赵陈欧阳明月伟强国栋静", min_size=2, max_size=4)
NAME = st.one_of(HAN, st.lists(LATIN, min_size=1, max_size=3).map(" ".join))
FILLER = st.text("abc ,.-一二三。，\n", max_size=10)
PLACES = (
    "area", "measured_by", "data_source", "assessor", "unit", "support.content", "support.provider", "support.schedule",
    "commitments.content", "commitments.owner", "learning.title", "learning.done_when", "if_met", "if_not_met",
    "standard", "levels", "observed", "analysis", "findings",
)  # fmt: skip


def put(plan: Draft, place: str, text: str) -> None:
    (item,) = plan.items
    piece, _dot, name = place.rpartition(".")
    holders: dict[str, Any] = {
        "support": item.support[0], "commitments": item.commitments[0], "learning": item.support[0].learning[0],
        "": plan.consequences if place.startswith("if_") else plan.basis if place in ("standard", "findings") else item,
    }  # fmt: skip
    setattr(holders[piece], name, [text] if name == "levels" else text)


@given(data=st.data(), name=NAME, number=st.text("EM0123456789-", min_size=4, max_size=8))
@budget(max_examples=200, deadline=None)
def test_no_name_survives_anywhere(data: st.DataObject, name: str, number: str) -> None:
    person = user(name, email="who@corp.example", employee_number=f"E{number}")
    plan = draft()
    written = data.draw(st.sampled_from([name, name.upper(), f"E{number}", "Who@corp.example"]))
    for place in data.draw(st.lists(st.sampled_from(PLACES), min_size=1, unique=True)):
        put(plan, place, f"{data.draw(FILLER)} {written} {data.draw(FILLER)}")
    told = json.dumps(template_of(plan, names=Names((person,))).content.kept(), ensure_ascii=False)
    assert written not in told
