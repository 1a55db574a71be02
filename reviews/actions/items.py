"""What checkpoints and outcomes ask alike of the items of a plan."""

from collections.abc import Iterable
from typing import Protocol

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from plans.models import Item, Plan


class Evident(Protocol):
    """A row about an item, with its evidence."""

    @property
    def evidence(self) -> str: ...


def evidence_of(rows: Iterable[Evident]) -> dict[str, str]:
    """The evidence as texts of the event, numbered from 1 as its facts name the items; read in its own place."""
    return {f"evidence:{place}": row.evidence for place, row in enumerate(rows, start=1)}


def words_of(rows: Iterable[object], *names: str) -> dict[str, str]:
    """The same for other words about items."""
    told = enumerate(rows, start=1)
    return {f"{name}:{place}": getattr(row, name) for place, row in told for name in names}


def check_every_item(plan: Plan, items: list[Item]) -> None:
    if {item.pk for item in items} != set(plan.asked_items.values_list("pk", flat=True)):
        raise ValidationError(_("Every item of the plan is assessed, each once."))
