"""Changes of the plan as a copy of the record tells them: as they stood at its last event."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from cases.queries import Line
from plans.comparing import Compared, compared
from plans.models import Amendment, PlanVersion
from plans.snapshot import draft_of

ISSUES = ("plans.issue_plan", "plans.issue_amendment", "plans.resume_plan")
APPROVALS = ("plans.approve_amendment", "plans.resume_plan")


@dataclass(frozen=True)
class Change:
    """An amendment as it stood: the version that was shown of it, who approved it, and the last event about it."""

    row: Amendment
    version: PlanVersion | None
    approved: Line | None
    last: Line

    @property
    def changes(self) -> list[Compared]:
        return compared(draft_of(self.row.base), draft_of(self.version)) if self.version else []


def change_as_of(row: Amendment, lines: Sequence[Line], versions: Mapping[int, PlanVersion]) -> Change:
    """`versions` are those that the reader may read, by number."""
    about = [line for line in reversed(lines) if line.facts.get("amendment") == str(row.pk)]
    version = next((line.facts["version"] for line in about if line.facts.get("version")), 0)
    approved = next((line for line in about if line.act.name in APPROVALS), None)
    return Change(row, versions.get(version), approved, about[0])


@dataclass(frozen=True)
class Told:
    """A version with the amendment that it came with; where there was none, with the version before it."""

    version: PlanVersion
    change: Change | None
    before: PlanVersion | None

    @property
    def changes(self) -> list[Compared]:
        if self.change is not None:
            return self.change.changes
        return compared(draft_of(self.before), draft_of(self.version)) if self.before else []

    @property
    def other_rules(self) -> Mapping[str, Any] | None:
        """Those it was written under, where the one before was written under others."""
        before: Mapping[str, Any] = self.compared_with.data if self.compared_with else {}
        rules: Mapping[str, Any] | None = self.version.data.get("ruleset")
        return rules if before and before.get("ruleset") != rules else None

    @property
    def compared_with(self) -> PlanVersion | None:
        return self.change.row.base if self.change else self.before


def versions_told(versions: Sequence[PlanVersion], changes: Sequence[Change]) -> list[Told]:
    came_with = {change.version.pk: change for change in changes if change.version}
    pairs = zip([None, *versions], versions, strict=False)
    return [Told(version, came_with.get(version.pk), before) for before, version in pairs]


def comes_into_force(line: Line) -> bool:
    """The first issue, and whatever brought a later version into force."""
    return line.act.name == ISSUES[0] or "in_force" in line.facts


def held_before(changes: Sequence[Change], moment: datetime, zone: str) -> list[tuple[date, Mapping[str, Any]]]:
    """What was in force before each change that was by then, and until which day."""
    made = ((row.row.in_force_at, row.row.base) for row in changes)
    return [(at.astimezone(ZoneInfo(zone)).date(), base.data) for at, base in made if at and at <= moment]
