"""What of this room one can comment on: the plan as a whole, and each of its items."""

import uuid
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.seat import Seat
from cases.topics import Topic, topic

from .acts import APPROVE_PLAN, APPROVE_SECOND_LINE
from .places import ITEM_ROWS, PLAN_ROWS, anchor
from .queries import newest_for, plan_of


@topic("plan")
def plan_topic(seat: Seat, topic_id: uuid.UUID | None) -> Topic | None:
    if topic_id is not None or newest_for(seat) is None:
        return None
    return Topic(_("The plan"), _page_of(seat), PLAN_ROWS, {name: anchor(name) for name in PLAN_ROWS})


@topic("item")
def item_topic(seat: Seat, topic_id: uuid.UUID | None) -> Topic | None:
    version = newest_for(seat)
    if version is None:
        return None
    items = {item["id"]: item for item in version.data["items"]}
    item = items.get(str(topic_id))
    return _item_topic(seat, item) if item else None


def _item_topic(seat: Seat, item: dict[str, Any]) -> Topic:
    anchors = {name: anchor(name, item["number"]) for name in ITEM_ROWS}
    return Topic(item["area"], f"{_page_of(seat)}#{anchor('', item['number'])}", ITEM_ROWS, anchors)


def _page_of(seat: Seat) -> str:
    """Whoever reviews the plan comes back to the review."""
    plan = plan_of(seat)
    for act in (APPROVE_PLAN, APPROVE_SECOND_LINE):
        if plan and seat.may(act, plan):
            return reverse(act.name.replace(".", ":"), args=[seat.case.reference])
    return reverse("plans:view_version", args=[seat.case.reference])
