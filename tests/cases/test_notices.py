"""Who is told of a step: whom the act names and who sees the case, never who took it."""

from typing import Any

import pytest

from cases import actions as cases
from cases.mailing import mail_for
from cases.models import Notice
from people.models import User
from plans import actions as plans
from plans.models import Plan
from plans.states import PlanStatus
from reviews import actions as reviews
from tests import amending, coaching, deliveries, evidencing, following, linking, meetings, receipts, sustaining, world
from tests.moving import arrange_and_move
from tests.world import People, actor, plan_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_plan")]

TOLD = """
cases.open_case            cleo
plans.start_plan           -
plans.submit_plan          cleo
plans.return_plan          ada
plans.approve_plan         ada
plans.issue_plan           ben cleo
plans.view_version         -
reviews.sign_receipt       ada cleo
reviews.hold_checkpoint    ben
reviews.sign_minutes       ben ada
reviews.refuse_minutes     ada
reviews.add_employee_note  ada
reviews.arrange_checkpoint ben
reviews.reschedule_checkpoint ben ada
reviews.postpone_checkpoint ada cleo
reviews.add_addendum       ada cleo
plans.begin_amendment      -
plans.submit_amendment     cleo
plans.return_amendment     ada
plans.approve_amendment    ada
plans.issue_amendment      ben cleo
plans.withdraw_amendment   cleo
plans.pause_plan           ben ada
plans.resume_plan          ben ada
reviews.open_final_review  ben cleo
reviews.summarise_plan     ada cleo
reviews.propose_outcome    cleo
reviews.return_outcome     ada
reviews.decide_outcome     ben ada
reviews.sign_outcome       ada cleo
reviews.close_case         ben ada
"""


def walk(who: People) -> None:
    """Every step once, some twice."""
    with world.in_time():
        plan = plan_in(PlanStatus.RETURNED, who)
        for step in (world.submit, world.approve, world.issue):
            step(plan, who)
    version = plans.newest_version(plan)
    plans.view_version(plan, version, by=actor(who.ben))
    world.sign(plan, who)
    world.hold(plan, who, 1)
    meetings.sign_minutes(plan, who.ada)
    first, digest = plan.checkpoints.get(number=1), meetings.minutes_digest(plan)
    reviews.refuse_minutes(first, by=actor(who.ben), digest=digest)
    meetings.sign_minutes(plan, who.ben)
    reviews.add_employee_note(plan.checkpoints.get(number=1), by=actor(who.ben), note="As I saw it.")
    reviews.add_addendum(plan.checkpoints.get(number=1), by=actor(who.ben), wrong="4", right="5")
    arrange_and_move(plan, who)
    change(plan, who)
    world.propose(plan, who)
    reviews.return_outcome(plan, by=actor(who.cleo), comment="Say more.")
    world.propose(plan, who)
    world.decide(plan, who)
    world.sign_outcome(plan, who)
    world.close(plan, who)


def change(plan: Plan, who: People) -> None:
    """A change that is returned and then issued, another one that is withdrawn, and a pause."""
    row = amending.submitted(plan, who)
    plans.return_amendment(row, by=actor(who.cleo), comment="Say why.")
    plans.submit_amendment(row, by=actor(who.ada))
    plans.approve_amendment(row, **amending.signing(row, who, "cleo"))
    plans.issue_amendment(row, **amending.signing(row, who, "ada"))
    plan.refresh_from_db()
    amending.receive(plan, who)
    plans.withdraw_amendment(amending.begin(plan, who), by=actor(who.ada), reason="No need.")
    amending.pause(plan, who)
    amending.resume(plan, who)


def told(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("recipient__name", flat=True))


def test_each_step_tells_whom_the_table_names(who: People) -> None:
    walk(who)
    table = {act: {n.title() for n in names if n != "-"} for act, *names in map(str.split, TOLD.strip().splitlines())}
    assert {act: told(act) for act in table} == table
    assert set(Notice.objects.values_list("kind", flat=True)) <= set(table)


