"""What HR records after Ben's plan, which was not met: training, a second assessment, the union, notice, art. 42.

Every day is counted from the issue; the clock stands long after the plan (`long_after`).
"""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import time_machine

from cases.actor import Actor
from people.actions import add_user
from plans import rulesets
from plans.fairness import Holds
from plans.models import Plan
from plans.states import PlanStatus
from reviews import actions as reviews
from reviews.models import EvidenceRecord, EvidenceWithdrawal
from reviews.states import EvidenceKind, NoticeWay, Result
from tests import ending
from tests.receipts import slip
from tests.world import END, People, actor, hold, plan_in

LATER = END + timedelta(days=120)
TRAINED, TRAINED_UNTIL = END + timedelta(days=5), END + timedelta(days=20)
ASSESSED = END + timedelta(days=60)
UNION_TOLD = END + timedelta(days=62)
NOTICE = END + timedelta(days=70)
EFFECT = NOTICE + timedelta(days=30)
CLEAR = {entry.id: Holds.NOT.value for entry in rulesets.get("cn").review.prompts}

TOLD: dict[str, dict[str, Any]] = {
    EvidenceKind.TRAINING: {
        "happened_on": TRAINED, "until_on": TRAINED_UNTIL, "hours_planned": Decimal(16),
        "hours_attended": Decimal("15.5"),
        "words": {
            "content": "Torque sequence at the bench", "provider": "Academy", "attendance": "All but half an hour",
            "outcome": "Test passed with 85 points",
        },
    },
    EvidenceKind.TRANSFER: {
        "happened_on": TRAINED_UNTIL, "consulted_on": TRAINED,
        "words": {
            "former_post": "Assembly", "new_post": "Packing", "reasons": "Fewer steps at once", "outcome": "Settled in",
        },
    },
    EvidenceKind.SECOND_ASSESSMENT: {
        "happened_on": ASSESSED, "since_on": TRAINED_UNTIL, "until_on": ASSESSED, "result": Result.NOT_MET.value,
        "words": {"standard": "Assembly standard 4.2", "shown_by": "Inspection log: 5 %", "assessed_by": "Quality"},
    },
    EvidenceKind.UNION: {
        "happened_on": UNION_TOLD,
        "words": {"told_whom": "Works union", "told_how": "Letter with the reasons", "answered": "No objection"},
    },
    EvidenceKind.NOTICE: {
        "happened_on": NOTICE, "until_on": EFFECT, "way": NoticeWay.THIRTY_DAYS.value,
        "words": {"delivered_how": "By hand, against receipt"},
    },
    EvidenceKind.ART_42: {"happened_on": NOTICE, "words": {"checked_by": "Cleo"}, "prompts": CLEAR},
}  # fmt: skip
IN_ORDER = ("training", "second_assessment", "union", "notice", "art_42")


@contextmanager
def long_after() -> Iterator[None]:
    with time_machine.travel(datetime.combine(LATER, time(9), UTC), tick=True):
        yield


def not_met(who: People, plan: Plan | None = None) -> Plan:
    """Ben's plan under the rules of China, decided as not met."""
    if plan is None:
        plan = plan_in(PlanStatus.ACTIVE, who)
        hold(plan, who)
    ending.propose_as(plan, who, Result.NOT_MET)
    ending.decide_as(plan, who)
    Plan.objects.filter(pk=plan.pk).update(ruleset="cn")
    plan.refresh_from_db()
    return plan


def told(kind: str, **changes: Any) -> reviews.Evidence:
    """One piece, complete; `changes` are those of `TOLD`, words among them by their names."""
    said = {**TOLD[kind], "key": uuid.uuid4(), "files": [slip()], **changes}
    words = {name: changes[name] for name in TOLD[kind]["words"] if name in changes}
    fields = {name: value for name, value in said.items() if name not in words}
    return reviews.Evidence(kind=kind, **fields | {"words": {**said["words"], **words}})


def record(
    plan: Plan, who: People, kind: str, *, by: Actor | None = None, replaces: EvidenceRecord | None = None, **said: Any
) -> EvidenceRecord:
    return reviews.record_evidence(plan, by=by or actor(who.cleo), evidence=told(kind, **said), replaces=replaces)


