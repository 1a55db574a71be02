"""The record's part on what the plan rests on: among it, the rules it was written under."""

import json
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from people.states import Language
from plans import rulesets
from plans.models import PlanVersion
from records.changes import Told

NAMED = {"name": "cn", "version": "2026.2", "digest": "ab" * 32}


def content(**more: Any) -> dict[str, Any]:
    basis = {"rating": "Below", "findings": "", "standard": "S", "standard_version": "", "prior_feedback": []}
    return {"basis": basis, "items": [], "calendar": {}, "consequences": {}, **more}


def basis(version: dict[str, Any], language: str = Language.ENGLISH) -> str:
    with translation.override(language):
        return render_to_string("records/pdf/basis.html", {"content": version})


@pytest.mark.parametrize(("language", "title"), [(Language.ENGLISH, "Mainland China"), ("zh-hans", "中国大陆")])
def test_the_record_names_the_rules_with_version_and_digest(language: str, title: str) -> None:
    said = basis(content(ruleset=NAMED), language)
    for part in (title, "2026.2", f"SHA-256 {NAMED['digest']}"):
        assert part in said


def test_a_version_from_before_rules_were_named_says_nothing_of_them() -> None:
    assert "Rules" not in basis(content())


def test_rules_the_company_no_longer_has_are_called_by_their_name() -> None:
    assert "acme" not in rulesets.names()
    assert "acme, version 7" in basis(content(ruleset={**NAMED, "name": "acme", "version": "7"}))


def test_a_version_written_under_other_rules_says_that_they_changed() -> None:
    before, after = frozen(content(ruleset=NAMED)), frozen(content(ruleset={**NAMED, "version": "2026.3"}))
    assert Told(after, None, before).other_rules == {**NAMED, "version": "2026.3"}
    assert Told(after, None, after).other_rules is None
    assert Told(after, None, None).other_rules is None


def frozen(data: dict[str, Any]) -> PlanVersion:
    return PlanVersion(content=json.dumps(data).encode())