def test_the_second_line_is_told_when_asked_and_its_approval_is_told(who: People) -> None:
    plan = plan_in(PlanStatus.SECOND_LINE, who)
    world.approve_second_line(plan, who)
    acts = ("plans.pass_to_second_line", "plans.approve_second_line")
    assert [told(act) for act in acts] == [{"Hal"}, {"Ada", "Cleo"}]


@pytest.mark.parametrize(
    ("step", "act", "names"),
    [
        (receipts.refuse, "reviews.refuse_receipt", {"Ada", "Cleo"}),
        (receipts.record_refusal, "reviews.record_refusal", {"Ben", "Cleo"}),
        (receipts.refuse_before_a_witness, "reviews.attest_refusal", {"Ada", "Cleo"}),
        (receipts.say_nothing, "reviews.lapse_receipt", {"Ada", "Ben", "Cleo"}),
        (receipts.be_served, "reviews.log_service", {"Ben", "Cleo"}),
        (receipts.be_served, "reviews.add_service_proof", {"Cleo"}),
    ],
)
def test_whom_a_receipt_that_is_not_signed_is_told(who: People, step: Any, act: str, names: set[str]) -> None:
    step(plan_in(PlanStatus.ISSUED, who), who)
    assert told(act) == names


def test_whom_coaching_is_told(who: People) -> None:
    coaching.whole(plan_in(PlanStatus.ACTIVE, who), who)
    table = {
        "plans.name_mentor": {"Ben", "Cleo"},
        "plans.mentor_named": {"Fay"},
        "reviews.log_session": {"Ben"},
        "reviews.plan_sessions": {"Ben", "Fay"},
        "reviews.confirm_session": {"Ada", "Fay"},
        "reviews.end_sessions": {"Ben", "Fay"},
        "plans.end_mentoring": {"Ben", "Cleo"},
    }
    assert {act: told(act) for act in table} == table


def test_whom_what_follows_is_told(who: People) -> None:
    """The second line hears of what it sees to itself."""
    following.one_done_and_one_dropped(plan_in(PlanStatus.DECIDED, who), who)
    acts = ("reviews.record_follow_on", "reviews.finish_follow_on", "reviews.drop_follow_on")
    assert [told(act) for act in acts] == [{"Ada", "Ben", "Cleo"}, {"Ben", "Cleo"}, {"Ada", "Ben"}]


def test_whom_a_sustain_period_is_told(who: People) -> None:
    sustaining.whole(plan_in(PlanStatus.DECIDED, who), who)
    acts = ("reviews.begin_sustain", "reviews.record_check_in", "reviews.answer_check_in")
    assert [told(act) for act in acts] == [{"Ada", "Ben"}, {"Ben"}, {"Ada"}]


def test_whom_a_case_in_which_it_goes_on_is_told(who: People) -> None:
    """In the earlier case, and the HR partner in the new one too."""
    linking.relapsed(plan_in(PlanStatus.DECIDED, who), who)
    assert told("reviews.record_relapse") == {"Ben", "Cleo"}
    in_new = Notice.objects.filter(case__follows__isnull=False).values_list("kind", "recipient__name")
    assert list(in_new) == [("cases.open_case", "Cleo")]


def test_whom_a_delivery_is_told(who: People) -> None:
    """HR hears of it where the employee says that it did not come."""
    plan = plan_in(PlanStatus.ACTIVE, who)
    deliveries.deliver_twice(plan, who)
    acts = ("reviews.deliver", "reviews.confirm_delivery")
    assert [told(act) for act in acts] == [{"Ben"}, {"Ada", "Cleo"}]
    answers = Notice.objects.filter(kind=acts[1], recipient=who.cleo)
    assert answers.count() == 1


def test_whom_evidence_is_told(who: People) -> None:
    """The employee of what they took part in, and nobody of anything else."""
    with evidencing.long_after():
        plan = evidencing.not_met(who)
        acts = ("reviews.record_evidence", "reviews.withdraw_evidence")
        for row in evidencing.record_all(plan, who, but=("training",)):
            evidencing.withdraw(plan, who, row)
        assert [told(act) for act in acts] == [set(), set()]
        evidencing.withdraw(plan, who, evidencing.record(plan, who, "transfer"))
    assert [told(act) for act in acts] == [{"Ben"}, {"Ben"}]


