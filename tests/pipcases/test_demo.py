"""The demo: every stage is there, everybody has something to do, and its history stands.

Loading takes seconds, so that a test here looks at more than one thing.
"""

from collections import Counter
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings

from cases.errands import errands_of
from cases.models import CaseEvent, CaseFile, Notice
from cases.queries import work_of
from cases.states import NoticeState, Stage
from cases.verify import verify
from people.demo import DEMO_ACCOUNTS, DOMAIN, PASSWORD
from people.models import User
from pipcases.demo.load import NEWS
from plans.models import Plan, SignOff
from plans.states import PlanStatus, Step
from records.models import RecordCopy
from reviews.models import Checkpoint, Outcome
from reviews.receipts import newest_receipt
from reviews.states import Keeping, ReceiptState, Result, Ruling
from reviews.sustaining import check_ins_of

TURNS = {
    "employee": {"reviews.sign_receipt"},
    "manager": {"plans.edit_plan", "plans.issue_plan", "reviews.hold_checkpoint", "reviews.record_check_in"},
    "hr": {"plans.approve_plan", "plans.resume_plan", "reviews.decide_outcome", "reviews.close_case"},
}
ASSEMBLY = ("zhang.weiqiang", "2.00", ["4.80", "3.40", "2.40", "1.80", "1.50"])
PRODUCT = ("employee", "90.00", ["68.00", "76.00", "84.00", "90.00", "92.00"])
WORDS = {
    "zhang.weiqiang": ("1.5%", "下降 20%", "一对一师徒带教", "每周班组技能复盘", "标准化操作手册"),
    "employee": ("92%", "缩短 15%", "敏捷培训", "需求评审机制", "跨部门每周例会", "分阶段检查"),
}


@pytest.fixture
def demo(db: None, settings: Settings) -> None:
    settings.DEMO = True
    call_command("load_demo")


def user(name: str) -> User:
    return User.objects.get(email=f"{name}@{DOMAIN}")


def plan_of(name: str, status: PlanStatus) -> Plan:
    return Plan.objects.get(employee=user(name), status=status)


def test_it_refuses_outside_the_demo(settings: Settings) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("load_demo")


def test_it_verifies_lies_in_the_past_and_loads_once(demo: None, capsys: pytest.CaptureFixture[str]) -> None:
    before = (User.objects.count(), CaseEvent.objects.count())
    assert verify() == before[1] > 100
    assert not CaseEvent.objects.filter(at__gt=timezone.now()).exists()
    call_command("load_demo")
    assert "already" in capsys.readouterr().out
    assert (User.objects.count(), CaseEvent.objects.count()) == before


def test_every_stage_is_there_and_each_account_has_its_turn(demo: None) -> None:
    assert set(Plan.objects.values_list("status", flat=True)) == set(PlanStatus)
    assert all(User.objects.get(email=email).check_password(PASSWORD) for email in DEMO_ACCOUNTS)
    assert {name: {case.expected for case in work_of(user(name)).mine} for name in TURNS} == TURNS
    for name in TURNS:
        languages = CaseFile.objects.visible_to(user(name)).values_list("language", flat=True)
        assert set(languages) == {"en", "zh-hans"}
    assert CaseFile.objects.visible_to(user("auditor")).count() == Plan.objects.count()
    assert not CaseFile.objects.visible_to(user("outsider")).exists()


def test_it_holds_the_worked_cases_and_no_mail_of_long_ago(demo: None) -> None:
    for name, target, reached in (ASSEMBLY, PRODUCT):
        check_worked_case(name, target, reached)
    assert RecordCopy.objects.filter(requested_by=user("employee"), case__stage=Stage.CLOSED).exists()
    running = plan_of("rachel.stone", PlanStatus.ACTIVE)
    due = Checkpoint.objects.filter(plan=running, status="planned").earliest("due_on").due_on
    assert 0 <= (timezone.now().date() - due).days <= 2
    waiting = Notice.objects.filter(state=NoticeState.WAITING)
    assert 0 < waiting.count() < 2 * CaseFile.objects.visible_to(user("auditor")).count()
    assert max(Counter(waiting.values_list("recipient", flat=True)).values()) < 20  # what one person would be sent
    assert not waiting.filter(due_at__lt=timezone.now() - NEWS).exists()


def test_a_receipt_was_refused_and_another_not_answered(demo: None) -> None:
    refused, silent = (newest_receipt(plan_of(name, PlanStatus.ACTIVE)) for name in ("owen.hughes", "zhao.lei"))
    assert refused is not None
    assert silent is not None
    assert (refused.state, [row.is_given for row in refused.attestations]) == (ReceiptState.REFUSED, [True])
    assert (silent.state, [row.proofs[0].result for row in silent.services]) == (ReceiptState.SERVED, ["delivered"])


def test_a_mail_came_back_and_waits_for_hr(demo: None) -> None:
    back = Notice.objects.get(state=NoticeState.BOUNCED)
    assert (back.recipient, back.fault) == (user("zhao.lei"), "5.2.2")
    assert back.case in [task.case for task in errands_of(user("hr")) if "/mail/" in task.url]


def test_an_appeal_was_varied_a_success_is_sustained_and_somebody_left(demo: None) -> None:
    check_appeal()
    check_sustained()
    assert not plan_of("jonas.weber", PlanStatus.LEFT).outcomes.exists()


def check_appeal() -> None:
    """The first outcome stays, and the hearer signed what they decided."""
    plan = plan_of("hannah.kerr", PlanStatus.DECIDED)
    appeal, outcomes = plan.appeals.get(), list(plan.outcomes.order_by("number"))
    assert (appeal.decision, appeal.hearer, appeal.lacks_statement) == (Ruling.VARIED, user("amara.diallo"), False)
    assert [row.result for row in outcomes] == [Result.NOT_MET, Result.PARTIALLY_MET]
    assert outcomes[1].varies == outcomes[0]
    assert SignOff.objects.get(plan=plan, step=Step.APPEAL).user == appeal.hearer
    assert [row.ended for row in plan.follow_ons.all()] == [None]


def check_sustained() -> None:
    """One check-in in both sides' words, two to come; one thing that follows is done."""
    plan = plan_of("ellen.park", PlanStatus.SUSTAIN)
    first, *others = check_ins_of(plan)
    assert (first.recorded.keeping if first.recorded else None, bool(first.answered)) == (Keeping.KEEPS_UP, True)
    assert [row.recorded for row in others] == [None, None]
    assert [bool(row.ended) for row in plan.follow_ons.order_by("number")] == [True, False]


def check_worked_case(name: str, target: str, reached: list[str]) -> None:
    """The article's figures, in Chinese, closed and met, signed at every step; nobody appealed."""
    plan = plan_of(name, PlanStatus.CLOSED)
    item = plan.items.all()[0]
    outcome = Outcome.objects.get(plan=plan)
    measured = item.progress.order_by("checkpoint__number").values_list("value", flat=True)
    assert (plan.case.language, item.target, outcome.result) == ("zh-hans", Decimal(target), Result.MET)
    assert [str(value) for value in measured] == reached
    assert all(word in outcome.summary for word in WORDS[name])
    assert {sign_off.step for sign_off in SignOff.objects.filter(plan=plan)} == set(Step) - {Step.APPEAL}
