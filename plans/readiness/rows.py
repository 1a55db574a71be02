"""What a draft in rows still lacks before HR can review it (R1 to R6): asked at submit while a plan keeps rows."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plans.models import Item, Plan
from plans.models.plan import MOST_ITEMS
from plans.rulesets import get


def missing(plan: Plan) -> Iterator[str]:
    """Whole sentences, in the order of the editor; nothing when the draft is ready."""
    yield from _basis(plan)
    yield from _items(plan)
    yield from _calendar(plan)
    yield from _consequences(plan)


def _basis(plan: Plan) -> Iterator[str]:
    if not (plan.rating and plan.findings):
        yield _("Say which rating the plan rests on, with the facts and data.")
    if not (plan.standard and plan.standard_version):
        yield _("Name the standard or policy you rely on, and its version.")
    if not plan.prior_feedback.exists():
        yield _("Add at least one earlier feedback, with its date.")


def _items(plan: Plan) -> Iterator[str]:
    items = list(plan.items.prefetch_related("support", "commitments"))
    if not items:
        yield _("Add at least one improvement item.")
    if len(items) > MOST_ITEMS:
        yield ngettext(
            "Keep to the most urgent: at most %(most)d item.",
            "Keep to the most urgent: at most %(most)d items.",
            MOST_ITEMS,
        ) % {"most": MOST_ITEMS}
    for number, item in enumerate(items, start=1):
        yield from _item(plan, number, item)


def _item(plan: Plan, number: int, item: Item) -> Iterator[str]:
    if not item.support.all():
        yield _("Item %(number)d: add at least one support measure.") % {"number": number}
    if not item.commitments.all():
        yield _("Item %(number)d: add at least one resource commitment.") % {"number": number}
    if plan.starts_on and plan.ends_on and not plan.starts_on <= item.due_on <= plan.ends_on:
        yield _("Item %(number)d: it must be due while the plan runs.") % {"number": number}


def _calendar(plan: Plan) -> Iterator[str]:
    if not (plan.starts_on and plan.ends_on):
        yield _("Say when the plan starts and ends.")
        return
    days = (plan.ends_on - plan.starts_on).days + 1
    rules = get(plan.ruleset).plan
    if not rules.shortest_days <= days <= rules.longest_days:
        yield _("The plan lasts %(days)d days; it must last between %(shortest)d and %(longest)d.") % {
            "days": days,
            "shortest": rules.shortest_days,
            "longest": rules.longest_days,
        }
    dates = [row.due_on for row in plan.planned_checkpoints.all()]
    if not dates:
        yield _("Plan at least one checkpoint.")
    if any(not plan.starts_on <= day <= plan.ends_on for day in dates):
        yield _("Every checkpoint must lie between the start and the end of the plan.")


def _consequences(plan: Plan) -> Iterator[str]:
    if not (plan.if_met and plan.if_not_met):
        yield _("Say what happens if the targets are met, and if they are not.")
