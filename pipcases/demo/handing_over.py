"""Steps of a story in which a part passes on."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from cases import actions as cases

from .story import Story

if TYPE_CHECKING:
    from .walk import Walk


def change_manager(going: "Walk", step: Story) -> None:
    """From here on the story's line manager is somebody else."""
    words = {"reason": step["reason"], "words": step["words"]}
    cases.change_manager(going.case, by=going.by("hr_partner"), to=going.people[step["to"]], **words)
    going.story["manager"] = step["to"]


def delegate(going: "Walk", step: Story) -> None:
    """Named by whose part it is."""
    told = {name: step[name] for name in ("part", "first_day", "last_day", "reason")}
    cases.delegate_part(going.case, by=going.by(step["part"]), to=going.people[step["to"]], **told)


STEPS: dict[str, Callable[["Walk", Story], None]] = {"change_manager": change_manager, "delegate_part": delegate}
