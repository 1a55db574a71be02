"""Each rule, by a change to a whole draft and exactly what is found then: written by hand, so a changed rule fails."""

from decimal import Decimal
from uuid import UUID

import pytest

from plans.draft import Draft, DraftFeedback, DraftItem
from plans.readiness import RULES, Level
from tests.plans.readiness.changes import (
    BETTER,
    END,
    GOOD,
    ONE_DAY,
    START,
    Change,
    checkpoints,
    found,
    items,
    lasting,
    rubric,
    ruleset,
    set_basis,
    set_calendar,
    set_commitment,
    set_consequences,
    set_feedback,
    set_item,
    set_support,
    short,
    steps,
    told,
    within,
)
from tests.plans.readiness.documents import chinese, english

CASES: dict[str, tuple[Change, list[str]]] = {
    "r1 no rating": (set_basis(rating=" \n"), ["R1.no_rating basis.rating"]),
    "r1 no findings": (set_basis(findings=""), ["R1.no_findings basis.findings"]),
    "r1 no prior feedback": (set_basis(prior_feedback=[]), ["R1.no_prior_feedback basis.prior_feedback"]),
    "r1 feedback without date": (
        set_feedback(given_on=None), ["R1.feedback_without_date basis.prior_feedback.4.given_on"]),
    "r1 feedback without words": (set_feedback(said=""), ["R1.feedback_without_words basis.prior_feedback.4.said"]),
    "r1 feedback on the first day": (
        set_feedback(given_on=START), ["R1.feedback_after_start basis.prior_feedback.4.given_on"]),
    "r1 feedback the day before": (set_feedback(given_on=START - ONE_DAY), []),
    "r10 no standard": (set_basis(standard=""), ["R10.no_standard basis.standard"]),
    "r10 no version": (set_basis(standard_version=""), ["R10.no_standard_version basis.standard_version"]),
    "r10 not attached": (set_basis(standard_files=[]), ["R10.standard_not_attached basis.standard_files"]),
    "r10 not known when": (set_basis(standard_known_on=None), ["R10.standard_not_known basis.standard_known_on"]),
    "r10 not known how": (set_basis(standard_known_how=""), ["R10.standard_not_known basis.standard_known_how"]),
    "r2 no item": (lambda draft: draft.items.clear(), ["R2.no_item items"]),
    "five items": (items(*[None] * 5), []),
    "r2 six items": (items(*[None] * 6), ["R2.too_many_items items"]),
    "r2 one weight of two": (items(100, None), ["R2.weight_missing items.2.weight"]),
    "r2 weights of 90": (items(50, 40), ["R2.weights_not_100 items"]),
    "r2 weights of 110": (items(70, 40), ["R2.weights_not_100 items"]),
    "weights of 100": (items(60, 40), []),
    "r2 a weight of nothing": (items(100, 0), ["R2.weight_not_positive items.2.weight"]),
    "r2 no area": (set_item(area=""), ["R2.no_area items.1.area"]),
    "r1 nothing observed": (set_item(observed=""), ["R1.nothing_observed items.1.observed"]),
    "r1 no dated example": (set_item(observed_on=None), ["R1.no_dated_example items.1.observed_on"]),
    "r1 example after the start": (
        set_item(observed_on=START + ONE_DAY), ["R1.example_after_start items.1.observed_on"]),
    "r1 no impact": (set_item(impact=""), ["R1.no_impact items.1.impact"]),
    "r2 no cause": (set_item(cause=""), ["R2.no_cause items.1.cause"]),
    "r2 unknown cause": (set_item(cause="laziness"), ["R2.no_cause items.1.cause"]),
    "r2 no analysis": (set_item(analysis=""), ["R2.no_analysis items.1.analysis"]),
    "r2 no measure": (set_item(measured_by=""), ["R2.no_measure items.1.measured_by"]),
    "r2 no data source": (set_item(data_source=""), ["R2.no_data_source items.1.data_source"]),
    "r2 only an impression": (
        set_item(data_source="Manager's impression"), ["R2.only_opinion items.1.data_source"]),
    "r2 only an opinion in Chinese": (set_item(data_source="主观评价"), ["R2.only_opinion items.1.data_source"]),
    "an opinion with a record": (set_item(data_source="Manager's assessment, from the signed checklist"), []),
    "r2 no assessor": (set_item(assessor=""), ["R2.no_assessor items.1.assessor"]),
    "r2 no due date": (set_item(due_on=None), ["R2.no_due_date items.1.due_on"]),
    "due on the first day": (set_item(due_on=START), []),
    "r2 due before": (set_item(due_on=START - ONE_DAY), ["R2.due_outside_plan items.1.due_on"]),
    "r2 due after": (set_item(due_on=END + ONE_DAY), ["R2.due_outside_plan items.1.due_on"]),
    "r2 no direction": (set_item(direction=""), ["R2.no_direction items.1.direction"]),
    "r2 unknown direction": (set_item(direction="sideways"), ["R2.no_direction items.1.direction"]),
    "r2 no unit": (set_item(unit=""), ["R2.no_unit items.1.unit"]),
    "r2 no baseline": (set_item(baseline=None), ["R2.no_baseline items.1.baseline"]),
    "r2 no target": (set_item(target=None), ["R2.no_target items.1.target"]),
    "a baseline of zero": (set_item(direction="raise", baseline=Decimal(0), interim=[]), []),
    "r2 an empty gap": (set_item(target=Decimal(6), interim=[]), ["R2.gap_empty items.1.target"]),
    "r2 lower goes up": (set_item(target=Decimal(7), interim=[]), ["R2.lower_goes_up items.1.target"]),
    "r2 raise goes down": (set_item(direction="raise", interim=[]), ["R2.raise_goes_down items.1.target"]),
    "within two limits": (within(22, 26), []),
    "r2 no lower limit": (within(None, 26), ["R2.no_lower_limit items.1.lower_limit"]),
    "r2 no upper limit": (within(22, None), ["R2.no_target items.1.target"]),
    "r2 limits crossed": (within(26, 22), ["R2.limits_crossed items.1.lower_limit"]),
    "r2 limits alike": (within(26, 26), ["R2.limits_crossed items.1.lower_limit"]),
    "r2 within already": (within(22, 26, baseline=26), ["R2.already_within items.1.baseline"]),
    "two levels": (rubric(GOOD, BETTER), []),
    "r2 one level": (rubric(GOOD, "", target=2), ["R2.too_few_levels items.1.levels"]),
    "r2 a blank level": (rubric(GOOD, " ", BETTER, target=3), ["R2.level_blank items.1.levels.1"]),
    "r2 levels alike": (rubric(GOOD, f" {GOOD.upper()}"), ["R2.levels_alike items.1.levels.1"]),
    "r2 a level too high": (rubric(GOOD, BETTER, target=3), ["R2.level_unknown items.1.target"]),
    "r2 no such level": (rubric(GOOD, BETTER, baseline=0), ["R2.level_unknown items.1.baseline"]),
    "r2 no level chosen": (rubric(GOOD, BETTER, target=None), ["R2.no_target items.1.target"]),
    "r2 the same level": (rubric(GOOD, BETTER, baseline=2), ["R2.gap_empty items.1.target"]),
    "r2 a level down": (rubric(GOOD, BETTER, baseline=2, target=1), ["R2.level_goes_down items.1.target"]),
    "r2 interim after the end": (
        steps("5", "3", days=(16, 62)), ["R2.interim_outside_plan items.1.interim.1.due_on"]),
    "r2 interim between checkpoints": (
        steps("5", "3", days=(17, 44)), ["R2.interim_off_checkpoint items.1.interim.0.due_on"]),
    "r2 interim past the target": (steps("5", "1"), ["R2.interim_beyond items.1.interim.1.value"]),
    "r2 interim worse than today": (steps("7", "3"), ["R2.interim_beyond items.1.interim.0.value"]),
    "r2 interim backwards": (steps("3", "5"), ["R2.interim_backwards items.1.interim.1.value"]),
    "interim in any order": (steps("3", "5", days=(44, 16)), []),
    "r3 no support": (set_item(support=[]), ["R3.no_support items.1.support"]),
    "r3 support without kind": (set_support(kind=""), ["R3.support_without_kind items.1.support.2.kind"]),
    "r3 support without content": (set_support(content=""), ["R3.support_without_content items.1.support.2.content"]),
    "r3 support by nobody": (set_support(provider=""), ["R3.support_without_provider items.1.support.2.provider"]),
    "r3 support at no time": (set_support(schedule=""), ["R3.support_without_schedule items.1.support.2.schedule"]),
    "support of any known kind": (set_support(kind="tools"), []),
    "r3 no commitment": (set_item(commitments=[]), ["R3.no_commitment items.1.commitments"]),
    "r3 commitment without kind": (
        set_commitment(kind="hope"), ["R3.commitment_without_kind items.1.commitments.3.kind"]),
    "r3 commitment without content": (
        set_commitment(content=""), ["R3.commitment_without_content items.1.commitments.3.content"]),
    "r3 commitment without owner": (
        set_commitment(owner=""), ["R3.commitment_without_owner items.1.commitments.3.owner"]),
    "r3 commitment without date": (
        set_commitment(needed_by=None), ["R3.commitment_without_date items.1.commitments.3.needed_by"]),
    "r3 commitment after the end": (
        set_commitment(needed_by=END + ONE_DAY), ["R3.commitment_too_late items.1.commitments.3.needed_by"]),
    "r6 no start": (set_calendar(starts_on=None), ["R6.no_start calendar.starts_on"]),
    "r6 no end": (set_calendar(ends_on=None), ["R6.no_end calendar.ends_on"]),
    "r6 ends on its first day": (
        lambda draft: (set_calendar(ends_on=START)(draft), set_item(interim=[], due_on=START)(draft)),
        ["R6.ends_before_start calendar.ends_on"]),
    "r6 27 days": (lasting(27), ["R6.length_outside calendar.ends_on"]),
    "28 days": (lasting(28), []),
    "184 days": (lasting(184), []),
    "r6 185 days": (lasting(185), ["R6.length_outside calendar.ends_on"]),
    "r6 185 days with a reason": (
        lasting(185, "Ends with the season."), ["R6.length_with_reason calendar.length_reason"]),
    "r6 a blank reason": (lasting(185, "  "), ["R6.length_outside calendar.ends_on"]),
    "r20 no checkpoint": (checkpoints(), ["R20.no_checkpoint calendar.checkpoints"]),
    "r20 before the start": (checkpoints(0, 15, 60), ["R20.checkpoint_outside_plan calendar.checkpoints"]),
    "r20 after the end": (checkpoints(15, 60, 61), ["R20.checkpoint_outside_plan calendar.checkpoints"]),
    "r20 four days apart": (checkpoints(15, 19, 60), ["R20.checkpoints_too_close calendar.checkpoints"]),
    "five days apart": (checkpoints(15, 20, 60), []),
    "fourteen days before the end": (checkpoints(46, 60), []),
    "r20 thirteen days before the end": (checkpoints(47, 60), ["R20.first_checkpoint_too_late calendar.checkpoints"]),
    "the last a week before the end": (checkpoints(15, 53), []),
    "r20 the last eight days before the end": (
        checkpoints(15, 52), ["R20.last_checkpoint_too_early calendar.checkpoints"]),
    "r4 nothing if met": (set_consequences(if_met=""), ["R4.nothing_if_met consequences.if_met"]),
    "r4 nothing if not met": (set_consequences(if_not_met=""), ["R4.nothing_if_not_met consequences.if_not_met"]),
    "r2 vague goal": (set_item(area="Improve attitude"), ["R2.vague_goal items.1.area"]),
    "r2 vague judgement": (set_item(observed="工作不够积极"), ["R2.vague_manner items.1.observed"]),
    "r2 vague degree": (set_item(measured_by="返工明显减少"), ["R2.vague_degree items.1.measured_by"]),
    "r2 vague time": (
        set_commitment(content="Access as soon as possible"), ["R2.vague_time items.1.commitments.3.content"]),
    "r2 vague frequency": (set_support(schedule="定期面谈"), ["R2.vague_frequency items.1.support.2.schedule"]),
    "r2 vague effort": (set_support(content="尽量安排带教"), ["R2.vague_effort items.1.support.2.content"]),
    "r2 vague level": (
        rubric("Be more careful", BETTER), ["R2.vague_manner items.1.levels.0"]),
    "r2 vague consequences": (
        set_consequences(if_not_met="Appropriate action."), ["R2.vague_reserve consequences.if_not_met"]),
    "facts are not corrected": (set_basis(findings="He is often late and should improve his attitude."), []),
    "what was is told as it was": (set_item(observed="The guests were not told as soon as possible."), []),
}  # fmt: skip
ADVICE = {
    "R1.feedback_after_start", "R1.example_after_start", "R2.only_opinion", "R3.commitment_too_late",
    "R6.length_with_reason", "R20.checkpoints_too_close", "R20.first_checkpoint_too_late",
    "R20.last_checkpoint_too_early",
}  # fmt: skip


