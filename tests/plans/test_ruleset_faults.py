"""Ruleset files with a fault: the application does not start, and says which field of which file it is."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from plans import rulesets
from tests.plans.rulesets import GENERAL, written

# What is changed in a file that is well, and what the application then says of it.
FAULTS = {
    "a text for a number": (
        "window_days = 7",
        'window_days = "7"',
        "receipt.window_days: Input should be a valid integer",
    ),
    "a truth for a number": (
        "appeal_days = 10",
        "appeal_days = true",
        "ending.appeal_days: Input should be a valid integer",
    ),
    "a number for a truth": (
        "required = false",
        "required = 0",
        "consultation.required: Input should be a valid boolean",
    ),
    "no days at all": (
        "decide_within = 10",
        "decide_within = 0",
        "review.decide_within: Input should be greater than or equal to 1",
    ),
    "a field is missing": ("appeal_days = 10\n", "", "ending.appeal_days: Field required"),
    "a field nobody knows": (
        "most_items = 5",
        "most_items = 5\nmost_item = 5",
        "plan.most_item: Extra inputs are not permitted",
    ),
    "a digest of its own": (
        'version = "2026.5"',
        'version = "2026.5"\ndigest = "00"',
        "digest: Extra inputs are not permitted",
    ),
    "too many items": (
        "most_items = 5",
        "most_items = 11",
        "plan.most_items: Input should be less than or equal to 10",
    ),
    "R6 longest below shortest": (
        "longest_days = 184",
        "longest_days = 28",
        "plan.longest_days: must be more than plan.shortest_days",
    ),
    "checkpoints further apart than a plan is long": (
        "least_days_between_checkpoints = 5",
        "least_days_between_checkpoints = 28",
        "plan.least_days_between_checkpoints: must be less than plan.shortest_days",
    ),
    "R19 an extension longer than a plan": (
        "longest_extension_days = 60",
        "longest_extension_days = 185",
        "changes.longest_extension_days must not be more than plan.longest_days",
    ),
    "R14 a reminder when the window is over": (
        "reminder_days = [2, 5]",
        "reminder_days = [2, 7]",
        "receipt.reminder_days: must be less than receipt.window_days, each of them",
    ),
    "reminders out of order": (
        "reminder_days = [2, 5]",
        "reminder_days = [5, 2]",
        "receipt.reminder_days: must rise from one to the next",
    ),
    "a reminder twice": (
        "reminder_days = [2, 5]",
        "reminder_days = [2, 2]",
        "receipt.reminder_days: '2' stands here more than once",
    ),
    "R15 a way of service nobody knows": (
        '"registered_post"',
        '"pigeon"',
        "receipt.service#2: Input should be 'in_person', 'registered_post', 'email' or 'message'",
    ),
    "a rhythm nobody knows": (
        '"fortnightly"',
        '"hourly"',
        "plan.default_cadence: Input should be 'as_listed', 'weekly', 'fortnightly', 'monthly' or 'quarterly'",
    ),
    "R10 neither blocking nor advisory": (
        '"advisory"',
        '"maybe"',
        "review.standard_attached: Input should be 'blocking' or 'advisory'",
    ),
    "an auditor signs": (
        '["manager", "hr_partner", "subject"]',
        '["manager", "hr_partner", "subject", "auditor"]',
        "sign_offs: 'auditor' is no part that somebody is given in a case",
    ),
    "the employee does not sign": (
        '["manager", "hr_partner", "subject"]',
        '["manager", "hr_partner"]',
        "sign_offs: 'subject' must be among them",
    ),
    "R5 HR does not sign": (
        '["manager", "hr_partner", "subject"]',
        '["manager", "subject"]',
        "sign_offs: 'hr_partner' must be among them",
    ),
    "R8 a question twice": (
        'id = "leave"',
        'id = "complaint"',
        "review.questions: the id 'complaint' stands here more than once",
    ),
    "R8 a question without its Chinese": (
        'text.zh_hans = "业绩相近的其他人是否得到了相近的对待？"\n',
        "",
        "review.questions#4.text.zh_hans: Field required",
    ),
    "a title of spaces": ('zh_hans = "通用规则"', 'zh_hans = "  "', "title.zh_hans: String should match pattern '\\S'"),
    "a currency that is a word": ('"EUR"', '"Euro"', "plan.currency: String should match pattern '^[A-Z]{3}$'"),
    "a sustain period of a week": (
        "sustain_days = 90",
        "sustain_days = 7",
        "ending.sustain_days: must be 0, or 30 to 180",
    ),
    "check-ins every other day": (
        "sustain_every_days = 30",
        "sustain_every_days = 2",
        "ending.sustain_every_days: Input should be greater than or equal to 7",
    ),
    "R28 one id for a success and for an option": (
        'id = "promotion"',
        'id = "training"',
        "ending: the id 'training' stands in ending.success and in ending.options",
    ),
    "R39 nothing is kept": (
        "met = 12\npartially",
        "met = 0\npartially",
        "retention_months.met: Input should be greater than or equal to 1",
    ),
    "called otherwise than its file": (
        'name = "ours"',
        'name = "theirs"',
        "name: must be 'ours', as the file is called",
    ),
    "not TOML": ("[plan]", "[plan", "Expected ']' at the end of a table declaration (at line 18, column 6)"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of the company's own rulesets, empty."""
    return tmp_path / "rulesets"


