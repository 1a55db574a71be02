"""Who approves (R5), and the second-line manager."""

from collections.abc import Callable

import pytest

from cases.models import CaseFile, CasePart, Notice
from cases.queries import history
from cases.refusals import NotVisible, NotYourPart, WrongMoment
from cases.seat import Seat
from cases.states import Part
from people.actions import deactivate
from people.models import User
from plans import actions
from plans.models import Plan
from plans.states import PlanStatus
from tests.handing_over import change_manager
from tests.pages import signed_in, text
from tests.plans.reviewing import BOTH, approve, under
from tests.world import People, actor, pass_on, plan_in, proven, submit

pytestmark = pytest.mark.django_db


# Who can approve at which step, whoever they were before: "done", or the refusal.
INDEPENDENT = """
step         ada          ben         cleo         dora         emil         fay         gus         hal         ivy
hr           NotYourPart  NotVisible  done         NotYourPart  NotYourPart  NotVisible  NotVisible  NotVisible  NotVisible
second_line  NotYourPart  NotVisible  NotYourPart  NotYourPart  NotYourPart  NotVisible  NotVisible  done        NotVisible
"""  # noqa: E501


def cells() -> list[tuple[str, str, str]]:
    head, *rows = [line.split() for line in INDEPENDENT.strip().splitlines()]
    return [(row[0], name, cell) for row in rows for name, cell in zip(head[1:], row[1:], strict=True)]


STEPS: dict[str, tuple[PlanStatus, Part, Callable[[Plan, User], None]]] = {
    "hr": (PlanStatus.HR_REVIEW, Part.HR_PARTNER, approve),
    "second_line": (
        PlanStatus.SECOND_LINE,
        Part.SECOND_LINE,
        lambda plan, by: actions.approve_second_line(plan, **proven(plan, by)),
    ),
}


class TestWhoApproves:
    """R5: the drafter and the subject approve at no step."""

    @pytest.mark.parametrize(("step", "name", "answer"), cells())
    def test_r5_the_table(self, who: People, step: str, name: str, answer: str) -> None:
        status, _part, act = STEPS[step]
        plan = plan_in(status, who)
        if answer == "done":
            act(plan, getattr(who, name))
            assert plan.status == PlanStatus.APPROVED
        else:
            with pytest.raises((NotYourPart, NotVisible)) as refusal:
                act(plan, getattr(who, name))
            assert refusal.typename == answer

    @pytest.mark.tampers  # no act gives them the part
    @pytest.mark.parametrize("step", STEPS)
    @pytest.mark.parametrize("name", ["ada", "ben"])
    def test_r5_not_even_when_they_are_given_the_part_later(self, who: People, step: str, name: str) -> None:
        status, part, act = STEPS[step]
        plan = plan_in(status, who)
        rows = CasePart.objects.filter(case=plan.case)
        rows.filter(part=part).update(until=plan.case.opened_at.replace(year=2100))
        rows.filter(user=getattr(who, name)).update(part=part, sees=True)
        with pytest.raises(NotYourPart):
            act(plan, getattr(who, name))
        assert Plan.objects.get(pk=plan.pk).status == status


def above(who: People, change: str) -> None:
    """What becomes of Ada's manager."""
    if change == "left":
        deactivate(who.hal)
    else:
        managers = {"nobody": None, "subject": who.ben, "hr_partner": who.cleo}
        User.objects.filter(pk=who.ada.pk).update(manager=managers[change])


CHANGES = {
    "nobody": "The line manager has no manager in pipcases.",
    "left": "The line manager's manager is no longer here.",
    "subject": "The line manager's manager has another part in this case already.",
    "hr_partner": "The line manager's manager has another part in this case already.",
}