@pytest.mark.parametrize("draft", [english(), chinese()], ids=["English", "Chinese"])
def test_a_whole_draft_has_no_findings(draft: Draft) -> None:
    assert found(draft) == []


@pytest.mark.parametrize("name", CASES)
def test_a_change_is_found_where_it_is(name: str) -> None:
    change, expected = CASES[name]
    draft = english()
    change(draft)
    assert told(found(draft)) == expected


def test_the_table_above_breaks_every_rule() -> None:
    assert {line.split()[0] for _change, lines in CASES.values() for line in lines} == set(RULES)


def test_only_what_is_named_here_is_advice() -> None:
    advice = {name for name, rule in RULES.items() if rule.level == Level.ADVISORY}
    families = {name for name in advice if name.startswith(("R2.vague_", "R2.interim_"))}
    assert advice - families == ADVICE
    by_ruleset = {name for name, rule in RULES.items() if rule.level == Level.BY_RULESET}
    assert by_ruleset == {"R10.standard_not_attached", "R10.standard_not_known"}


@pytest.mark.parametrize("level", ["blocking", "advisory"])
def test_r10_the_ruleset_says_whether_the_standard_blocks(level: str) -> None:
    draft = english()
    set_basis(standard_files=[], standard_known_on=None)(draft)
    assert {finding.level for finding in found(draft, ruleset(standard_attached=level))} == {Level(level)}