def test_one_notice_per_person_and_step(who: People) -> None:
    walk(who)
    keys = Notice.objects.values_list("dedupe_key", flat=True)
    assert len(set(keys)) == len(keys)
    assert Notice.objects.filter(kind="reviews.propose_outcome", recipient=who.cleo).count() == 2  # two proposals


@pytest.mark.parametrize("status", [PlanStatus.HR_REVIEW, PlanStatus.CANCELLED])
def test_the_employee_is_not_told_before_they_see_the_case(who: People, status: PlanStatus) -> None:
    plan = plan_in(status, who)
    cases.add_comment(plan.case, by=actor(who.cleo), text="For everybody", topic="plan")
    assert not Notice.objects.filter(recipient=who.ben).exists()
    assert Notice.objects.filter(kind="cases.add_comment", recipient=who.ada).count() == 1


@pytest.mark.parametrize(
    ("author", "among_hr", "names"),
    [
        ("ada", False, {"Ben", "Cleo"}),
        ("ben", False, {"Ada", "Cleo"}),
        ("ada", True, {"Cleo"}),
        ("cleo", True, {"Ada"}),
        ("ben", True, {"Ada", "Cleo"}),  # the employee has no words to hide from themselves
    ],
)
def test_a_comment_tells_those_it_reaches(who: People, author: str, among_hr: bool, names: set[str]) -> None:  # noqa: FBT001
    plan = plan_in(PlanStatus.ISSUED, who)
    by = actor(getattr(who, author))
    cases.add_comment(plan.case, by=by, text="So it is.", topic="plan", among_hr=among_hr)
    assert told("cases.add_comment") == names


def mails(user: User) -> list[Any]:
    return [mail_for(notice) for notice in Notice.objects.filter(recipient=user).select_related("recipient", "case")]


class TestMail:
    def test_a_mail_holds_no_word_of_the_case(self, who: People) -> None:
        plan = plan_in(PlanStatus.HR_REVIEW, who)
        plans.return_plan(plan, by=actor(who.cleo), comment="Zimtstern")
        for step in (world.submit, world.approve, world.issue):
            step(plan, who)
        cases.add_comment(plan.case, by=actor(who.ada), text="Zimtstern", topic="plan")
        private = (
            "Zimtstern",
            "improvement plan",
            "performance",
            "Assembly",
            *(user.name for user in (who.ben, who.ada)),
        )
        for user in (who.ada, who.ben, who.cleo):
            for mail in mails(user):
                whole = "\n".join([mail.subject, mail.body, *(str(part.content) for part in mail.alternatives)])
                found = [word for word in private if word in whole.replace(user.name, "")]
                assert found == []
                assert plan.case.reference in mail.body

    @pytest.mark.parametrize("language", ["en", "zh-hans"])
    def test_the_subject_says_nothing_in_either_language(self, who: People, language: str) -> None:
        plan_in(PlanStatus.ISSUED, who)
        User.objects.filter(pk=who.ben.pk).update(language=language)
        subjects = {mail.subject for mail in mails(who.ben)}
        assert len(subjects) == 1
        assert "pipcases" in subjects.pop()

    def test_a_mail_is_addressed_to_one_person_and_says_it_is_automatic(self, who: People) -> None:
        plan_in(PlanStatus.ISSUED, who)
        (mail,) = mails(who.ben)
        assert mail.recipients() == ["ben@example.com"]
        assert mail.extra_headers["Auto-Submitted"] == "auto-generated"

    def test_the_message_id_is_the_notices_own_and_stays(self, who: People) -> None:
        plan_in(PlanStatus.ISSUED, who)
        notices = Notice.objects.select_related("recipient", "case")
        once, again = ([mail_for(notice).extra_headers["Message-ID"] for notice in notices] for _time in range(2))
        assert once == again
        assert len(set(once)) == len(once)
