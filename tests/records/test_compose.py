"""What a copy says: to whom, as of when, and in which words."""

import html as markup
import re
from collections.abc import Callable

import pytest

from cases.actions import add_comment
from cases.models import CaseFile, EventText
from cases.signing import Purpose, prove
from plans import actions as plans
from plans.actions import newest_version
from plans.models import SignOff
from plans.states import PlanStatus
from records.compose import compose
from records.making import identifier_of
from records.render import Limits, render
from tests.records.cases import asked_for, chinese_case, finished_case
from tests.records.pixels import ideographs
from tests.records.reading import misread
from tests.world import (
    SUPPORT,
    People,
    actor,
    approve,
    drafted,
    hold,
    issue,
    item,
    outcome_digest,
    plan_in,
    submit,
    write,
)

pytestmark = pytest.mark.usefixtures("after_the_plan")
TAG = re.compile(r"<style>.*?</style>|<[^>]*>", re.DOTALL)


def words(html: str) -> str:
    return " ".join(markup.unescape(TAG.sub(" ", html)).split())


def record_for(case: CaseFile, who: object) -> str:
    return words(compose(asked_for(case, who)))  # type: ignore[arg-type]


EVERYBODY_READS = (
    "Assembly errors", "Three gearboxes of one batch", "One-to-one at the bench", "Two hours a week", "Inspection log",
    "The torque sequence must be followed.", "I have received it and disagree with it", "The batch was faulty.",
    "Good progress.", "The chart helped me.", "On target.", "May I get the new torque chart", "192.0.2.7", "Test/1.0",
    "manage.py verify_history", "it does not prove that what was entered was true", "simple electronic signatures",
)  # fmt: skip
HR_SIDE_READS = ("HR ONLY: watch the dates.", "HR ONLY: add the log.", "Proposal 1")


def test_r33_r38_each_part_reads_its_own_view(who: People) -> None:
    case = finished_case(who)
    for user in (who.ada, who.cleo, who.dora, who.emil, who.ben):
        said = record_for(case, user)
        assert [text for text in EVERYBODY_READS if text not in said] == []
        unread = [text for text in HR_SIDE_READS if text not in said]
        assert unread == (list(HR_SIDE_READS) if user == who.ben else [])


CONTENTS = (  # R31: what a written record holds, in its order
    "What the plan rests on", "What is to improve", "Calendar", "What follows", "Versions of the plan",
    "What the employee said of the draft", "Receipts and signatures", "Checkpoints", "Coaching between checkpoints",
    "What was promised, and what came", "Outcome", "Comments", "Certificates of signatures", "List of events",
    "How to verify this record",
)  # fmt: skip


def test_r31_the_record_has_its_contents_in_their_order(who: People) -> None:
    said = record_for(finished_case(who), who.cleo)
    places = [said.index(title) for title in CONTENTS]
    assert places == sorted(places)


def test_a_record_names_what_was_signed_and_warns_of_nothing_that_is_well(who: People) -> None:
    case = finished_case(who)
    said = record_for(case, who.cleo)
    plan = case.plans.get()
    assert f"Version 1 of the plan Digest (SHA-256) {newest_version(plan).digest}" in said
    assert f"The outcome Digest (SHA-256) {outcome_digest(plan)}" in said
    assert "no longer has this digest" not in said


def test_the_draft_is_in_nobodys_record(who: People) -> None:
    plan = drafted(who)
    for user in (who.ada, who.cleo):
        said = record_for(plan.case, user)
        assert "Three gearboxes" not in said
        assert "No version of the plan" in said


def test_a_version_that_was_not_issued_is_not_the_employees(who: People) -> None:
    plan = plan_in(PlanStatus.RETURNED, who)
    (only,) = plan.document.items
    write(plan, who, items=[item(id=only.id, area="Assembly faults")])
    for step in (submit, approve, issue):
        step(plan, who)
    first, second = plan.versions.all()
    said = record_for(plan.case, who.ben)
    assert second.digest in said
    assert first.digest not in said
    hr = record_for(plan.case, who.cleo)
    assert first.digest in hr
    compared = hr.partition("Before, version 1 After, version 2")[2]
    assert "Assembly errors Assembly faults" in compared  # what changed, side by side


