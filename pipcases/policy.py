"""The policy in words and pictures, drawn from the acts: the lifecycle in README.md and the page docs/policy.md; and
docs/reminders.md, drawn from the reminders.

`manage.py draw_lifecycle` writes all of it; a test fails where they are not up to date.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.utils import translation

from cases.acts import ACTS, Act
from cases.states import NoticeState, Part, Stage
from plans.states import FINAL, AmendmentStatus, PlanStatus
from records.states import LinkStatus
from reviews.states import AppealStatus, AttestationStatus, CheckpointStatus

from . import reminder_page

BEGIN, END = "<!-- lifecycle: drawn by `make docs` -->", "<!-- end of lifecycle -->"
BETWEEN = re.compile(re.escape(BEGIN) + ".*?" + re.escape(END), re.DOTALL)
STATUSES = {
    "plans.Plan": PlanStatus,
    "plans.Amendment": AmendmentStatus,
    "cases.CaseFile": Stage,
    "cases.Notice": NoticeState,
    "reviews.Checkpoint": CheckpointStatus,
    "reviews.Attestation": AttestationStatus,
    "reviews.Appeal": AppealStatus,
    "records.CopyLink": LinkStatus,
}
MOST_ARROWS = 3
SUBJECTS = {
    "plans.Plan": "plan",
    "plans.Amendment": "amendment",
    "cases.CaseFile": "case",
    "cases.Notice": "mail",
    "reviews.Checkpoint": "checkpoint",
    "reviews.Attestation": "attestation",
    "reviews.Appeal": "appeal",
    "records.CopyLink": "link",
}
HEAD = """# Who may do what, when

Drawn from the acts in `*/acts.py` by `make docs`; do not edit. An act is open to the parts named here, while its
subject (the plan unless said otherwise) is in one of the statuses named here. Everything else is refused. Each act
appends one event to the case's history, except where it says that it is not recorded.

| act | who | when | then | told by mail |
|---|---|---|---|---|
"""


def paths(base: Path | None = None) -> tuple[Path, Path, Path]:
    base = base or settings.BASE_DIR
    return base / "README.md", base / "docs" / "policy.md", base / "docs" / "reminders.md"


def draw() -> dict[Path, str]:
    """Each file and what should stand in it, in English."""
    readme, policy, reminders = paths()
    with translation.override("en"):
        drawn = f"{BEGIN}\n```mermaid\n{lifecycle()}```\n{END}"
        return {
            readme: BETWEEN.sub(lambda _found: drawn, readme.read_text()),
            policy: HEAD + table(),
            reminders: reminder_page.drawn(),
        }


def lifecycle() -> str:
    """A plan's statuses and the acts between them, as a mermaid diagram."""
    moves = [act for act in _by_room() if act.on == "plans.Plan" and act.then]
    names = [f"    {status.value}: {status.label}\n" for status in PlanStatus]
    begin = f"    [*] --> {PlanStatus.DRAFT.value}\n"
    ends = [f"    {status.value} --> [*]\n" for status in FINAL]
    return "".join(["stateDiagram-v2\n", *names, begin, *(_drawn(act) for act in moves), *ends])


def _drawn(act: Act) -> str:
    """An arrow from each status; an act open in many of them would hide the picture, so it becomes a note."""
    moved = {status: act.moves_to(status) for status in _in_order(act.when or (), PlanStatus)}
    arrows = {status: then for status, then in moved.items() if then != status}
    if len(arrows) <= MOST_ARROWS:
        return "".join(f"    {status} --> {then}: {act.label}\n" for status, then in arrows.items())
    (then,) = act.ends_in
    return f"    note right of {then}\n        {act.label}, from: {', '.join(arrows)}\n    end note\n"


def table() -> str:
    """One line per act, in the order of the rooms."""
    return "".join(_line(act) for act in _by_room())


def _by_room() -> list[Act]:
    """Settings name the highest room first."""
    rooms = settings.INSTALLED_APPS[::-1]
    return sorted(ACTS.values(), key=lambda act: rooms.index(act.name.split(".")[0]))


def _line(act: Act) -> str:
    name = f"{act.label} `{act.name}`" + ("" if act.recorded else " (not recorded)")
    then = "; ".join(_label(act, status) for status in _in_order(act.ends_in, STATUSES[act.on])) or "stays"
    cells = (name, _parts(act.who), _when(act), then, _parts(act.mail) or "nobody")
    return "| " + " | ".join(cells) + " |\n"


def _when(act: Act) -> str:
    if act.when is None:
        return "always"
    statuses = "; ".join(_label(act, status) for status in _in_order(act.when, STATUSES[act.on]))
    return statuses if act.on == "plans.Plan" else f"{SUBJECTS[act.on]}: {statuses}"


def _label(act: Act, status: str) -> str:
    return str(STATUSES[act.on](status).label)


def _parts(parts: Iterable[str]) -> str:
    return ", ".join(str(Part(part).label) for part in _in_order(parts, Part))


def _in_order(values: Iterable[str], choices: Iterable[str]) -> list[str]:
    """Sets have no order; enums do."""
    wanted = set(values)
    return [str(choice) for choice in choices if choice in wanted]
