"""Steps of a story under rules with an evidence map: the standard as a file, and what HR records after the outcome."""

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile

from cases.files.checks import Checked, checked
from plans import actions as plans
from plans import rulesets
from plans.fairness import Holds
from reviews import actions as reviews
from reviews.models.evidence import names_of

from .story import Story

if TYPE_CHECKING:
    from .walk import Walk

DAYS = ("happened_on", "since_on", "until_on", "consulted_on")
FIGURES = ("hours_planned", "hours_attended", "result", "way")


def files_of(step: Story) -> list[Checked]:
    """The step's `file` by name, with its `lines` as content."""
    if "file" not in step:
        return []
    return [checked(SimpleUploadedFile(step["file"], step["lines"].encode()))]


def _attach_standard(going: "Walk", step: Story) -> None:
    plan = going.plan
    plans.save_draft(
        plan, by=going.by("manager"), revision=plan.revision, document=plan.document,
        uploads={"basis.standard_files": files_of(step)},
    )  # fmt: skip


def _record(going: "Walk", step: Story) -> None:
    """`none_holds`: every case of article 42 was looked at, and none holds."""
    told: dict[str, Any] = {name: step[name] for name in (*DAYS, *FIGURES) if name in step}
    words = {name: step[name] for name in names_of(step["kind"]) if name in step}
    prompts = rulesets.get(going.plan.ruleset).review.prompts if step.get("none_holds") else ()
    evidence = reviews.Evidence(
        kind=step["kind"], key=uuid.uuid4(), words=words, files=files_of(step),
        prompts={entry.id: Holds.NOT.value for entry in prompts}, **told,
    )  # fmt: skip
    reviews.record_evidence(going.plan, by=going.by("hr_partner"), evidence=evidence)


STEPS: dict[str, Callable[["Walk", Story], None]] = {"attach_standard": _attach_standard, "record_evidence": _record}
