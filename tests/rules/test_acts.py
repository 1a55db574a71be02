"""Acts are declared once, and each has its action, its page, its line in the history and its mail."""

import ast
import inspect
from collections import Counter
from importlib import import_module
from typing import Any
from uuid import UUID

import pytest
from django.urls import NoReverseMatch, reverse

from cases.acts import ACTS, Act, declare
from cases.reminding import RULES
from cases.states import NoticeState, Stage
from plans.states import FINAL, MENTOR_NAMED, AmendmentStatus, PlanStatus
from records.acts import SEND_COPY_LINK
from records.states import LinkStatus
from reviews.states import (
    MEETING_CALLED_OFF,
    MEETING_MOVED_ON,
    WITNESS_ASKED,
    AppealStatus,
    AttestationStatus,
    CheckpointStatus,
)
from tests.rules.sources import ROOT, called, calls, modules

OTHER_ACTIONS = {"plans.edit_plan": ("save_draft",)}  # the act's page is the editor
OTHER_PAGES: dict[str, tuple[str, list[Any]]] = {
    "cases.open_case": ("plans:open_case", []),  # a case and its plan are begun in one step
    "cases.add_comment": ("cases:add_comment", ["2026-7K3MQF", "plan"]),
    "cases.read_as_auditor": ("cases:case", ["2026-7K3MQF"]),  # the reading is the page
    "cases.read_as_hearer": ("cases:case", ["2026-7K3MQF"]),
    "cases.send_notice": ("cases:case", ["2026-7K3MQF"]),  # done by the worker, and told in the history
    "cases.fail_notice": ("cases:case", ["2026-7K3MQF"]),
    "cases.bounce_notice": ("cases:case", ["2026-7K3MQF"]),
    "cases.resend_notice": ("cases:resend_notice", ["2026-7K3MQF", 1]),
    "cases.settle_notice": ("cases:settle_notice", ["2026-7K3MQF", 1]),
    "reviews.save_assessment": ("reviews:propose_outcome", ["2026-7K3MQF"]),  # the draft of what is proposed
    "reviews.tick_learning": ("reviews:tick_learning", ["2026-7K3MQF", UUID(int=0)]),
    "reviews.confirm_learning": ("reviews:confirm_learning", ["2026-7K3MQF", UUID(int=0)]),
    "reviews.deliver": ("reviews:deliver", ["2026-7K3MQF", UUID(int=0)]),
    "reviews.finish_follow_on": ("reviews:finish_follow_on", ["2026-7K3MQF", UUID(int=0)]),
    "reviews.drop_follow_on": ("reviews:drop_follow_on", ["2026-7K3MQF", UUID(int=0)]),
    "reviews.answer_check_in": ("reviews:answer_check_in", ["2026-7K3MQF", 1]),
    "reviews.confirm_delivery": ("reviews:confirm_delivery", ["2026-7K3MQF", UUID(int=0)]),
    "reviews.add_service_proof": ("reviews:add_service_proof", ["2026-7K3MQF", UUID(int=0)]),
    "reviews.confirm_session": ("reviews:confirm_session", ["2026-7K3MQF", UUID(int=0)]),
    "reviews.end_sessions": ("reviews:end_sessions", ["2026-7K3MQF", UUID(int=0)]),
    "records.revoke_copy_link": ("records:revoke_copy_link", ["2026-7K3MQF", UUID(int=0)]),
    "records.seal_record": ("cases:case", ["2026-7K3MQF"]),  # done by the worker, and told in the history
    "records.fetch_copy": ("records:fetch_copy", [UUID(int=0), "secret"]),
    "reviews.record_evidence": ("reviews:record_evidence", ["2026-7K3MQF", "training"]),
    "reviews.withdraw_evidence": ("reviews:withdraw_evidence", ["2026-7K3MQF", UUID(int=0)]),
    "reviews.attest_refusal": ("reviews:attest_refusal", ["2026-7K3MQF", UUID(int=0)]),
    "reviews.lapse_receipt": ("cases:case", ["2026-7K3MQF"]),  # done by time itself, and told there
    "reviews.arrange_checkpoint": ("reviews:arrange_checkpoint", ["2026-7K3MQF", 1]),
    "reviews.reschedule_checkpoint": ("reviews:reschedule_checkpoint", ["2026-7K3MQF", 1]),
    "reviews.postpone_checkpoint": ("reviews:postpone_checkpoint", ["2026-7K3MQF", 1]),
    "reviews.add_addendum": ("reviews:add_addendum", ["2026-7K3MQF", 1]),
    "reviews.prepare_checkpoint": ("reviews:prepare_checkpoint", ["2026-7K3MQF", 1]),
    "reviews.open_preparation": ("reviews:hold_checkpoint", ["2026-7K3MQF", 1]),  # the recording opens it
    "reviews.sign_minutes": ("reviews:sign_minutes", ["2026-7K3MQF", 1]),
    "reviews.refuse_minutes": ("reviews:refuse_minutes", ["2026-7K3MQF", 1]),
    "reviews.add_employee_note": ("reviews:add_employee_note", ["2026-7K3MQF", 1]),
}
each_act = pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)


