"""R18, R19, R20, R22: a running plan changes by a numbered amendment, and runs on its old version until then."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cases.models import Notice
from cases.refusals import NotYourPart, WrongMoment
from cases.reminding import remind
from plans import actions as plans
from plans.draft import Draft, DraftItem
from plans.models import Plan
from plans.second_line import drafters_of
from plans.states import AmendmentStatus, Answer, ChangeKind, PlanStatus
from reviews import actions as reviews
from tests import amending, world
from tests.forms import fields_of
from tests.pages import press_twice, signed_in, text
from tests.world import CHECKPOINTS, END, PASSWORD, People, actor, plan_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_plan")]


@pytest.fixture
def plan(who: People) -> Plan:
    plan = plan_in(PlanStatus.ACTIVE, who)
    world.hold(plan, who, 1)
    return plan


def test_r18_an_amendment_walks_to_being_in_force(who: People, plan: Plan) -> None:
    amendment = amending.issued(plan, who)
    assert (amendment.status, plan.issued, plan.items.get().target) == ("issued", 1, world.ITEM["target"])
    amending.receive(plan, who, Answer.DISAGREED, "Too late.")
    amendment.refresh_from_db()
    assert (amendment.status, plan.status, plan.issued) == (AmendmentStatus.IN_FORCE, PlanStatus.ACTIVE, 2)
    assert plan.items.get().target == world.ITEM["target"] + 1
    assert plan.items.get().progress.count() == 1


def test_r19_an_extension_moves_the_end_and_adds_its_checkpoint(who: People, plan: Plan) -> None:
    amending.in_force(plan, who, kind=ChangeKind.EXTENSION, edit=amending.longer)
    assert plan.ends_on == amending.LATER
    assert list(plan.checkpoints.values_list("number", "due_on")) == [
        (1, CHECKPOINTS[0]), (2, CHECKPOINTS[1]), (3, amending.LATER),
    ]  # fmt: skip
    with pytest.raises(ValidationError, match="allow 1 extension"):
        amending.begin(plan, who, ChangeKind.EXTENSION)


def test_r22_every_date_ahead_moves(who: People, plan: Plan) -> None:
    amending.pause(plan, who)
    assert plan.status == PlanStatus.PAUSED
    amending.resume(plan, who)
    pause = plan.pauses.get()
    assert (pause.days, plan.status, plan.issued) == (5, PlanStatus.ACTIVE, 2)
    assert pause.amendment is not None
    assert pause.amendment.status == AmendmentStatus.IN_FORCE
    assert plan.ends_on == END + timedelta(days=7)
    amending.receive(plan, who)
    assert plan.status == PlanStatus.ACTIVE


def faults(plan: Plan, who: People, kind: str, edit: Callable[[Draft], object]) -> list[str]:
    amendment = amending.begun(plan, who, kind, edit)
    with pytest.raises(WrongMoment) as refusal:
        plans.submit_amendment(amendment, by=actor(who.ada))
    return [str(reason) for reason in refusal.value.reasons]


def test_r18_something_must_differ(who: People, plan: Plan) -> None:
    assert "Nothing differs" in faults(plan, who, "change", lambda draft: None)[0]


def test_r19_only_an_extension_moves_the_end(who: People, plan: Plan) -> None:
    assert "Only an extension" in faults(plan, who, "change", amending.longer)[0]


@pytest.mark.parametrize("days", [-1, 0, 61])
def test_r19_an_extension_ends_later_and_not_too_late(who: People, plan: Plan, days: int) -> None:
    def edit(draft: Draft) -> None:
        draft.consequences.if_met = "Changed"
        draft.calendar.ends_on = END + timedelta(days=days)

    assert any("by at most 60 days" in fault for fault in faults(plan, who, "extension", edit))


def test_r18_a_held_day_stays_whatever_is_saved(who: People, plan: Plan) -> None:
    def edit(draft: Draft) -> None:
        draft.calendar.checkpoints = [CHECKPOINTS[0] - timedelta(days=2), CHECKPOINTS[1] + timedelta(days=1)]

    amending.begun(plan, who, edit=edit)
    plan.refresh_from_db()
    assert plan.document.calendar.checkpoints == [CHECKPOINTS[0], CHECKPOINTS[1] + timedelta(days=1)]


def test_r18_numbers_of_checkpoints_are_not_given_again(who: People, plan: Plan) -> None:
    def edit(draft: Draft) -> None:
        draft.calendar.checkpoints[-1] += timedelta(days=3)

    amending.in_force(plan, who, edit=edit)
    rows = list(plan.checkpoints.values_list("number", "status", "replaced_in"))
    assert rows == [(1, "held", None), (2, "planned", 2), (3, "planned", None)]
    with pytest.raises(WrongMoment) as refusal:
        world.hold(plan, who, 2)
    assert "planned no more" in str(refusal.value.reasons[0])


def test_r18_an_item_that_was_measured_is_dropped_and_stays(who: People, plan: Plan) -> None:
    def edit(draft: Draft) -> None:
        draft.items = [DraftItem.model_validate(world.item(area="Handing over"))]

    amending.in_force(plan, who, edit=edit)
    dropped, asked = plan.items.get(dropped_in=2), plan.asked_items.get()
    assert (dropped.progress.count(), asked.area) == (1, "Handing over")
    world.hold(plan, who, 2)
    assert asked.progress.count() == 1


@pytest.mark.parametrize("held", [0, 1])
def test_r18_the_unit_of_an_item_stays(who: People, held: int) -> None:
    """Also before it is measured: a checkpoint may be held while the change waits, its figures in the old unit."""

    def edit(draft: Draft) -> None:
        draft.items[0].unit = "pieces"

    plan = plan_in(PlanStatus.ACTIVE, who)
    for number in range(1, held + 1):
        world.hold(plan, who, number)
    assert "Item 1 keeps its unit" in faults(plan, who, "change", edit)[0]


def test_r18_the_employee_reads_nothing_of_it_before_it_is_issued(who: People, plan: Plan) -> None:
    page = f"/cases/{plan.case.reference}/plan/changes/1/"
    amendment = amending.begun(plan, who)
    assert [signed_in(user).get(page).status_code for user in (who.ada, who.cleo, who.ben)] == [200, 404, 404]
    plans.submit_amendment(amendment, by=actor(who.ada))
    assert [signed_in(user).get(page).status_code for user in (who.ada, who.cleo, who.ben)] == [200, 200, 404]
    versions = f"/cases/{plan.case.reference}/plan/versions/2/"
    assert [signed_in(user).get(versions).status_code for user in (who.cleo, who.ben)] == [200, 404]


def test_r5_whoever_wrote_it_does_not_approve_it(who: People, plan: Plan) -> None:
    amendment = amending.submitted(plan, who)
    assert who.ada.pk in drafters_of(plan.case)
    with pytest.raises(NotYourPart):
        plans.approve_amendment(amendment, **amending.signing(amendment, who, "ada"))


def test_r22_hr_may_approve_after_it_let_the_plan_go_on(who: People, plan: Plan) -> None:
    amending.pause(plan, who)
    amending.resume(plan, who)
    assert amending.in_force(plan, who).status == AmendmentStatus.IN_FORCE


def test_no_outcome_is_proposed_while_a_change_is_open(who: People, plan: Plan) -> None:
    amendment = amending.begin(plan, who)
    with pytest.raises(WrongMoment) as refusal:
        world.propose(plan, who)
    assert "open already" in str(refusal.value.reasons[0])
    plans.withdraw_amendment(amendment, by=actor(who.ada), reason="No need.")
    world.propose(plan, who)
    assert plan.status == PlanStatus.FINAL_REVIEW


def test_r22_nothing_is_held_on_a_day_of_a_pause(who: People, plan: Plan) -> None:
    amending.pause(plan, who)
    amending.resume(plan, who)
    checkpoint = plan.checkpoints.get(replaced_in=None, status="planned")
    with pytest.raises(ValidationError, match="paused on this day"):
        reviews.hold_checkpoint(
            checkpoint, by=actor(who.ada), held_on=amending.AWAY, note="x", next_steps="", measured=world.measured(plan)
        )


def test_r22_reminders_are_silent_while_a_plan_is_paused(who: People, plan: Plan) -> None:
    amending.pause(plan, who)
    before = Notice.objects.count()
    remind(timezone.now())
    assert Notice.objects.count() == before


@pytest.mark.parametrize("from_on", [END + timedelta(days=30), CHECKPOINTS[0] - timedelta(days=1)])
def test_r22_a_pause_begins_neither_ahead_nor_before_what_was_held(who: People, plan: Plan, from_on: date) -> None:
    with pytest.raises(ValidationError):
        amending.pause(plan, who, from_on)


def test_r26_a_pause_does_not_begin_before_the_issue(who: People) -> None:
    plan = plan_in(PlanStatus.ISSUED, who)
    world.sign(plan, who)
    with pytest.raises(ValidationError, match="not issued yet on this day"):
        amending.pause(plan, who, world.issued_on(plan) - timedelta(days=1))
    amending.pause(plan, who, world.issued_on(plan))
    assert plan.status == PlanStatus.PAUSED


@pytest.mark.parametrize("until_on", [amending.AWAY, END + timedelta(days=30)])
def test_r22_a_plan_goes_on_after_its_pause_began_and_not_ahead(who: People, plan: Plan, until_on: date) -> None:
    amending.pause(plan, who)
    with pytest.raises(ValidationError):
        amending.resume(plan, who, until_on)


def test_r20_corrections_stand_below_the_minutes(who: People, plan: Plan) -> None:
    for user in (who.ada, who.ben):
        page = f"/cases/{plan.case.reference}/checkpoints/1/correct/"
        words = {"wrong": "It says 4 %", "right": f"{user.name} measured 5 %"}
        assert signed_in(user).post(page, words).status_code == 302
    shown = text(signed_in(who.cleo).get(f"/cases/{plan.case.reference}/checkpoints/1/"))
    assert "Ada measured 5 %" in shown
    assert "Ben measured 5 %" in shown
    assert "Good progress." in shown


class TestPages:
    """The whole way in the browser's steps, without JavaScript."""

    def test_from_the_door_to_the_receipt(self, who: People, plan: Plan) -> None:
        case, password = f"/cases/{plan.case.reference}/", {"password": PASSWORD}
        ada, ben, cleo = (signed_in(user) for user in (who.ada, who.ben, who.cleo))
        words = {"kind": "change", "asked_by": "hr", "reason": "Xylophon"}
        assert ada.post(f"{case}plan/changes/begin/", words)["Location"].endswith("plan/edit/")
        assert "This is change 1 of the plan" in text(ada.get(f"{case}plan/edit/"))
        assert "Not ready yet" in text(ada.get(f"{case}plan/changes/submit/"))
        amending.change(plan, who, amending.easier)
        assert ada.post(f"{case}plan/changes/submit/").status_code == 302
        assert "Review the change" in text(cleo.get("/"))
        shown = {"digest": plan.versions.get(number=2).digest, **password}
        assert press_twice(cleo, f"{case}plan/changes/review/", shown).status_code == 302
        assert press_twice(ada, f"{case}plan/changes/issue/", shown).status_code == 302
        assert "Sign receipt of the change" in text(ben.get("/"))
        receipt = text(ben.get(f"{case}receipt/"))
        assert "Xylophon" in receipt
        assert receipt.index("What changes") < receipt.index("Your signature")
        assert press_twice(ben, f"{case}receipt/", {"answer": "agreed", "comment": "", **shown}).status_code == 302
        plan.refresh_from_db()
        assert plan.issued == 2
        assert "Sign receipt of the change" not in text(ben.get("/"))

    def test_a_pause_and_its_end(self, who: People, plan: Plan) -> None:
        case, cleo = f"/cases/{plan.case.reference}/", signed_in(who.cleo)
        words = {"from_on": amending.AWAY, "reason": "Leave."}
        assert cleo.post(f"{case}plan/pause/", words).status_code == 302
        page = text(cleo.get(f"{case}plan/resume/?until_on={amending.BACK}"))
        assert "5 working days lie between" in page
        sent = fields_of(page, "resume") | {"password": PASSWORD}
        assert press_twice(cleo, f"{case}plan/resume/", sent).status_code == 302
        plan.refresh_from_db()
        assert plan.ends_on == END + timedelta(days=7)
        assert "Paused from" in text(signed_in(who.ben).get(case))
