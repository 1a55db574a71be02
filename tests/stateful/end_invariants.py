"""What holds of outcomes and appeals after every step, as `tests.stateful.invariants` has the rest."""

from collections import Counter
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.utils import timezone

from cases.models import CasePart
from plans.models import SignOff
from plans.states import Step
from reviews.ended import result_of
from reviews.models import Appeal, CheckIn, FollowOn, Hearing, HearingStatement, ItemResult, Outcome
from reviews.snapshot import digest_of
from tests.stateful.end_model import FROM_WORST
from tests.stateful.model import works_on
from tests.stateful.run import Run

ASIDE = {"cancelled": "cancelled", "left": "left"}  # how a plan came out that nobody decided on


def outcomes(run: Run) -> list[Outcome]:
    rows = Outcome.objects.filter(plan__case=run.case_id).select_related("review__summary", "refusal", "varies")
    return list(rows.order_by("number"))


def appeals(run: Run) -> list[Appeal]:
    return list(Appeal.objects.filter(plan__case=run.case_id).select_related("outcome").order_by("number"))


def one_outcome_stands_at_most(run: Run) -> None:
    """The newest that was decided, and no extension; it takes the place of each before it."""
    rows, model = outcomes(run), run.model.end
    found = [(row.number, row.result, row.varies.number if row.varies else 0, bool(row.decided_at)) for row in rows]
    assert found == [(row.number, row.result, row.varies, bool(row.decided_on)) for row in model.outcomes]
    ends = [row for row in rows if row.decided_at and row.result != "extended"]
    varied = {row.varies_id for row in rows}
    standing = [row.number for row in ends if row.pk not in varied]
    assert standing == [row.number for row in ends[-1:]] == ([model.standing.number] if model.standing else [])
    said = ASIDE.get(run.model.status) or (model.standing.result if model.standing else None)
    assert result_of(run.plan) == said


def what_was_decided_stays(run: Run) -> None:
    """The first record stays as it was, whatever comes of an appeal."""
    for row in outcomes(run):
        if row.decided_at:
            assert digest_of(row) == row.digest
            items = ItemResult.objects.filter(outcome=row).order_by("pk").values()
            now = [Outcome.objects.filter(pk=row.pk).values().get(), *items]
            assert run.decided.setdefault(row.number, now) == now


def no_appeal_makes_it_worse(run: Run) -> None:
    for row in outcomes(run):
        if row.varies:
            assert FROM_WORST.index(row.result) >= FROM_WORST.index(row.varies.result)
            before = dict(row.varies.items.values_list("item", "result"))
            after = dict(row.items.values_list("item", "result"))
            assert before.keys() == after.keys()
            assert all(FROM_WORST.index(after[key]) >= FROM_WORST.index(before[key]) for key in before)


def appeals_stand_where_they_should(run: Run) -> None:
    """One against each outcome, and one open at a time."""
    names = {user.pk: name for name, user in vars(run.who).items()}
    found = [(row.outcome.number, row.status, names.get(row.hearer_id, "")) for row in appeals(run)]
    assert found == [(row.outcome, row.status, row.hearer) for row in run.model.end.appeals]
    assert len([row for row in run.model.end.appeals if row.is_open]) <= 1
    varied = {row.varies.number for row in outcomes(run) if row.varies}
    assert varied == {
        row.outcome.number for row in appeals(run) if row.status == "decided" and row.decision != "upheld"
    }


def whoever_hears_does_nothing_else(run: Run) -> None:
    """They had no part before and have no other beside it; it ends with the appeal, and they sign what they decide."""
    held = CasePart.objects.filter(case=run.case_id)
    now = [row.user_id for row in held if row.part == "hearer" and row.until is None]
    assert now == [
        row.hearer_id for row in appeals(run) if row.hearer_id and row.status in {"named", "arranged", "heard"}
    ]
    for part in [row for row in held if row.part == "hearer"]:
        others = [row for row in held if row.user_id == part.user_id and row.pk != part.pk]
        assert not [row for row in others if part.until is None or row.since < part.until]
        signed = SignOff.objects.filter(plan__case=run.case_id, user=part.user_id, at__lte=part.until or timezone.now())
        assert {row.step for row in signed} <= {Step.APPEAL}