def declared() -> list[tuple[str, str]]:
    return [
        (path, str(call.args[0].value))
        for path, tree in modules().items()
        for call in calls(tree)
        if called(call) == "declare" and call.args and isinstance(call.args[0], ast.Constant)
    ]


def is_of_its_room(path: str, name: str) -> bool:
    """In the room's `acts`, which is a file or a folder."""
    room = name.partition(".")[0]
    return path == f"{room}/acts.py" or path.startswith(f"{room}/acts/")


def test_each_act_is_declared_once_in_its_own_room() -> None:
    found = declared()
    assert Counter(name for _path, name in found) == Counter(list(ACTS))
    assert [(path, name) for path, name in found if not is_of_its_room(path, name)] == []


def test_an_act_cannot_be_declared_twice() -> None:
    with pytest.raises(ValueError, match="declared twice"):
        declare("cases.open_case", "Again", on="cases.CaseFile", who=(), when=None)


@each_act
def test_it_is_an_action_of_its_name_that_asks_who_acts(act: Act) -> None:
    room, _dot, name = act.name.partition(".")
    actions = import_module(f"{room}.actions")
    for function in OTHER_ACTIONS.get(act.name, (name,)):
        by = inspect.signature(getattr(actions, function)).parameters["by"]
        assert by.kind == inspect.Parameter.KEYWORD_ONLY
        assert by.default is inspect.Parameter.empty


@each_act
def test_it_has_a_page(act: Act) -> None:
    name, args = OTHER_PAGES.get(act.name, (act.name.replace(".", ":"), ["2026-7K3MQF"]))
    try:
        reverse(name, args=args)
    except NoReverseMatch:
        pytest.fail(f"{act.name} has no page")


def templates(folder: str, suffix: str) -> set[str]:
    """The act names that have a template: files two levels deep, `room/act`."""
    found = (ROOT / "templates" / folder).glob(f"*/*{suffix}")
    return {f"{path.parent.name}.{path.stem}" for path in found}


def test_each_recorded_act_has_its_line_in_the_history() -> None:
    assert templates("events", ".html") == {act.name for act in ACTS.values() if act.recorded}


def test_each_act_that_is_told_has_its_mail() -> None:
    told = {act.name for act in ACTS.values() if act.mail}
    beside = {SEND_COPY_LINK.name, WITNESS_ASKED, MENTOR_NAMED, MEETING_CALLED_OFF, MEETING_MOVED_ON}
    assert templates("mail", ".txt") == told | set(RULES) | beside


@each_act
def test_it_is_done_in_known_statuses_and_by_known_parts(act: Act) -> None:
    known: dict[str, set[str]] = {
        "cases.CaseFile": set(Stage), "plans.Plan": set(PlanStatus), "plans.Amendment": set(AmendmentStatus),
        "reviews.Checkpoint": set(CheckpointStatus), "reviews.Attestation": set(AttestationStatus),
        "cases.Notice": set(NoticeState), "reviews.Appeal": set(AppealStatus), "records.CopyLink": set(LinkStatus),
    }  # fmt: skip
    statuses = known[act.on]
    assert act.who
    assert act.when is None or (act.when and act.when <= statuses)
    assert act.ends_in <= statuses


def reachable(on: str, first: str) -> set[str]:
    steps = [act for act in ACTS.values() if act.on == on]
    found: set[str] = {first}
    while more := {act.moves_to(at) for act in steps for at in found & (act.when or found)} - found:
        found |= more
    return found


def test_every_status_is_reached_by_declared_acts() -> None:
    assert reachable("plans.Plan", PlanStatus.DRAFT) == set(PlanStatus)
    assert reachable("plans.Amendment", AmendmentStatus.DRAFT) | {"in_force"} == set(AmendmentStatus)  # by a receipt
    assert reachable("reviews.Checkpoint", CheckpointStatus.PLANNED) == set(CheckpointStatus)
    assert reachable("reviews.Appeal", AppealStatus.FILED) == set(AppealStatus)
    assert reachable("reviews.Attestation", AttestationStatus.ASKED) == set(AttestationStatus)
    assert reachable("records.CopyLink", LinkStatus.OPEN) == set(LinkStatus)
    dropped = {NoticeState.DROPPED}  # by nobody: what it says is no longer so
    assert reachable("cases.Notice", NoticeState.WAITING) | dropped == set(NoticeState)


def leads_on(act: Act, status: str) -> bool:
    """Whether it moves a plan that is in this status."""
    return act.on == "plans.Plan" and status in (act.when or ()) and act.moves_to(status) != status


def test_nothing_leads_out_of_a_final_status() -> None:
    assert FINAL == (PlanStatus.CLOSED, PlanStatus.CANCELLED, PlanStatus.LEFT)
    leading = [act.name for act in ACTS.values() if any(leads_on(act, status) for status in FINAL)]
    assert leading == []


def test_each_status_a_plan_waits_in_has_a_way_on() -> None:
    stuck = [
        status for status in set(PlanStatus) - set(FINAL) if not any(leads_on(act, status) for act in ACTS.values())
    ]
    assert stuck == []