class TestSecondLine:
    def test_they_see_the_case_from_when_they_are_asked(self, who: People) -> None:
        plan = plan_in(PlanStatus.HR_REVIEW, who)
        assert not CaseFile.objects.visible_to(who.hal).exists()
        pass_on(plan, who)
        assert CaseFile.objects.visible_to(who.hal).get() == plan.case
        assert [row.user for row in Seat(plan.case, who.hal).parties if row.part == Part.SECOND_LINE] == [who.hal]
        assert (plan.case.awaits, plan.case.expected) == ("hr_partner", "plans.approve_plan")
        case = CaseFile.objects.visible_to(who.hal).get()
        assert (case.awaits, case.expected) == ("second_line", "plans.approve_second_line")
        assert [n.recipient for n in Notice.objects.filter(kind="plans.pass_to_second_line")] == [who.hal]

    def test_rules_that_want_them_keep_hr_from_approving_alone(self, who: People, strict: str) -> None:
        plan = under(who, strict)
        with pytest.raises(WrongMoment) as refusal:
            approve(plan, who.cleo, BOTH)
        assert "Pass the plan on to them." in str(refusal.value.reasons[0])
        actions.pass_to_second_line(plan, fairness=BOTH, **proven(plan, who.cleo))
        assert plan.status == PlanStatus.SECOND_LINE

    @pytest.mark.parametrize("change", CHANGES)
    def test_where_nobody_can_be_asked_hr_decides_and_the_history_says_why(
        self, who: People, strict: str, change: str
    ) -> None:
        plan = under(who, strict)
        above(who, change)
        with pytest.raises(WrongMoment) as refusal:
            actions.pass_to_second_line(plan, fairness=BOTH, **proven(plan, who.cleo))
        assert CHANGES[change] in str(refusal.value.reasons[0])
        client, page = signed_in(who.cleo), f"/cases/{plan.case.reference}"
        assert CHANGES[change] in text(client.get(f"{page}/plan/review/"))
        approve(plan, who.cleo, BOTH)
        assert CHANGES[change] in text(client.get(f"{page}/history/"))

    def test_who_drafted_is_not_asked_though_they_have_no_part_any_more(self, who: People, strict: str) -> None:
        plan = under(who, strict)
        User.objects.filter(pk=who.gus.pk).update(manager=who.ada)
        change_manager(plan.case, who, who.gus)
        with pytest.raises(WrongMoment):
            actions.pass_to_second_line(plan, fairness=BOTH, **proven(plan, who.cleo))

    def test_asked_again_after_a_return_it_is_whoever_is_above_now(self, who: People) -> None:
        plan = plan_in(PlanStatus.SECOND_LINE, who)
        actions.return_plan(plan, by=actor(who.hal), comment="Say by when.")
        User.objects.filter(pk=who.ada.pk).update(manager=who.dora)
        submit(plan, who)
        pass_on(plan, who)
        assert CasePart.objects.current().get(case=plan.case, part=Part.SECOND_LINE).user == who.dora
        assert Seat(plan.case, who.hal).parts == {Part.HR}  # no longer above the manager, he is of HR again

    def test_they_return_it_and_hr_and_the_manager_read_why(self, who: People) -> None:
        plan = plan_in(PlanStatus.SECOND_LINE, who)
        actions.return_plan(plan, by=actor(who.hal), comment="Say by when.")
        readers = {
            name: [words for line in history(Seat(plan.case, getattr(who, name)))[0] for words in line.words]
            for name in ("ada", "ben", "cleo", "dora", "emil", "hal")
        }
        said = ["Say by when."]
        assert readers == {"ada": said, "ben": [], "cleo": said, "dora": said, "emil": said, "hal": said}
        assert set(Notice.objects.filter(kind="plans.return_plan").values_list("recipient", flat=True)) == {
            who.ada.pk,
            who.cleo.pk,
        }

    def test_they_do_not_return_what_is_with_hr_again(self, who: People) -> None:
        plan = plan_in(PlanStatus.SECOND_LINE, who)
        actions.return_plan(plan, by=actor(who.hal), comment="Say by when.")
        submit(plan, who)
        with pytest.raises(WrongMoment):
            actions.return_plan(plan, by=actor(who.hal), comment="Once more.")

    def test_hr_waits_while_it_is_with_them(self, who: People) -> None:
        plan = plan_in(PlanStatus.SECOND_LINE, who)
        for act in (approve, lambda plan, by: actions.return_plan(plan, by=actor(by), comment="x")):
            with pytest.raises(WrongMoment):
                act(plan, who.cleo)