def record_all(plan: Plan, who: People, but: tuple[str, ...] = ()) -> list[EvidenceRecord]:
    """The whole map, but for some kinds; a notice before the check of that day."""
    return [record(plan, who, kind) for kind in IN_ORDER if kind not in but]


def withdraw(plan: Plan, who: People, row: EvidenceRecord, reason: str = "Another person's.") -> EvidenceWithdrawal:
    return reviews.withdraw_evidence(plan, by=actor(who.cleo), record=row, reason=reason)


def day(number: int) -> date:
    """So many days after the end of the plan."""
    return END + timedelta(days=number)


# What `tests.rules` tries, and what its forms send: on the day after the plan, which is their clock's.


def stands(plan: Plan, who: People) -> None:
    """The outcome is not met under rules with a map, and something is recorded."""
    not_met(who, plan)
    record(plan, who, "union", happened_on=END)


def _record(plan: Plan, by: Actor) -> None:
    reviews.record_evidence(plan, by=by, evidence=told("union", happened_on=END))


def _withdraw(plan: Plan, by: Actor) -> None:
    reviews.withdraw_evidence(plan, by=by, record=plan.evidence_records.get(), reason="Another's.")


EVIDENCE = {"reviews.record_evidence": _record, "reviews.withdraw_evidence": _withdraw}
ON_RECORD = ("reviews.withdraw_evidence",)  # tried only where there is one


def held_to_stand(plan: Plan, who: People) -> None:
    hold(plan, who)
    stands(plan, who)


def held_to_withdrawn(plan: Plan, who: People) -> None:
    held_to_stand(plan, who)
    withdraw(plan, who, plan.evidence_records.get())


APPENDS: list[tuple[Callable[[Plan, People], Any], list[str]]] = [  # of a running plan
    (held_to_withdrawn, [
        "reviews.hold_checkpoint", "reviews.open_final_review", "reviews.summarise_plan", "reviews.propose_outcome",
        "reviews.decide_outcome", "reviews.record_evidence", "reviews.withdraw_evidence",
    ]),
]  # fmt: skip


def in_another_case(who: People) -> None:
    """Of Lea, who has the same manager: something that was recorded, and withdrawn."""
    lea = add_user("lea@example.com", name="Lea", manager=who.ada)
    theirs = People(**{**vars(who), "ben": lea})
    held_to_withdrawn(plan_in(PlanStatus.ACTIVE, theirs), theirs)


def in_another_case_with_every_word(who: People, mark: str) -> None:
    """Whatever a person can write about evidence, marked; in Lea's case, on a day long after."""
    lea = add_user("lea@example.com", name="Lea", manager=who.ada)
    with long_after():
        plan = not_met(People(**{**vars(who), "ben": lea}))
        for kind in (*IN_ORDER, "transfer"):
            words: dict[str, Any] = dict.fromkeys(TOLD[kind]["words"], f"{mark} recorded")
            found = record(plan, who, kind, **words)
        withdraw(plan, who, found, f"{mark} withdrawn")


_DAYS = {"happened_on": END, "until_on": END, "since_on": END - timedelta(days=9)}
_FORMS: dict[str, dict[str, Any]] = {
    "training": {**_DAYS, "content": "x", "provider": "y", "hours_planned": "8", "hours_attended": "7.5",
                 "attendance": "z", "outcome": "w"},
    "transfer": {"happened_on": END, "consulted_on": END, "former_post": "x", "new_post": "y", "reasons": "z",
                 "outcome": "w"},
    "second_assessment": {**_DAYS, "result": "not_met", "standard": "x", "shown_by": "y", "assessed_by": "z"},
    "union": {"happened_on": END, "told_whom": "x", "told_how": "y", "answered": "z"},
    "notice": {"way": "thirty_days", "happened_on": END, "until_on": END + timedelta(days=30), "delivered_how": "x"},
    "art_42": {"happened_on": END, "checked_by": "x", **{f"prompt-{name}": "not" for name in CLEAR}},
}  # fmt: skip
FORMS: dict[str, tuple[str, str, str, dict[str, Any]]] = {
    **{f"record {kind}": ("N", "cleo", f"evidence/record/{kind}/", fields) for kind, fields in _FORMS.items()},
    "correct evidence": ("N", "cleo", "evidence/<record_id>/correct/", _FORMS["union"]),
    "withdraw evidence": ("N", "cleo", "evidence/<record_id>/withdraw/", {"reason": "x"}),
}
