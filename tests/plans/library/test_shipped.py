"""The templates that come with pipcases."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from people.states import Language
from plans import rulesets
from plans.draft import DraftFeedback, DraftItem
from plans.library.content import draft_from_template, pieces_of
from plans.library.shipped import FILES, ShippedTemplate, read, shipped
from plans.readiness import check
from plans.states import Direction, FieldOfWork, Measure

ALL = shipped()
each = pytest.mark.parametrize("template", ALL, ids=lambda template: f"{template.key}.{template.language}")


def test_there_are_eight_in_both_languages() -> None:
    keys = {template.key for template in ALL}
    assert len(keys) >= 8
    assert {(template.key, template.language) for template in ALL} == {(k, code) for k in keys for code in Language}
    assert {template.field for template in ALL} == set(FieldOfWork) - {FieldOfWork.OTHER}


@each
def test_each_says_all_that_a_manager_should_not_have_to_invent(template: ShippedTemplate) -> None:
    content = template.content
    assert 2 <= len(content.items) <= 3
    assert sum(item.weight or 0 for item in content.items) == 100
    assert all([content.weeks, content.basis.standard, content.consequences.if_met, content.consequences.if_not_met])
    for item in content.items:
        said = [item.area, item.cause, item.direction, item.target, item.measured_by, item.data_source, item.assessor]
        assert all(said)
        assert item.support
        assert item.commitments
        assert all(row.kind and row.content and row.provider and row.schedule and row.hours for row in item.support)
        assert all(row.kind and row.content and row.owner for row in item.commitments)
        assert any(row.amount or row.hours for row in content.items[0].commitments)
        check_target(item)


def check_target(item: DraftItem) -> None:
    if item.measure == Measure.RUBRIC:
        assert len(item.levels) >= 3
        assert all(item.levels)
        assert item.target in range(2, len(item.levels) + 1)
    else:
        assert item.unit


@each
def test_each_fits_the_columns_of_a_plan(template: ShippedTemplate) -> None:
    longest = {"area": 200, "unit": 40, "data_source": 300, "assessor": 120, "provider": 120, "owner": 120,
               "schedule": 200, "content": 500, "measured_by": 2000, "standard": 200}  # fmt: skip
    for piece in pieces_of(template.content):
        for name, most in longest.items():
            assert len(getattr(piece, name, "")) <= most


@each
def test_each_is_ready_for_hr_once_the_manager_said_what_only_they_can(template: ShippedTemplate) -> None:
    """No vague phrase, no gap: what is left is the file of the standard, which is the company's own."""
    draft = draft_from_template(template.content, starts_on=date(2026, 6, 1))
    known = date(2026, 5, 4)
    draft.basis.rating, draft.basis.findings, draft.basis.standard_version = "C", "6 % in April, as in March.", "4.2"
    draft.basis.standard_known_on, draft.basis.standard_known_how = known, "Handed over with a signature"
    draft.basis.prior_feedback = [DraftFeedback(given_on=known, said="Told on 4 May.")]
    for item in draft.items:
        assert item.target
        item.observed, item.observed_on, item.impact = "On 4 May three came back.", known, "Eleven hours of rework."
        item.analysis = "Never shown at the bench."
        item.baseline = Decimal(1) if item.direction == Direction.RAISE else item.target * 2
    said = {finding.rule for finding in check(draft, rulesets.get("general"), language="en")}
    assert said <= {"R10.standard_not_attached"}


@each
def test_each_begins_a_draft(template: ShippedTemplate) -> None:
    draft = draft_from_template(template.content)
    assert [item.area for item in draft.items] == [item.area for item in template.content.items]
    assert draft.items[0].baseline is None
    assert draft.calendar.starts_on is None


def shape(template: ShippedTemplate) -> Any:
    """Everything but the words and the money, which differ from country to country."""
    content = template.content
    return [template.field, content.weeks, content.calendar.cadence] + [
        (item.cause, item.measure, item.direction, item.target, item.weight, len(item.levels),
         [(row.kind, row.hours, [entry.kind for entry in row.learning]) for row in item.support],
         [(row.kind, row.hours, row.amount is None) for row in item.commitments])
        for item in content.items
    ]  # fmt: skip


@pytest.mark.parametrize("key", sorted({template.key for template in ALL}))
def test_both_languages_are_the_same_plan(key: str) -> None:
    english, chinese = sorted((t for t in ALL if t.key == key), key=lambda template: template.language)
    assert shape(english) == shape(chinese)


def test_figures_do_not_fit_everything() -> None:
    rubrics = {t.key for t in ALL for item in t.content.items if item.measure == Measure.RUBRIC}
    assert rubrics == {"service", "leadership"}


@pytest.mark.parametrize("template", [t for t in ALL if t.language == Language.SIMPLIFIED_CHINESE], ids=lambda t: t.key)
def test_chinese_is_written_as_chinese_is(template: ShippedTemplate) -> None:
    text = (FILES / f"{template.key}.zh.toml").read_text(encoding="utf-8")
    assert "您" not in text
    words = [value for piece in pieces_of(template.content) for value in piece.model_dump().values()]
    for value in filter(lambda value: isinstance(value, str), words):
        assert not [mark for mark in ",;!?" if mark in value], value


GOOD = (FILES / "assembly.en.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('cause = "knowledge"', 'cause = "laziness"', "cause: 'laziness' is none of"),
        ("target = 2\n", 'target = "two"\n', "items#1.target"),
        ("weeks = 8", "weeks = 900", "weeks"),
        ("weeks = 8", "wekes = 8", "wekes"),
        ('field = "production"', 'field = "cooking"', "field"),
        ('unit = "%"', 'unit = "%"\nobserved = "Three units came back."', "a template does not keep: observed"),
        ('unit = "%"', 'unit = "%"\nbaseline = 6', "a template does not keep: baseline"),
        ('title = "', "title = ", "Invalid"),
    ],
    ids=lambda part: str(part)[:30],
)
def test_a_bad_file_is_told_by_name_and_field(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = tmp_path / "assembly.en.toml"
    path.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ImproperlyConfigured) as refused:
        read(path)
    assert str(refused.value).startswith("assembly.en.toml: ")
    assert said in str(refused.value)


def test_a_file_in_no_language_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "assembly.toml"
    path.write_text(GOOD, encoding="utf-8")
    with pytest.raises(ImproperlyConfigured, match=r"must end in \.en\.toml or \.zh\.toml"):
        read(path)
