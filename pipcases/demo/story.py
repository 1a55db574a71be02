"""One case as it is told in `cases/*.toml`.

`[plan]`, `[[feedback]]` and `[[items]]` are the draft in the words of `plans.models`; `[[steps]]` are the acts in
their order, each with its day `on` and its time `at` where the case is. A day is a date, or a whole number of days
from today, moved back to a weekday.
"""

import tomllib
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

CASES = Path(__file__).with_name("cases")
DAYS = frozenset(
    {
        "on",
        "from_on",
        "until_on",
        "to_on",
        "standard_known_on",
        "starts_on",
        "ends_on",
        "due_on",
        "given_on",
        "observed_on",
        "needed_by",
        "checkpoints",
        "served_on",
        "came_on",
        "delivered_on",
        "first_day",
        "last_day",
        "first_on",
        "last_on",
        "happened_on",
        "since_on",
        "consulted_on",
        "meets_on",
        "done_on",
        "left_on",
    }
)
FRIDAY = 4

Story = dict[str, Any]


def stories(today: date) -> list[Story]:
    """Every case of the demo, in the order of the files' names."""
    return [read(path, today) for path in sorted(CASES.glob("*.toml"))]


def read(path: Path, today: date) -> Story:
    told = tomllib.loads(path.read_text(), parse_float=Decimal)
    story: Story = _with_days(told, today)
    return story


def moment_of(step: Story, zone: str) -> datetime:
    moment: datetime = datetime.combine(step["on"], step["at"], ZoneInfo(zone))
    return moment


def _with_days(told: Any, today: date, name: str = "") -> Any:
    match told:
        case dict():
            return {key: _with_days(value, today, key) for key, value in told.items()}
        case list():
            return [_with_days(value, today, name) for value in told]
        case int() if name in DAYS:
            return _weekday(today + timedelta(days=told))
    return told


def _weekday(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - FRIDAY))
