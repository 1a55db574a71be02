"""Rulesets: what the shipped files say, and a company's own beside them."""

import re
from hashlib import sha256
from pathlib import Path

import pytest
from django.test import override_settings
from django.utils import translation

from people.states import Language
from plans import rulesets
from plans.rulesets import Ruleset, Words
from tests.plans.rulesets import GENERAL, written
from tests.rules.test_translations import SET_WRONGLY

HAN = re.compile(r"[一-鿿]")


def test_four_rulesets_are_shipped_and_general_is_the_default() -> None:
    assert rulesets.names() == ["cn", "general", "uk", "us"]
    assert rulesets.default().name == "general"
    assert {rulesets.get(name).version for name in rulesets.names()} == {"2026.5"}


def test_a_ruleset_that_is_not_there_is_named() -> None:
    with pytest.raises(rulesets.UnknownRuleset, match="There is no ruleset 'fr'. There are: cn, general, uk, us."):
        rulesets.get("fr")


def test_the_digest_is_that_of_the_files_bytes() -> None:
    for name in rulesets.names():
        assert rulesets.get(name).digest == sha256((rulesets.SHIPPED / f"{name}.toml").read_bytes()).hexdigest()


def test_a_company_adds_rulesets_and_replaces_shipped_ones(tmp_path: Path) -> None:
    folder = tmp_path / "rulesets"
    written(folder, GENERAL.replace('en = "General rules"', 'en = "Our rules"'))
    written(folder, GENERAL.replace('"ours"', '"uk"').replace("appeal_days = 10", "appeal_days = 15"), "uk")
    with override_settings(RULESETS_DIR=str(folder), DEFAULT_RULESET="ours"):
        assert rulesets.choices() == [
            ("ours", "Our rules"),
            ("cn", "Mainland China"),
            ("general", "General rules"),
            ("uk", "General rules"),
            ("us", "United States"),
        ]
        assert rulesets.get("uk").ending.appeal_days == 15
    assert rulesets.get("uk").title.en == "United Kingdom"


@override_settings(DEFAULT_RULESET="cn")
def test_choices_begin_with_the_default_and_speak_the_readers_language() -> None:
    with translation.override(Language.SIMPLIFIED_CHINESE):
        titles = [("cn", "中国大陆"), ("general", "通用规则"), ("uk", "英国"), ("us", "美国")]
        assert rulesets.choices() == titles


def test_words_are_those_of_the_active_language() -> None:
    words = Words(en="plan", zh_hans="计划")
    said = []
    for language in Language:
        with translation.override(language):
            said.append((words.local, str(words), f"{words}"))
    assert said == [("plan",) * 3, ("计划",) * 3]
    with translation.override(None):
        assert str(words) == "plan"
    assert (words.in_language("zh-hans"), words.in_language("en"), words.in_language("fr")) == ("计划", "plan", "plan")


def all_words(value: object) -> list[Words]:
    """Every text of a ruleset, however deep it stands."""
    if isinstance(value, Words):
        return [value]
    parts = value if isinstance(value, tuple) else [part for _name, part in value] if hasattr(value, "__iter__") else []
    return [words for part in parts if not isinstance(part, str) for words in all_words(part)]


@pytest.mark.parametrize("name", ["general", "cn", "uk", "us"])
def test_the_texts_are_english_and_well_set_chinese(name: str) -> None:
    words = all_words(rulesets.get(name))
    assert len(words) > 15
    assert [each.en for each in words if HAN.search(each.en)] == []
    assert [each.zh_hans for each in words if not HAN.search(each.zh_hans) or SET_WRONGLY.search(each.zh_hans)] == []


def test_a_ruleset_never_changes() -> None:
    with pytest.raises(ValueError, match="frozen"):
        rulesets.get("cn").plan.shortest_days = 1  # type: ignore[misc]


def ids(name: str, of: str) -> list[str]:
    return [row.id for row in getattr(rulesets.get(name).review, of)]


def test_r6_lengths_are_bounded_as_before() -> None:
    bounds = {
        name: (r.plan.shortest_days, r.plan.longest_days) for name in rulesets.names() for r in [rulesets.get(name)]
    }
    assert bounds == dict.fromkeys(("cn", "general", "uk", "us"), (28, 184))
    assert (rulesets.get("general").review.decide_within, rulesets.get("general").review.close_within) == (10, 10)


def test_r8_every_country_asks_about_complaint_leave_health_and_others() -> None:
    for name in ("general", "uk", "us"):
        assert ids(name, "questions") == ["complaint", "leave", "health", "comparable"]
    assert ids("cn", "questions") == ["complaint", "leave", "health", "comparable", "ranking"]


def test_r8_health_asks_for_a_decision_and_no_medical_detail() -> None:
    for name in rulesets.names():
        (health,) = [question for question in rulesets.get(name).review.questions if question.id == "health"]
        assert health.help.en == "Write the decision only, never a diagnosis or any other medical detail."
        assert health.help.zh_hans == "只写结论，不写诊断或任何医疗细节。"


def test_r9_china_names_the_six_categories_of_article_42_and_nobody_else_does() -> None:
    six = ["occupational_exposure", "work_injury", "medical_period", "maternity", "long_service", "other_by_law"]
    assert {name: ids(name, "prompts") for name in rulesets.names()} == {"cn": six, "general": [], "uk": [], "us": []}


def test_r10_china_wants_the_standard_attached() -> None:
    wanted = {name: rulesets.get(name).review.standard_attached for name in rulesets.names()}
    assert wanted == {"cn": "blocking", "general": "advisory", "uk": "advisory", "us": "advisory"}


def test_china_and_the_united_kingdom_hear_the_employee_first() -> None:
    heard = {name: rulesets.get(name).consultation.required for name in rulesets.names()}
    assert heard == {"cn": True, "general": False, "uk": True, "us": False}


def test_r28_no_option_ends_the_employment() -> None:
    for name in rulesets.names():
        assert {option.id for option in rulesets.get(name).ending.options} == {
            "extend",
            "training",
            "transfer",
            "other",
        }


def test_r29_china_maps_the_evidence_of_article_40() -> None:
    assert [entry.id for entry in rulesets.get("cn").evidence_map] == [
        "first_finding", "standard", "training_or_transfer", "second_assessment", "notice", "union", "art_42",
    ]  # fmt: skip
    assert [rulesets.get(name).evidence_map for name in ("general", "uk", "us")] == [(), (), ()]


def test_r39_american_records_are_kept_for_more_than_a_year() -> None:
    """29 CFR 1602.14: one year."""
    kept = rulesets.get("us").retention_months
    assert min(kept.met, kept.partially_met, kept.not_met, kept.cancelled, kept.left) > 12


def test_r39_chinese_records_are_kept_for_two_years_at_least() -> None:
    """Labour Contract Law art. 50."""
    kept = rulesets.get("cn").retention_months
    assert min(kept.met, kept.partially_met, kept.not_met, kept.cancelled, kept.left) >= 24


def test_currencies_and_calendars() -> None:
    found: dict[str, Ruleset] = {name: rulesets.get(name) for name in rulesets.names()}
    assert {name: (r.plan.currency, r.holiday_calendar) for name, r in found.items()} == {
        "cn": ("CNY", "CN"), "general": ("EUR", ""), "uk": ("GBP", "GB"), "us": ("USD", "US"),
    }  # fmt: skip
