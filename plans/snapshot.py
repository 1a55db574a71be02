"""A plan's content as canonical JSON: what is frozen, hashed, shown to others and signed.

Shape (schema 2): `schema`, `language`, `ruleset` {name, version, digest}, and the pieces of `plans.draft.Draft` as they
are written down there: `basis`, `items`, `calendar`, `consequences`, `currency`. Items and checkpoints are numbered
from 1 (`number`; a checkpoint is {number, due_on}), and what was removed is left out. Dates are ISO texts, numbers
decimal texts.

Schema 1 had no ruleset, files, weights, interim targets, levels, hours, amounts and currency, and no ids of rows.
"""

import json
import uuid
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from cases.chain import canonical

from . import rulesets
from .draft import Basis, Calendar, Consequences, Draft, DraftCommitment, DraftFeedback, DraftItem, DraftSupport
from .models import Plan, PlanVersion

SCHEMA = 2


def snapshot(plan: Plan) -> bytes:
    """The plan as it stands now, as canonical bytes."""
    return canonical(content_of(plan))


def content_of(plan: Plan) -> dict[str, Any]:
    """The plan as it stands now, in the shape above, with Python's own dates and decimals."""
    return content_from(plan, plan.document)


def content_from(plan: Plan, draft: Draft) -> dict[str, Any]:
    """The same for another draft of this plan."""
    rules = rulesets.get(plan.ruleset)
    return {
        "schema": SCHEMA,
        "language": plan.case.language,
        "ruleset": {"name": rules.name, "version": rules.version, "digest": rules.digest},
        **draft.model_dump(include={"basis", "consequences", "currency"}),
        "items": [_item(number, item) for number, item in enumerate(draft.items, start=1)],
        "calendar": _calendar(draft, rules),
    }


def json_of(plan: Plan, draft: Draft) -> dict[str, Any]:
    """A draft of this plan as a version would hold it, as pages read versions: with texts for dates and decimals."""
    data: dict[str, Any] = json.loads(canonical(content_from(plan, draft)))
    return data


def _item(number: int, item: DraftItem) -> dict[str, Any]:
    return {"number": number, **item.model_dump()}


def _calendar(draft: Draft, rules: rulesets.Ruleset) -> dict[str, Any]:
    """With the calendar that the plan follows from now on, whatever the rules say later."""
    calendar = draft.calendar.model_dump(exclude={"checkpoints"})
    if draft.calendar.holidays is None:
        calendar["holidays"] = rules.holiday_calendar
    days = sorted(set(draft.calendar.checkpoints))
    return {**calendar, "checkpoints": [{"number": n, "due_on": day} for n, day in enumerate(days, start=1)]}


def draft_of(version: PlanVersion) -> Draft:
    """The frozen content as a document again, of either schema, for what reads documents: readiness, differences, sums.

    Not in it: the language and the ruleset, which stand in `version.data`; numbers of items and checkpoints, which
    follow from their order; what was removed, which was never frozen. A piece that the first schema did not know is
    empty, and its rows, which had no ids, get ids from their item and place: the same each time.
    """
    return draft_from(version.data)


def draft_from(content: Mapping[str, Any]) -> Draft:
    """The same from the content itself, for one that is only about to be frozen."""
    basis, calendar = content["basis"], content["calendar"]
    calendar = calendar if "holidays" in calendar else {**calendar, "holidays": _holidays_then(content)}
    days = [row["due_on"] for row in calendar["checkpoints"]]
    return Draft.model_validate(
        {
            "basis": _known(Basis, basis) | {"prior_feedback": _rows(DraftFeedback, basis["prior_feedback"], "basis")},
            "items": [_drafted(item) for item in content["items"]],
            "calendar": _known(Calendar, calendar) | {"checkpoints": days},
            "consequences": _known(Consequences, content["consequences"]),
            "currency": content.get("currency", ""),
        }
    )


def holidays_of(version: PlanVersion) -> str:
    """The code of the calendar that a version follows."""
    said: str | None = version.data["calendar"].get("holidays")
    return _holidays_then(version.data) if said is None else said


def _holidays_then(content: Mapping[str, Any]) -> str:
    """The calendar of a version from before it named one: that of its rules, where they are still there."""
    try:
        return rulesets.get(content["ruleset"]["name"]).holiday_calendar
    except (KeyError, rulesets.UnknownRuleset):
        return ""


def _drafted(item: Mapping[str, Any]) -> dict[str, Any]:
    lists: dict[str, type[BaseModel]] = {"support": DraftSupport, "commitments": DraftCommitment}
    rows = {name: _rows(row, item[name], f"{item['id']} {name}") for name, row in lists.items()}
    return _known(DraftItem, item) | rows


def _rows(row: type[BaseModel], rows: list[dict[str, Any]], of: str) -> list[dict[str, Any]]:
    return [{"id": _id_at(f"{of} {place}"), **_known(row, content)} for place, content in enumerate(rows)]


def _id_at(place: str) -> uuid.UUID:
    """An id for a row that has none of its own."""
    return uuid.uuid5(uuid.NAMESPACE_OID, place)


def _known(piece: type[BaseModel], content: Mapping[str, Any]) -> dict[str, Any]:
    """What the document has a place for."""
    return {name: content[name] for name in piece.model_fields if name in content}