def refusal(folder: Path) -> str:
    with override_settings(RULESETS_DIR=str(folder)), pytest.raises(ImproperlyConfigured) as refused:
        rulesets.check()
    return str(refused.value)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_file_is_named_with_its_field(folder: Path, fault: str) -> None:
    good, bad, said = FAULTS[fault]
    assert GENERAL.count(good) == 1
    path = written(folder, GENERAL.replace(good, bad))
    assert refusal(folder) == f"{path}: {said}"


def test_every_fault_of_a_file_is_told_at_once(folder: Path) -> None:
    path = written(folder, GENERAL.replace("window_days = 7", "window_days = -1").replace('"EUR"', '"€"'))
    assert refusal(folder).splitlines() == [
        f"{path}: plan.currency: String should match pattern '^[A-Z]{{3}}$'",
        f"{path}: receipt.window_days: Input should be greater than or equal to 1",
    ]


def test_a_shipped_file_is_named_from_the_applications_folder() -> None:
    assert rulesets._shown(rulesets.SHIPPED / "cn.toml") == "plans/rulesets/cn.toml"


def test_a_file_that_is_not_utf8_is_refused(folder: Path) -> None:
    path = written(folder, "")
    path.write_bytes(GENERAL.encode("gb18030"))
    assert refusal(folder).startswith(f"{path}: 'utf-8' codec can't decode")


def test_a_folder_that_is_not_there_is_refused(folder: Path) -> None:
    assert refusal(folder) == f"RULESETS_DIR: there is no folder {folder}."


@override_settings(DEFAULT_RULESET="fr")
def test_a_default_that_is_not_there_is_refused() -> None:
    said = "DEFAULT_RULESET: there is no ruleset 'fr'. There are: cn, general, uk, us."
    with pytest.raises(ImproperlyConfigured, match=f"^{re.escape(said)}$"):
        rulesets.check()


@pytest.mark.parametrize("command", ["check", "up"])
def test_the_application_does_not_start_with_a_faulty_file(folder: Path, command: str) -> None:
    path = written(folder, GENERAL.replace("window_days = 7", 'window_days = "7"'))
    done = subprocess.run(
        [sys.executable, "manage.py", command],
        check=False,
        cwd=settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "pipcases.settings", "RULESETS_DIR": str(folder)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    said = f"{path}: receipt.window_days: Input should be a valid integer\n"
    assert (done.returncode, done.stderr, done.stdout) == (1, said, "")
