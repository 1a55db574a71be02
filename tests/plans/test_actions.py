"""Drafting, HR's review and issue."""

import hashlib
import json
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cases.actions import open_case
from cases.models import CaseEvent, CaseFile, CasePart, EventText
from cases.queries import history
from cases.refusals import NotYourPart, WrongMoment
from cases.seat import Seat
from cases.states import Part
from people.actions import add_user
from people.models import User
from people.states import Role
from plans import actions
from plans.actions.layout import lay_out
from plans.models import Plan
from plans.queries import version_for
from plans.states import Answer, PlanStatus
from tests.world import (
    FAIRNESS,
    ITEM,
    PLAN,
    People,
    actor,
    approve,
    document,
    drafted,
    issue,
    opened,
    plan_in,
    proven,
    sign,
    submit,
    write,
)

pytestmark = pytest.mark.django_db


def open_with(who: People, hr_partner: User) -> CaseFile:
    return open_case(who.ben, hr_partner=hr_partner, by=actor(who.ada), language="en", time_zone="UTC")


class TestWhoReviews:
    """R5: the plan is approved by somebody who neither drafted it nor is its subject."""

    @pytest.mark.parametrize("name", ["ada", "ben", "fay", "emil"])
    def test_only_hr_can_be_hr_partner(self, who: People, name: str) -> None:
        with pytest.raises(ValidationError) as refusal:
            open_with(who, getattr(who, name))
        assert list(refusal.value.message_dict) == ["hr_partner"]
        assert not CaseFile.objects.exists()

    def test_hr_in_the_reporting_line_cannot(self, who: People) -> None:
        with pytest.raises(ValidationError, match="reports to this person"):
            open_with(who, who.hal)

    def test_a_manager_who_is_of_hr_cannot_review_their_own_plan(self, who: People) -> None:
        report = add_user("kim@example.com", name="Kim", manager=who.cleo)
        with pytest.raises(ValidationError):
            open_case(report, hr_partner=who.cleo, by=actor(who.cleo), language="en", time_zone="UTC")

    def test_an_employee_of_hr_cannot_review_their_own_plan(self, who: People) -> None:
        report = add_user("kim@example.com", name="Kim", roles=(Role.HR,), manager=who.ada)
        with pytest.raises(ValidationError):
            open_case(report, hr_partner=report, by=actor(who.ada), language="en", time_zone="UTC")

    @pytest.mark.tampers
    @pytest.mark.parametrize("part", [Part.HR_PARTNER, Part.SUBJECT])
    def test_the_database_refuses_a_second_part(self, who: People, part: Part) -> None:
        case = opened(who)
        CasePart.objects.filter(case=case, part=part).update(until=case.opened_at.replace(year=2100))
        with pytest.raises(IntegrityError, match="one_part_per_person"), transaction.atomic():
            CasePart.objects.create(case=case, user=who.ada, part=part)

    def test_the_database_refuses_a_second_holder(self, who: People) -> None:
        case = opened(who)
        with pytest.raises(IntegrityError, match="one_person_per_part"), transaction.atomic():
            CasePart.objects.create(case=case, user=who.dora, part=Part.HR_PARTNER)

    def test_the_manager_does_not_approve(self, who: People) -> None:
        plan = plan_in(PlanStatus.HR_REVIEW, who)
        with pytest.raises(NotYourPart):
            actions.approve_plan(plan, fairness=FAIRNESS, **proven(plan, who.ada))


class TestReturn:
    def test_r5_a_comment_is_kept_for_ever_and_not_shown_to_the_employee(self, who: People) -> None:
        plan = plan_in(PlanStatus.HR_REVIEW, who)
        actions.return_plan(plan, by=actor(who.cleo), comment="Too vague.")
        for step in (submit, approve, issue):
            step(plan, who)
        readers = {name: words(plan.case, getattr(who, name)) for name in ("ada", "ben", "cleo", "dora", "emil")}
        said = ["Too vague."]
        assert readers == {"ada": said, "ben": [], "cleo": said, "dora": said, "emil": said}
        assert EventText.objects.filter(field="comment", value="Too vague.").exists()

    def test_a_returned_plan_can_be_written_again_and_keeps_its_versions(self, who: People) -> None:
        plan = plan_in(PlanStatus.RETURNED, who)
        write(plan, who, findings="Batch 7.")
        submit(plan, who)
        one, two = plan.versions.all()
        assert (one.data["basis"]["findings"], two.data["basis"]["findings"]) == (PLAN["findings"], "Batch 7.")
        assert plan.frozen == 2


def words(case: CaseFile, user: User) -> list[str]:
    """A person's reading of the history: the texts that stand in it."""
    lines, _before = history(Seat(case, user))
    return [text for line in lines for text in line.words]


