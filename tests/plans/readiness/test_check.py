"""What a finding says, and to whom."""

import time

from django.utils import translation

from plans.draft import Draft
from plans.readiness import RULES, Finding, blocking, check, reasons
from plans.readiness.vague import _marks
from plans.rulesets import get
from tests.plans.readiness.documents import chinese, english

GENERAL = get("general")
MILLISECONDS = 100  # for five items, none of their texts seen before, on a busy machine; alone it takes about 10


def found(draft: Draft) -> list[Finding]:
    return check(draft, GENERAL, language="en")


def test_a_finding_names_its_item_and_says_what_to_do() -> None:
    draft = english()
    draft.items[0].support = []
    (finding,) = found(draft)
    assert finding.message == "Add at least one support measure."
    assert finding.said == "Item 1: Add at least one support measure."
    assert finding.is_blocking
    assert "mentoring" in finding.mend


def test_outside_the_items_there_is_no_number() -> None:
    draft = english()
    draft.consequences.if_met = ""
    (finding,) = found(draft)
    assert finding.said == finding.message == "Say what happens if the targets are met."


def test_figures_stand_in_the_sentence() -> None:
    draft = english()
    draft.calendar.ends_on = None
    draft.items *= 6
    assert "Keep to the most urgent: at most 5 items." in [finding.message for finding in found(draft)]


def test_r2_a_vague_phrase_is_marked_where_it_stands() -> None:
    draft = english()
    draft.items[0].area = "Deliver on time, improve attitude, improve attitude, 并加强沟通"
    (finding,) = found(draft)
    assert finding.message == "Say what will be counted or seen instead of “improve attitude” · “加强沟通”."
    assert [phrase for _start, _end, phrase in finding.marks] == ["improve attitude", "improve attitude", "加强沟通"]
    assert all(draft.items[0].area[start:end] == phrase for start, end, phrase in finding.marks)


def test_only_what_blocks_keeps_a_draft_back() -> None:
    draft = chinese()
    draft.items[0].area = "加强责任心"
    draft.items[0].unit = ""
    assert [finding.rule for finding in blocking(draft, GENERAL, language="en")] == ["R2.no_unit"]
    assert len(found(draft)) == 2


def test_the_reasons_name_the_item() -> None:
    draft = english()
    draft.items[0].area, draft.items[0].unit = "Improve attitude", ""
    draft.consequences.if_met = ""
    assert list(reasons(draft, GENERAL)) == ["Item 1: Name the unit.", "Say what happens if the targets are met."]


def test_messages_are_in_the_readers_language_whatever_is_active() -> None:
    with translation.override("zh-hans"):
        messages = {finding.message for finding in found(Draft())}
        assert translation.get_language() == "zh-hans"
    assert "Plan at least one checkpoint." in messages


def test_sentences_are_whole_and_rules_are_numbered() -> None:
    for rule in RULES.values():
        assert rule.id.startswith(f"{rule.number}.")
        assert int(rule.number.removeprefix("R")) in {1, 2, 3, 4, 6, 10, 20}
        assert str(rule.mend).endswith((".", ".”"))


def test_checking_a_long_plan_takes_no_time() -> None:
    draft = english()
    draft.items = [item.model_copy(deep=True) for item in draft.items * 3 + chinese().items * 2]
    for number, item in enumerate(draft.items):
        item.observed = f"{item.observed} ({number}) " * 10
        item.measured_by = f"{item.measured_by} ({number}) " * 5
    found(draft)
    _marks.cache_clear()
    began = time.perf_counter()
    assert {finding.rule for finding in found(draft)} == set()
    assert (time.perf_counter() - began) * 1000 < MILLISECONDS