def what_ends_a_plan_is_signed_once(run: Run) -> None:
    """By whoever decides it and whoever received it, with the digest of what they were shown."""
    rows = SignOff.objects.filter(plan__case=run.case_id, step__in=(Step.OUTCOME, Step.DECISION, Step.APPEAL))
    model, found = run.model.end, Counter((row.step, row.number, row.part) for row in rows)
    expected = [
        *[(Step.DECISION, row.number, "hr_partner") for row in model.outcomes if row.decided_on and not row.varies],
        *[(Step.OUTCOME, row.number, "subject") for row in model.outcomes if row.signed],
        *[(Step.APPEAL, place, "hearer") for place, row in enumerate(model.appeals, 1) if row.status == "decided"],
    ]
    assert found == Counter(expected)
    digests = {(Step.OUTCOME, row.number): row.digest for row in outcomes(run)}
    digests |= {(Step.APPEAL, row.number): row.digest for row in appeals(run)}
    assert not [row for row in rows if row.digest != digests.get((Step(row.step), row.number or 0), row.digest)]
    assert [row.number for row in outcomes(run) if hasattr(row, "refusal")] == [
        row.number for row in model.outcomes if row.refused
    ]


def in_order(*moments: datetime | None) -> None:
    there = [moment for moment in moments if moment]
    assert all(before <= after for before, after in pairwise(there)), f"out of order: {there}"


def nothing_at_the_end_is_earlier(run: Run) -> None:
    """Than what it rests on: the review, its summary, the proposal, the decision, and what is answered to that."""
    sign_offs = SignOff.objects.filter(plan__case=run.case_id)
    for row in outcomes(run):
        review, summary = row.review, getattr(row.review, "summary", None)
        assert review
        in_order(review.opened_at, row.proposed_at, row.decided_at)
        in_order(review.opened_at, summary.at if summary else None, row.decided_at)
        in_order(row.decided_at, row.refusal.at if hasattr(row, "refusal") else None)
        for signed in sign_offs.filter(step=Step.OUTCOME, number=row.number):
            in_order(row.decided_at, signed.at)
    for appeal in appeals(run):
        _appeal_is_in_order(appeal)


def _appeal_is_in_order(appeal: Appeal) -> None:
    in_order(appeal.outcome.decided_at, appeal.filed_at, appeal.named_at, appeal.arranged_at, appeal.decided_at)
    in_order(appeal.filed_at, appeal.withdrawn_at)
    for hearing in Hearing.objects.filter(appeal=appeal):
        stated = HearingStatement.objects.filter(hearing=hearing).first()
        in_order(appeal.filed_at, hearing.at, stated.at if stated else None, appeal.decided_at)
        assert timezone.localdate(appeal.filed_at) <= hearing.held_on <= timezone.localdate(hearing.at)
    for varied in Outcome.objects.filter(varies=appeal.outcome):
        assert varied.decided_at == appeal.decided_at


def a_closed_case_has_no_open_appeal(run: Run) -> None:
    if run.model.status == "closed":
        assert not [row for row in appeals(run) if row.is_open]


def what_follows_stands_where_it_should(run: Run) -> None:
    rows = FollowOn.objects.filter(plan__case=run.case_id).select_related("ending").order_by("number")
    found = [(row.kind, row.ended.ending if row.ended else "") for row in rows]
    assert found == [(row.kind, row.ended) for row in run.model.end.follow_ons]
    first = min((row.decided_at for row in outcomes(run) if row.decided_at), default=None)
    for row in rows:
        in_order(first, row.at, row.ended.at if row.ended else None)
        done_on = row.ended.done_on if row.ended else None
        assert done_on is None or timezone.localdate(row.at) <= done_on <= timezone.localdate()


def check_ins_stand_where_they_should(run: Run) -> None:
    """Each on a working day of the period, recorded in its turn, and answered after that."""
    found = run.model.end.check_ins
    rows = list(CheckIn.objects.filter(sustain__plan__case=run.case_id).order_by("number"))
    states = ["answered" if row.answered else "recorded" if row.recorded else "" for row in rows]
    assert states == (found.states if found else [])
    for row in rows:
        record, said = row.recorded, row.answered
        assert row.sustain.first_on < row.due_on <= row.sustain.last_on
        assert works_on(row.due_on)
        in_order(row.sustain.at, record.at if record else None, said.at if said else None)
        assert record is None or row.sustain.first_on <= record.held_on <= timezone.localdate(record.at)
    if rows and found:
        assert rows[0].sustain.last_on == found.last_on
        in_order(*(row.decided_at for row in outcomes(run)[-1:]), rows[0].sustain.at)


OF_THE_END: tuple[Any, ...] = (
    one_outcome_stands_at_most,
    what_was_decided_stays,
    no_appeal_makes_it_worse,
    appeals_stand_where_they_should,
    whoever_hears_does_nothing_else,
    what_ends_a_plan_is_signed_once,
    nothing_at_the_end_is_earlier,
    a_closed_case_has_no_open_appeal,
    what_follows_stands_where_it_should,
    check_ins_stand_where_they_should,
)