class TestDrafts:
    def test_a_draft_is_read_by_its_manager_only(self, who: People) -> None:
        plan = drafted(who)
        assert [version_for(Seat(plan.case, user), plan) for user in (who.cleo, who.dora, who.emil)] == [None] * 3

    def test_a_stale_save_is_refused_and_changes_nothing(self, who: People) -> None:
        plan = drafted(who)
        with pytest.raises(actions.StaleDraft):
            actions.save_draft(plan, by=actor(who.ada), revision=plan.revision - 1, document=document(rating="Other"))
        saved = Plan.objects.get(pk=plan.pk).document.basis
        assert (saved.rating, len(saved.prior_feedback)) == (PLAN["rating"], 1)

    def test_a_plan_ends_after_it_starts(self, who: People) -> None:
        plan = drafted(who)
        with pytest.raises(ValidationError, match="must end after it starts"):
            write(plan, who, ends_on=PLAN["starts_on"])

    def test_the_dates_stand_in_the_list_too(self, who: People) -> None:
        plan = Plan.objects.get(pk=drafted(who).pk)
        assert (plan.starts_on, plan.ends_on) == (PLAN["starts_on"], PLAN["ends_on"])


class TestLayout:
    """What an issued plan stands on as rows."""

    @pytest.mark.parametrize(
        "changes",
        [
            {"target": ITEM["baseline"]},
            {"direction": "raise"},
            {"direction": "within", "lower_limit": None},
            {"direction": "within", "lower_limit": "1.00", "baseline": "1.50"},
            {"cause": "laziness"},
            {"due_on": None},
            {"target": None},
            {"assessor": ""},
        ],
        ids=str,
    )
    def test_r2_an_item_that_leads_nowhere_is_never_issued(self, who: People, changes: dict[str, Any]) -> None:
        plan = plan_in(PlanStatus.APPROVED, who)
        version = actions.newest_version(plan)
        version.data["items"][0].update(changes)
        with pytest.raises((ValidationError, IntegrityError)), transaction.atomic():
            lay_out(plan, version)
        assert plan.items.count() == 0

    def test_rows_keep_the_ids_of_the_draft(self, who: People) -> None:
        plan = plan_in(PlanStatus.ISSUED, who)
        (drafted_item,) = plan.document.items
        row = plan.items.get()
        assert row.pk == drafted_item.id
        assert [row.pk for row in row.support.all()] == [row.id for row in drafted_item.support]
        assert [row.pk for row in row.commitments.all()] == [row.id for row in drafted_item.commitments]

    def test_a_draft_has_no_rows(self, who: People) -> None:
        assert plan_in(PlanStatus.APPROVED, who).items.count() == 0


class TestIssue:
    def test_r12_the_issued_version_is_what_hr_approved_byte_for_byte(self, who: People) -> None:
        plan = plan_in(PlanStatus.ISSUED, who)
        version = actions.newest_version(plan)
        assert version.content_digest() == version.digest
        assert version.digest == hashlib.sha256(bytes(version.content)).hexdigest()
        told = {event.act: event.data["facts"] for event in CaseEvent.objects.filter(case=plan.case)}
        for act in ("plans.submit_plan", "plans.approve_plan", "plans.issue_plan"):
            assert (told[act]["version"], told[act]["digest"]) == (1, version.digest)
        assert json.loads(bytes(version.content))["items"][0]["target"] == "2.00"

    def test_the_employee_sees_nothing_before_it(self, who: People) -> None:
        plan = plan_in(PlanStatus.APPROVED, who)
        assert not CaseFile.objects.visible_to(who.ben).exists()
        issue(plan, who)
        assert CaseFile.objects.visible_to(who.ben).get() == plan.case

    def test_a_cancelled_draft_stays_unseen(self, who: People) -> None:
        plan_in(PlanStatus.CANCELLED, who)
        assert not CaseFile.objects.visible_to(who.ben).exists()


class TestOnePlan:
    def test_r7_a_second_live_plan_is_refused_also_in_another_case(self, who: People) -> None:
        plan_in(PlanStatus.ISSUED, who)
        with pytest.raises(WrongMoment) as refusal:
            actions.start_plan(opened(who), by=actor(who.ada))
        assert [str(reason) for reason in refusal.value.reasons] == [
            "A plan cannot be begun for this person now. HR can tell you more."
        ]

    def test_r7_the_database_refuses_it_too(self, who: People) -> None:
        drafted(who)
        with pytest.raises(IntegrityError, match="one_live_plan"), transaction.atomic():
            Plan.objects.create(case=opened(who), employee=who.ben)

    def test_after_a_cancelled_one_another_may_begin(self, who: People) -> None:
        plan_in(PlanStatus.CANCELLED, who)
        assert write(actions.start_plan(opened(who), by=actor(who.ada)), who).status == PlanStatus.DRAFT


def test_r12_the_employees_first_view_comes_before_the_signature(who: People) -> None:
    plan = plan_in(PlanStatus.ISSUED, who)
    version = actions.newest_version(plan)
    actions.view_version(plan, version, by=actor(who.ben))
    sign(plan, who, Answer.AGREED)
    acts = [event.act for event in CaseEvent.objects.filter(case=plan.case).order_by("seq")]
    assert acts[-2:] == ["plans.view_version", "reviews.sign_receipt"]
