"""Steps of a story in which something that was promised comes, and the employee says what they see of it."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from plans.models import Commitment, SupportMeasure
from reviews import actions as reviews
from reviews.models import Delivery

from .story import Story

if TYPE_CHECKING:
    from .walk import Walk


def _promised(going: "Walk", what: str) -> UUID:
    """The commitment or support measure that the story calls by the beginning of its words."""
    for model in (Commitment, SupportMeasure):
        if row := model.objects.filter(item__plan=going.plan, content__startswith=what).first():
            return row.pk
    raise LookupError(what)


def _deliver(going: "Walk", step: Story) -> None:
    reviews.deliver(
        going.plan,
        by=going.by(step.get("by", "manager")),
        promised=_promised(going, step["what"]),
        delivered_on=step["delivered_on"] if "delivered_on" in step else step["on"],
        words=step["words"],
    )


def _confirm(going: "Walk", step: Story) -> None:
    """The newest delivery of it."""
    promised = _promised(going, step["what"])
    rows = Delivery.objects.filter(plan=going.plan).order_by("at")
    delivery = [row for row in rows if row.promised_id == promised][-1]
    said = {"answer": step["answer"], "words": step.get("words", "")}
    reviews.confirm_delivery(going.plan, by=going.by("subject"), delivery=delivery, **said)


STEPS: dict[str, Callable[["Walk", Story], None]] = {"deliver": _deliver, "confirm_delivery": _confirm}
