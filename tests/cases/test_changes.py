"""Another line manager, another HR partner: at once, with a reason, and nothing that was written changes hands."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from cases import actions as cases
from cases.mailing import mail_for
from cases.models import CaseEvent, CaseFile, CasePart, Notice
from cases.queries import work_of
from cases.refusals import NotVisible, NotYourPart
from cases.seat import Seat
from cases.states import ChangeReason, NoticeState, Part
from people.actions import add_user, deactivate
from people.models import User
from people.states import Role
from plans import actions as plans
from plans.models import Plan
from plans.states import PlanStatus
from tests.handing_over import WORDS, change_hr_partner, change_manager, delegate
from tests.pages import signed_in, text, unchanging
from tests.rules.addresses import NOWHERE
from tests.world import People, actor, hold, plan_in, submit, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_plan")]


@pytest.fixture
def plan(who: People) -> Plan:
    return plan_in(PlanStatus.ACTIVE, who)


def kim(*roles: Role, **fields: Any) -> User:
    return add_user("kim@example.com", name="Kim", roles=roles, **fields)


def page(client: Client, plan: Plan, rest: str = "") -> Any:
    return client.get(f"/cases/{plan.case.reference}/{rest}")


class TestAtOnce:
    def test_the_old_manager_finds_what_nobody_ever_found(self, who: People, plan: Plan) -> None:
        ada = signed_in(who.ada)
        assert page(ada, plan).status_code == 200
        change_manager(plan.case, who)
        for rest in ("", "history/", "plan/", "checkpoints/1/hold/", "people/deputy/"):
            gone, never = page(ada, plan, rest), ada.get(f"/cases/{NOWHERE}/{rest}")
            assert (gone.status_code, unchanging(gone)) == (404, unchanging(never))
        with pytest.raises(NotVisible):
            hold(plan, who)

    def test_the_new_one_sees_everything_and_takes_the_next_step(self, who: People, plan: Plan) -> None:
        change_manager(plan.case, who)
        gus = signed_in(who.gus)
        history = text(page(gus, plan, "history/"))
        assert "Ada opened the case." in history
        assert "Cleo named Gus line manager of this case, in place of Ada." in history
        assert [case.reference for case in work_of(who.gus).mine] == [plan.case.reference]
        assert "Record the checkpoint" in text(gus.get("/"))
        hold(plan, People(**{**vars(who), "ada": who.gus}))

    def test_what_the_old_one_wrote_stays_theirs(self, who: People, plan: Plan) -> None:
        cases.add_comment(plan.case, by=actor(who.ada), text="Ask the quality lead.", topic="plan")
        hold(plan, who)
        change_manager(plan.case, who)
        assert plan.case.comments.get().author == who.ada
        assert plan.versions.get().frozen_by == who.ada
        assert "Ada recorded" in text(page(signed_in(who.ben), plan, "history/"))

    def test_the_row_is_ended_and_another_begins_at_that_moment(self, who: People, plan: Plan) -> None:
        change_manager(plan.case, who)
        old, new = CasePart.objects.filter(case=plan.case, part=Part.MANAGER).order_by("pk")
        event = CaseEvent.objects.filter(case=plan.case).latest("seq")
        assert (old.user, old.until, new.user, new.since, new.until) == (who.ada, event.at, who.gus, event.at, None)

    def test_an_old_hr_partner_is_of_hr_still(self, who: People, plan: Plan) -> None:
        change_hr_partner(plan.case, who)
        assert Seat(plan.case, who.cleo).parts == {Part.HR}
        assert Seat(plan.case, who.dora).parts == {Part.HR_PARTNER}
        with pytest.raises(NotYourPart):
            plans.cancel_plan(plan, by=actor(who.cleo), reason="Moved.")

    def test_of_whom_somebody_has_reports_the_case_may_be_hidden_again(self, who: People, plan: Plan) -> None:
        """Hal is of HR, and Ben is below him: with no part he sees nothing."""
        change_manager(plan.case, who, who.hal)
        change_manager(plan.case, who)
        assert not CaseFile.objects.visible_to(who.hal).exists()

    def test_back_and_forth(self, who: People, plan: Plan) -> None:
        for to in (who.gus, who.ada, who.gus):
            change_manager(plan.case, who, to)
        assert list(plan.case.parts.filter(part=Part.MANAGER).order_by("pk").values_list("user__name", flat=True)) == [
            "Ada", "Gus", "Ada", "Gus",
        ]  # fmt: skip


class TestADraft:
    def test_it_goes_to_the_new_manager(self, who: People) -> None:
        plan = plan_in(PlanStatus.DRAFT, who)
        change_manager(plan.case, who)
        assert "Three gearboxes" in text(page(signed_in(who.gus), plan, "plan/edit/"))
        successor = People(**{**vars(who), "ada": who.gus})
        write(plan, successor, findings="As I see it.")
        submit(plan, successor)
        assert plan.versions.get().frozen_by == who.gus

    def test_an_open_editor_of_the_old_one_saves_nothing(self, who: People) -> None:
        plan = plan_in(PlanStatus.DRAFT, who)
        ada = signed_in(who.ada)
        assert "data-words-kept" in page(ada, plan, "plan/edit/").content.decode()
        change_manager(plan.case, who)
        answer = ada.post(f"/cases/{plan.case.reference}/plan/edit/", {"revision": plan.revision, "findings": "Mine"})
        assert answer.status_code == 404
        assert Plan.objects.get(pk=plan.pk).revision == plan.revision

    @pytest.mark.parametrize("deputised", [False, True])
    def test_r5_whoever_could_write_at_it_never_looks_after_it(self, who: People, deputised: bool) -> None:  # noqa: FBT001
        """A save of a draft is no event, so having had the part is enough."""
        plan, writer = plan_in(PlanStatus.DRAFT, who), kim(Role.HR)
        if deputised:
            cases.end_delegation(plan.case, by=actor(who.ada), delegation=delegate(plan.case, who, writer))
        else:
            change_manager(plan.case, who, writer)
            change_manager(plan.case, who, who.ada)
        with pytest.raises(ValidationError, match="has written at this case's plan"):
            change_hr_partner(plan.case, who, writer)


REFUSED: dict[str, tuple[Callable[[People], User], str]] = {
    "the employee": (lambda who: who.ben, "no other part in their own case"),
    "the HR partner": (lambda who: who.cleo, "has a part in this case already"),
    "whoever is it": (lambda who: who.ada, "has the part already"),
    "somebody who left": (lambda who: gone(who.gus), "account is closed"),
    "the employee's report": (lambda who: kim(manager=who.ben), "reports to the employee"),
}


def gone(user: User) -> User:
    deactivate(user)
    return user


@pytest.mark.parametrize("name", REFUSED)
def test_who_cannot_be_the_line_manager(who: People, plan: Plan, name: str) -> None:
    choose, words = REFUSED[name]
    with pytest.raises(ValidationError, match=words):
        change_manager(plan.case, who, choose(who))
    assert Seat(plan.case, who.ada).parts == {Part.MANAGER}


REFUSED_AS_HR: dict[str, tuple[Callable[[People], User], str]] = {
    "the employee": (lambda who: who.ben, "no other part in their own case"),
    "the manager": (lambda who: who.ada, "has a part in this case already"),
    "whoever is it": (lambda who: who.cleo, "has the part already"),
    "nobody of HR": (lambda who: who.fay, "not of HR"),
    "an auditor": (lambda who: who.emil, "not of HR"),
    "HR above the employee": (lambda who: who.hal, "The employee reports to this person"),
    "HR below the employee": (lambda who: kim(Role.HR, manager=who.ben), "reports to the employee"),
}


@pytest.mark.parametrize("name", REFUSED_AS_HR)
def test_who_cannot_be_the_hr_partner(who: People, plan: Plan, name: str) -> None:
    choose, words = REFUSED_AS_HR[name]
    with pytest.raises(ValidationError, match=words):
        change_hr_partner(plan.case, who, choose(who))
    assert Seat(plan.case, who.cleo).parts == {Part.HR_PARTNER}


def test_a_reason_of_ones_own_making_is_refused(who: People, plan: Plan) -> None:
    with pytest.raises(ValidationError, match="reasons given"):
        change_manager(plan.case, who, reason="dislike")


@pytest.mark.parametrize("reason", ChangeReason)
def test_everybody_reads_the_reason_and_the_words_stay_with_hr_where_they_touch_somebody(
    who: People, plan: Plan, reason: ChangeReason
) -> None:
    change_manager(plan.case, who, reason=reason)
    private = reason in (ChangeReason.CONFLICT, ChangeReason.OTHER)
    read = {name: text(page(signed_in(user), plan, "history/")) for name, user in vars(who).items() if name in READERS}
    assert all(str(reason.label) in history for history in read.values())
    assert {name for name, history in read.items() if WORDS in history} == (OF_HR if private else READERS)


READERS = {"ben", "cleo", "dora", "emil", "gus"}
OF_HR = {"cleo", "dora", "emil"}


class TestWhoIsTold:
    def told(self, kind: str) -> dict[str, str]:
        notices = Notice.objects.filter(kind=kind).select_related("recipient", "case")
        return {notice.recipient.name: str(mail_for(notice).body) for notice in notices}

    def test_of_a_change_of_manager(self, who: People, plan: Plan) -> None:
        change_manager(plan.case, who)
        told = self.told("cases.change_manager")
        assert set(told) == {"Ben", "Gus"}
        assert "Your contact in a case has changed" in told["Ben"]
        assert "You are the line manager of a case from now on." in told["Gus"]

    def test_of_a_change_of_hr_partner(self, who: People, plan: Plan) -> None:
        change_hr_partner(plan.case, who)
        told = self.told("cases.change_hr_partner")
        assert set(told) == {"Ada", "Ben", "Dora"}
        assert "Your contact at HR" in told["Ben"]
        assert "You are the HR partner of a case from now on" in told["Dora"]

    def test_an_employee_who_sees_nothing_yet_is_told_nothing(self, who: People) -> None:
        change_manager(plan_in(PlanStatus.DRAFT, who).case, who)
        assert set(self.told("cases.change_manager")) == {"Gus"}

    def test_what_waited_for_the_old_one_is_dropped(self, who: People, plan: Plan) -> None:
        """Also where they see the case still, as HR."""
        waiting = Notice.objects.filter(recipient=who.cleo, state=NoticeState.WAITING)
        assert waiting.count() > 1
        change_hr_partner(plan.case, who)
        assert not waiting.exists()


class TestThePages:
    def post(self, user: User, plan: Plan, rest: str = "manager", **fields: Any) -> Any:
        said = {"reason": "new_line", "words": WORDS, **fields}
        return signed_in(user).post(f"/cases/{plan.case.reference}/people/{rest}/", said)

    def test_search_choose_confirm(self, who: People, plan: Plan) -> None:
        found = self.post(who.cleo, plan, **{"to-words": "gus", "find": "to"})
        assert found.status_code == 200
        assert f'value="{who.gus.pk}"' in text(found)
        assert WORDS in text(found)
        assert plan.case.parts.filter(user=who.gus).count() == 0
        done = self.post(who.cleo, plan, to=who.gus.pk)
        assert (done.status_code, done["Location"]) == (302, plan.case.get_absolute_url())
        assert Seat(plan.case, who.gus).parts == {Part.MANAGER}

    def test_no_page_names_everybody(self, who: People, plan: Plan) -> None:
        shown = text(page(signed_in(who.cleo), plan, "people/manager/"))
        assert not [name for name in ("Fay", "Gus", "Dora", "Ivy") if name in shown]

    def test_the_manager_in_the_reporting_line_is_suggested(self, who: People, plan: Plan) -> None:
        User.objects.filter(pk=who.ben.pk).update(manager=who.gus)
        assert f'value="{who.gus.pk}"' in text(page(signed_in(who.cleo), plan, "people/manager/"))

    def test_a_refusal_stands_at_the_field_and_the_words_stay(self, who: People, plan: Plan) -> None:
        answer = self.post(who.cleo, plan, to=who.cleo.pk)
        assert answer.status_code == 422
        assert "has a part in this case already" in text(answer)
        assert WORDS in text(answer)

    def test_whoever_hands_on_what_let_them_see_is_led_home(self, who: People, plan: Plan) -> None:
        from people.actions import withdraw_role

        withdraw_role(who.cleo, Role.HR)
        answer = self.post(who.cleo, plan, "hr-partner", to=who.dora.pk)
        assert (answer.status_code, answer["Location"]) == (302, "/")

    def test_the_case_page_tells_who_was_before(self, who: People, plan: Plan) -> None:
        change_manager(plan.case, who)
        for user in (who.ben, who.gus, who.cleo, who.dora, who.emil):
            shown = text(page(signed_in(user), plan))
            assert "Who had a part before" in shown
            assert "Line manager from" in shown

    @pytest.mark.parametrize("name", ["ben", "emil"])
    def test_no_door_for_whoever_cannot(self, who: People, plan: Plan, name: str) -> None:
        assert "/people/" not in text(page(signed_in(getattr(who, name)), plan))
