"""A plan that uses everything a plan can say, and versions of it as they come from the database."""

import uuid
from datetime import date
from types import SimpleNamespace
from typing import Any, cast

from cases.chain import canonical
from plans.draft import (
    Basis,
    Calendar,
    Consequences,
    Draft,
    DraftCommitment,
    DraftFeedback,
    DraftItem,
    DraftSupport,
    FileRef,
    Interim,
    Learning,
)
from plans.models import Plan, PlanVersion
from plans.snapshot import content_of


def file(name: str, size: int = 20_480) -> FileRef:
    return FileRef(id=uuid.uuid4(), name=name, digest="0" * 64, size=size)


FIGURE = DraftItem(
    area="Filling weight",
    observed="Two pallets were outside the limits.",
    observed_on=date(2026, 2, 10),
    impact="Both went back.",
    cause="method",
    analysis="The scale is set once a week only.",
    unit="%",
    direction="within",
    baseline="3.0",
    lower_limit="1.50",
    target="2.50",
    interim=[Interim(due_on=date(2026, 3, 16), value="2.75")],
    measured_by="Deviation of ten samples a shift.",
    data_source="Scale log",
    assessor="Quality lead",
    weight=60,
    due_on=date(2026, 5, 1),
    files=[file("pallets.pdf")],
    support=[
        DraftSupport(
            kind="training",
            content="Setting the scale",
            provider="Supplier",
            schedule="Two mornings",
            hours="8",
            learning=[
                Learning(kind="link", title="The scale's handbook", address="https://example.com/", done_when="read"),
                Learning(kind="course", title="Weighing, basics", done_when="the test is passed"),
            ],
        )
    ],
    commitments=[
        DraftCommitment(
            kind="budget", content="The supplier's fee", owner="Shift lead", needed_by=date(2026, 3, 2),
            amount="1200.00", files=[file("offer.pdf")],
        ),
        DraftCommitment(
            kind="mentor_time", content="At the scale", owner="Shift lead", needed_by=date(2026, 3, 2), hours="6",
        ),
    ],
)  # fmt: skip
LEVELS = DraftItem(
    area="Handing over a shift",
    measure="rubric",
    direction="raise",
    levels=["Leaves when the bell rings", "Tells what is open", "Hands over a signed list"],
    baseline="1",
    target="3",
    interim=[Interim(due_on=date(2026, 3, 16), value="2")],
    weight=40,
    due_on=date(2026, 5, 1),
    support=[DraftSupport(kind="mentoring", content="Together", provider="Ada", schedule="Daily")],
    commitments=[DraftCommitment(kind="tools", content="The list", owner="Ada", needed_by=date(2026, 3, 2))],
)
FULL = Draft(
    basis=Basis(
        rating="Below expectations",
        findings="Limits were missed eleven times.",
        standard="Filling standard",
        standard_version="4.2",
        standard_known_on=date(2025, 9, 1),
        standard_known_how="Handed out at induction",
        prior_feedback=[DraftFeedback(given_on=date(2026, 2, 12), said="Set the scale each morning.")],
        files=[file("log.xlsx")],
        standard_files=[file("standard.pdf")],
    ),
    items=[FIGURE, LEVELS],
    calendar=Calendar(
        holidays="GB",
        starts_on=date(2026, 3, 2),
        ends_on=date(2026, 5, 1),
        cadence="fortnightly",
        checkpoints=[date(2026, 3, 16), date(2026, 3, 30)],
        length_reason="The line stands still in April.",
    ),
    consequences=Consequences(if_met="The path to setter is open.", if_not_met="We look at another post, together."),
    currency="EUR",
)


def version_of(draft: Draft, **fields: Any) -> PlanVersion:
    """A frozen version of this document, unsaved."""
    case = SimpleNamespace(language="en")
    plan = SimpleNamespace(document=draft, case=case, ruleset="general")
    content = canonical(content_of(cast("Plan", plan)))
    return PlanVersion(content=content, number=1, **fields)