def test_the_ruleset_says_how_many_how_long_and_how_close() -> None:
    draft = english()
    items(None, None)(draft)
    strict = ruleset(most_items=1, longest_days=59, least_days_between_checkpoints=29, shortest_days=30)
    assert told(found(draft, strict)) == [
        "R2.too_many_items items",
        "R6.length_outside calendar.ends_on",
        "R20.checkpoints_too_close calendar.checkpoints",
        "R20.checkpoints_too_close calendar.checkpoints",
    ]


def test_r2_interim_targets_towards_two_limits_come_nearer() -> None:
    draft = english()
    within(22, 26)(draft)
    steps("35", "24")(draft)
    assert found(draft) == []
    steps("27", "35")(draft)
    assert told(found(draft)) == ["R2.interim_backwards items.1.interim.1.value"]


def test_r2_interim_levels_are_looked_at_too() -> None:
    draft = english()
    rubric(GOOD, BETTER, "Leads the handover alone", target=3)(draft)
    steps("2", "1")(draft)
    assert told(found(draft)) == ["R2.interim_backwards items.1.interim.1.value"]


def test_an_empty_draft_is_told_of_in_the_editors_order() -> None:
    assert [finding.rule for finding in found(Draft())] == [
        "R1.no_rating", "R1.no_findings", "R10.no_standard", "R10.no_standard_version", "R10.standard_not_attached",
        "R10.standard_not_known", "R10.standard_not_known", "R1.no_prior_feedback", "R2.no_item", "R6.no_start",
        "R6.no_end", "R20.no_checkpoint", "R4.nothing_if_met", "R4.nothing_if_not_met",
    ]  # fmt: skip


def test_an_empty_item_is_told_of_field_by_field() -> None:
    draft = english()
    draft.items.append(DraftItem(id=UUID(int=2)))
    said = found(draft)
    assert {finding.number for finding in said} == {2}
    assert [short(finding.place).removeprefix("items.2.") for finding in said] == [
        "area", "observed", "observed_on", "impact", "cause", "analysis", "direction", "unit", "baseline", "target",
        "measured_by", "data_source", "assessor", "due_on", "support", "commitments",
    ]  # fmt: skip


def test_empty_feedback_lacks_both() -> None:
    draft = english()
    draft.basis.prior_feedback = [DraftFeedback(id=UUID(int=4))]
    assert told(found(draft)) == [
        "R1.feedback_without_date basis.prior_feedback.4.given_on",
        "R1.feedback_without_words basis.prior_feedback.4.said",
    ]
