"""Every rule of the domain has a test that is named after it, and none is named after a rule that there is not."""

import re
from collections import Counter

from django.apps import apps

from tests.rules.sources import ROOT

RULES = {
    1: "concerns carry dated examples, impact and prior feedback",
    2: "targets have baseline, unit, direction and measure",
    3: "each item has support and a commitment",
    4: "what follows is told before anybody signs",
    5: "who approves neither drafted the plan nor is its subject",
    6: "a plan is neither too short nor too long",
    7: "nobody has two live plans",
    8: "fairness questions come before the issue",
    9: "rulesets remind of what bars a later dismissal",
    10: "the standard is attached, with proof of its delivery",
    11: "signing means receipt, not agreement",
    12: "what is signed is what was shown",
    13: "a refusal has a witness who is neither presenter nor subject",
    14: "silence is never acknowledgement",
    15: "services are logged, several at once",
    16: "nobody signs for another",
    17: "a signature rests on a new proof and keeps where it came from",
    18: "targets and dates change only by a numbered amendment",
    19: "an extension is an amendment, as often as the rules say",
    20: "a checkpoint is locked and corrected by addendum",
    21: "late, missed and moved are derived, and go up",
    22: "a pause moves dates",
    23: "meetings have rights",
    25: "both sides add a statement, neither edits the other's",
    26: "nothing that follows is dated earlier",
    27: "an outcome rests on evidence, hard and soft blocks",
    28: "not met opens options and dismisses nobody",
    29: "the evidence map shows what is missing",
    30: "an appeal is heard by somebody who took no part",
    31: "the record's contents",
    33: "the signature level is stated honestly",
    37: "reads and exports are events",
    38: "exports obey the visibility of screens",
    39: "retention by outcome and ruleset",
    40: "the employee can always download their copy",
    41: "no emotion inference, no risk score",
}
TEST = re.compile(r"def test((?:_r\d+)+)_")
SCORES = re.compile(r"risk|emotion|sentiment|mood|churn|flight_risk|propensity", re.IGNORECASE)


def named() -> Counter[int]:
    """How many tests are named after each rule."""
    sources = (path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    found = (numbers for source in sources for numbers in TEST.findall(source))
    return Counter(int(number) for numbers in found for number in re.findall(r"\d+", numbers))


def test_every_rule_has_a_test_of_its_name() -> None:
    assert set(named()) == set(RULES)


def test_r41_no_table_keeps_a_score_or_a_mood_of_a_person() -> None:
    columns = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in (*model._meta.fields, *model._meta.many_to_many)
        if model._meta.app_label in {"people", "cases", "plans", "reviews", "records"}
    ]
    assert len(columns) > 100
    assert [column for column in columns if SCORES.search(column)] == []