def test_a_copy_shows_the_case_before_the_request_whatever_comes_after(who: People) -> None:
    plan = plan_in(PlanStatus.ACTIVE, who)
    copy = asked_for(plan.case, who.cleo)
    before = compose(copy)
    hold(plan, who, 1)
    add_comment(plan.case, by=actor(who.ada), text="Said later.", topic="plan")
    assert compose(copy) == before
    assert "Good progress." in record_for(plan.case, who.cleo)


def test_what_is_missing_is_said_to_be_missing(who: People) -> None:
    plan = plan_in(PlanStatus.ISSUED, who)
    from cases.actor import Actor
    from reviews.actions import sign_receipt

    by, digest = Actor(user=who.ben), plans.newest_version(plan).digest
    proof = prove(Purpose(case=plan.case, step="receipt", digest=digest), by=by)
    sign_receipt(plan, by=by, answer="received", comment="", digest=digest, proof=proof)
    assert SignOff.objects.get(step="receipt").address == ""
    assert record_for(plan.case, who.ben).count("not recorded") >= 3


def test_texts_of_an_event_stand_in_the_order_of_the_act(who: People) -> None:
    plan = plan_in(PlanStatus.ACTIVE, who)
    hold(plan, who, 1)
    assert EventText.objects.filter(field="note").exists()
    said = record_for(plan.case, who.ada)
    assert said.rindex("Good progress.") < said.rindex("Keep the checklist.")


HOSTILE = (
    "<img src='file:///etc/passwd'>",
    "</style><style>@import 'http://127.0.0.1:9/';</style>",
    "{{ case.subject.email }}{% load static %}",
    "<script>alert(1)</script>&amp;",
)


def test_what_people_write_is_printed_as_they_wrote_it(who: People, text_of: Callable[[bytes], str]) -> None:
    plan = drafted(who)
    support = SUPPORT | {"content": "x"}
    items = [item(area=text, observed=text, unit="<b>%", support=[support | {"content": text}]) for text in HOSTILE]
    write(plan, who, items=items)
    submit(plan, who)
    copy = asked_for(plan.case, who.cleo)
    printed = text_of(render(compose(copy), identifier=identifier_of(copy)).pdf).replace(" ", "")
    for text in HOSTILE:
        assert printed.count(text.replace(" ", "")) >= 4


def test_a_character_without_a_glyph_is_named_at_the_end(who: People) -> None:
    plan = drafted(who)
    write(plan, who, items=[item(area="Errors 😀")])
    submit(plan, who)
    said = record_for(plan.case, who.ada)
    assert "Errors [U+1F600]" in said
    assert "😀" not in said
    assert "[U+1F600] GRINNING FACE" in said


LONG = "很长的事实描述，“引号”与数字 3.5% 混排，逐句记录。" * 350


def test_texts_as_long_as_they_may_be_are_printed_in_seconds(who: People) -> None:
    plan = drafted(who)
    texts = dict.fromkeys(("observed", "impact", "analysis"), LONG)
    write(plan, who, items=[item(), item(**texts)])
    submit(plan, who)
    copy = asked_for(plan.case, who.cleo)
    printed = render(compose(copy), identifier=identifier_of(copy), limits=Limits(cpu=15))
    assert printed.pages > 25


def test_a_chinese_record_is_right_to_the_eye(db: None) -> None:
    case, people = chinese_case()
    copy = asked_for(case, people["subject"])
    html = compose(copy)
    assert '<html lang="zh-Hans">' in html
    assert "绩效改进计划" in words(html)
    pdf = render(html, identifier=identifier_of(copy)).pdf
    assert misread(pdf, pages=(0, 2)) < 0.05
    seen = ideographs(pdf)
    assert {one.character for one in seen} == {sign for sign in words(html) if "\u4e00" <= sign <= "\u9fff"}
    assert [one for one in seen if one.likeness < 0.65] == []
    assert sorted(one.likeness for one in seen)[len(seen) // 2] > 0.9
