"""What is decided on an appeal as canonical JSON: the hearer signs its digest.

Shape (schema 1): `plan` {version, digest}, `appeal` (its number), `outcome` {number, digest}, `filed` {by, at, grounds,
words, files}, `hearer`, `hearings` [{number, held_on, came, attended, companion, employee_said, company_said, by, at,
statement}], `decision`, `result`, `reasons`, `items` [{item, result}] in the plan's order. What was not decided is
empty: the digest of that is of what stands beside the decision, and moves when something is added to it.
"""

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cases.chain import canonical

from .models import Appeal, Hearing, Outcome
from .states import ENDS_OF, FROM_WORST, OF_AN_ITEM, Result, Ruling

SCHEMA = 1


@dataclass(frozen=True, kw_only=True)
class Ruled:
    """A decision on an appeal. `result` is that of the plan from now on, empty where the outcome stands; `items` are
    the results of all its items, by their ids.
    """

    decision: str = ""
    result: str = ""
    reasons: str = ""
    items: Mapping[uuid.UUID, str] = field(default_factory=dict)


def digest_of_ruling(appeal: Appeal, ruled: Ruled) -> str:
    """SHA-256 of what would be decided on what stands now, in hexadecimal."""
    return hashlib.sha256(_snapshot(appeal, ruled)).hexdigest()


def digest_of_the_matter(appeal: Appeal) -> str:
    """Of what stands beside the decision, before there is one."""
    return digest_of_ruling(appeal, Ruled())


def ruled_on(appeal: Appeal) -> Ruled:
    """What was decided, as the tables have it now."""
    other = Outcome.objects.filter(varies=appeal.outcome_id).prefetch_related("items").first()
    items = {row.item_id: row.result for row in other.items.all()} if other else {}
    return Ruled(decision=appeal.decision, result=other.result if other else "", reasons=appeal.reasons, items=items)


def check_ruling(appeal: Appeal, ruled: Ruled) -> None:
    """Raises `ValidationError` for a decision whose result does not follow from it, or that makes anything worse."""
    if ruled.decision not in Ruling.values:
        raise ValidationError({"decision": _("Choose what you decide.")})
    if not ruled.reasons:
        raise ValidationError({"reasons": _("Write your reasons: both sides read them.")})
    before = appeal.outcome
    if ruled.decision == Ruling.UPHELD:
        if ruled.result or ruled.items:
            raise ValidationError({"result": _("An outcome that is upheld stays as it is.")})
        return
    if ruled.result not in ENDS_OF[ruled.decision]:
        raise ValidationError({"result": _("This result does not follow from what you decide.")})
    if _is_worse(ruled.result, before.result):
        raise ValidationError({"result": _("An appeal never makes an outcome worse.")})
    was = {row.item_id: row.result for row in before.items.all()}
    _check_items(was, ruled.items)
    if (ruled.result, dict(ruled.items)) == (before.result, was):
        raise ValidationError({"decision": _("Nothing would change. Uphold the outcome, or say what changes.")})


def _check_items(was: Mapping[uuid.UUID, str], becomes: Mapping[uuid.UUID, str]) -> None:
    if was.keys() != becomes.keys() or not set(becomes.values()) <= set(OF_AN_ITEM):
        raise ValidationError(_("Every item of the outcome keeps a result, each one."))
    if any(_is_worse(becomes[key], was[key]) for key in was):
        raise ValidationError(_("An appeal never makes the result of an item worse."))


def _is_worse(result: str, than: str) -> bool:
    """What is cancelled is held against nobody."""
    if result == Result.CANCELLED:
        return False
    return FROM_WORST.index(Result(result)) < FROM_WORST.index(Result(than))


def _snapshot(appeal: Appeal, ruled: Ruled) -> bytes:
    version = appeal.plan.versions.get(number=appeal.plan.issued)
    order = appeal.plan.items.order_by("position", "pk").values_list("pk", flat=True)
    hearings = appeal.hearings.select_related("statement").order_by("number")
    return canonical(
        {
            "schema": SCHEMA,
            "plan": {"version": version.number, "digest": version.digest},
            "appeal": appeal.number,
            "outcome": {"number": appeal.outcome.number, "digest": appeal.outcome.digest},
            "filed": {
                "by": appeal.filed_by_id, "at": appeal.filed_at, "grounds": appeal.grounds, "words": appeal.words,
                "files": appeal.files,
            },
            "hearer": appeal.hearer_id,
            "hearings": [_hearing(row) for row in hearings],
            "decision": ruled.decision,
            "result": ruled.result,
            "reasons": ruled.reasons,
            "items": [{"item": key, "result": ruled.items[key]} for key in order if key in ruled.items],
        }
    )  # fmt: skip


def _hearing(row: Hearing) -> dict[str, Any]:
    said = getattr(row, "statement", None)
    return {
        "number": row.number, "held_on": row.held_on, "came": row.came, "attended": row.attended,
        "companion": row.companion, "employee_said": row.employee_said, "company_said": row.company_said,
        "by": row.by_id, "at": row.at, "statement": {"words": said.words, "at": said.at} if said else None,
    }  # fmt: skip
