"""What has to hold before an outcome is decided, with the facts behind each (R26, R27).

Hard blocks keep an outcome from being decided. Soft ones can be decided in spite of, for a reason that HR signs: what
the company did not keep is on the table when somebody's work is judged.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.acts import Words
from cases.chain import canonical
from plans.amending import in_force, standing_day
from plans.calendars import today_of
from plans.models import Plan
from plans.rounds import rounds_of

from .final_review import asked_until, summary_of, waits_for_summary
from .models import Checkpoint, FinalReview, Outcome, Override
from .promised import deliveries_of
from .promises import Kept, Promise, delivered_of, promises_in
from .states import CheckpointStatus, Result, SoftBlock, Wish

SCHEMA = 1


@dataclass(frozen=True)
class Fact:
    """One thing that stands in the way. `key` names it in the signed decision: no words of a person."""

    said: str
    key: str = ""
    url: str = ""


@dataclass(frozen=True)
class Check:
    """One line of the checklist: what stands in the way, or in a sentence why nothing does."""

    name: str
    label: Words
    faults: Sequence[Fact]
    holds: str = ""
    is_hard: bool = False

    @property
    def is_met(self) -> bool:
        return not self.faults

    @property
    def keys(self) -> list[str]:
        return [fact.key for fact in self.faults]


def checklist_of(plan: Plan, outcome: Outcome) -> list[Check]:
    """Every check of a proposal, hard ones first, as it stands now."""
    return [_ended(plan, outcome), _reviewed(plan, outcome), _assessed(plan, outcome), *_soft(plan)]


def unmet(checks: Iterable[Check], *, hard: bool) -> list[Check]:
    return [check for check in checks if check.is_hard == hard and not check.is_met]


def decision_digest(outcome: Outcome, blocks: Mapping[str, Sequence[str]]) -> str:
    """SHA-256 of what HR signs, in hexadecimal: the proposal by its digest, and what was not kept, by block.

    Canonical JSON (schema 1): `outcome`, `blocks` {name: [keys]}. The reasons stand in the event beside it.
    """
    said = {"schema": SCHEMA, "outcome": outcome.digest, "blocks": {name: list(keys) for name, keys in blocks.items()}}
    return hashlib.sha256(canonical(said)).hexdigest()


def blocks_in(checks: Iterable[Check]) -> dict[str, Sequence[str]]:
    """The soft blocks that do not hold, as the decision names them."""
    return {check.name: check.keys for check in unmet(checks, hard=False)}


def blocks_behind(overrides: Iterable[Override]) -> dict[str, Sequence[str]]:
    """The same, as they were overridden."""
    return {row.block: row.facts for row in overrides}


# Hard blocks -------------------------------------------------------------------------------------


def _ended(plan: Plan, outcome: Outcome) -> Check:
    day = formats.date_format(plan.ends_on) if plan.ends_on else ""
    is_early = outcome.result == Result.MET and bool(outcome.early_reason)
    if plan.ends_on and today_of(plan.case) < plan.ends_on and not is_early:
        faults = [Fact(_("The plan ends on %(day)s. Before that only an early success can be decided.") % {"day": day})]
    else:
        faults = []
    holds = _("An early success: the reason is said.") if is_early else _("The plan ended on %(day)s.") % {"day": day}
    return Check("ended", _("The end date is reached"), faults, holds, is_hard=True)


def _reviewed(plan: Plan, outcome: Outcome) -> Check:
    label, review = _("There was a final review"), outcome.review
    held = plan.checkpoints.filter(status=CheckpointStatus.HELD).count()
    if review is None:
        fault = Fact(
            _("The employee was not asked to sum up. Return the proposal: the manager opens the final review.")
        )
        return Check("reviewed", label, [fault], is_hard=True)
    review.plan = plan
    measured = ngettext("%(count)d checkpoint was held.", "%(count)d checkpoints were held.", held) % {"count": held}
    faults = [Fact(_waiting(review))] if waits_for_summary(review) else []
    return Check("reviewed", label, faults, f"{_summed_up(review)} {measured}", is_hard=True)


def _waiting(review: FinalReview) -> str:
    return _("The employee has until %(day)s to sum up.") % {"day": formats.date_format(asked_until(review))}


def _summed_up(review: FinalReview) -> str:
    if summary_of(review):
        return _("The employee has summed up in their own words.")
    return _("The employee was asked to sum up and has not answered. Silence is no agreement.")


def _assessed(plan: Plan, outcome: Outcome) -> Check:
    asked, found = list(plan.asked_items), {row.item_id: row for row in outcome.items.all()}
    missing = [item for item in asked if item.pk not in found or not found[item.pk].evidence]
    faults = [Fact(_("%(area)s is not assessed with evidence.") % {"area": item.area}) for item in missing]
    holds = ngettext(
        "%(count)d item is assessed with evidence.", "%(count)d items are assessed with evidence.", len(asked)
    ) % {"count": len(asked)}
    return Check("assessed", _("Every item is assessed"), faults, holds, is_hard=True)


# Soft blocks -------------------------------------------------------------------------------------

KEPT: dict[str, Words] = {
    SoftBlock.COMMITMENTS: gettext_lazy("Everything that was promised came."),
    SoftBlock.CHECKPOINTS: gettext_lazy("Every checkpoint was held."),
    SoftBlock.PROPOSALS: gettext_lazy("Everything that the employee proposed was answered."),
}


def _soft(plan: Plan) -> Iterator[Check]:
    found = {
        SoftBlock.COMMITMENTS: _undelivered(plan),
        SoftBlock.CHECKPOINTS: _missed(plan),
        SoftBlock.PROPOSALS: unanswered(plan),
    }
    for block, faults in found.items():
        yield Check(block.value, block.label, list(faults), str(KEPT[block]))


def _undelivered(plan: Plan) -> Iterator[Fact]:
    delivered = map(delivered_of, deliveries_of(plan))
    promises = promises_in(in_force(plan).data, delivered, standing_day(plan))
    for row in Kept(promises).failing:
        yield Fact(_promised(row), row.id, _page("reviews:deliver", plan, row.id) if row.may_be_delivered else "")


def _promised(row: Promise) -> str:
    what, day = row.content["content"], formats.date_format(row.due_on)
    owner = row.content.get("owner") or row.content.get("provider") or ""
    if row.latest and row.latest.is_disputed:
        return _("%(what)s (%(owner)s): the employee says that it did not come as promised.") % {
            "what": what,
            "owner": owner,
        }
    return _("%(what)s (%(owner)s), needed by %(day)s: not delivered.") % {"what": what, "owner": owner, "day": day}


def _missed(plan: Plan) -> Iterator[Fact]:
    rows = plan.checkpoints.filter(status=CheckpointStatus.PLANNED, replaced_in=None, due_on__lte=today_of(plan.case))
    for row in rows.prefetch_related("reschedulings"):
        yield Fact(_missed_by(row), str(row.number), _page("reviews:checkpoint", plan, row.number))


def _missed_by(row: Checkpoint) -> str:
    """Who let it pass: whoever had it moved last, else the manager, whose it is to hold it (R21)."""
    said = {"number": row.number, "day": formats.date_format(row.due_on)}
    moves = list(row.reschedulings.all())
    if not moves:
        return _("Checkpoint %(number)d, due %(day)s: not held by the manager.") % said
    said["wish"] = str(Wish(moves[-1].wish).label)
    return _("Checkpoint %(number)d, moved to %(day)s (wish: %(wish)s): not held by the manager.") % said


def unanswered(plan: Plan) -> Iterator[Fact]:
    for row in rounds_of(plan):
        if row.lacks_reply:
            number = row.version.number
            said = _("What the employee said of version %(number)d of the draft was never answered.")
            yield Fact(said % {"number": number}, str(number), _page("plans:view_version", plan, number))


def _page(name: str, plan: Plan, *rest: Any) -> str:
    return reverse(name, args=[plan.case.reference, *rest])
