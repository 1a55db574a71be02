"""Cases whose records are looked at: the one of `tests.world`, and one in Chinese from its beginning to its end."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import time_machine
from django.utils import translation

from cases.actions import add_comment, open_case
from cases.models import CaseChain, CaseFile
from people.actions import add_department, add_user
from people.models import User
from people.states import Role
from plans import actions as plans
from plans.calendars import today_of
from plans.models import Plan
from plans.states import Answer, PlanStatus, Step
from records.actions import request_copy
from records.models import RecordCopy
from reviews import actions as reviews
from reviews.states import Judgement, Result
from tests import deciding
from tests.world import (
    FAIRNESS,
    PASSWORD,
    People,
    actor,
    close,
    decide,
    document,
    hold,
    outcome_digest,
    plan_in,
    propose,
    proven,
    sign,
    sign_outcome,
)


def finished_case(who: People) -> CaseFile:
    """The English case, signed with an objection, with comments of both kinds and a note of the employee."""
    plan = plan_in(PlanStatus.ISSUED, who)
    version = plans.newest_version(plan)
    plans.view_version(plan, version, by=actor(who.ben))
    add_comment(plan.case, by=actor(who.ben), text="May I get the new torque chart as well?", topic="plan")
    question = plan.case.comments.get()
    add_comment(plan.case, by=actor(who.ada), text="Yes, it is on its way.", topic="plan", answers=question)
    add_comment(plan.case, by=actor(who.cleo), text="HR ONLY: watch the dates.", topic="plan", among_hr=True)
    sign(plan, who, Answer.DISAGREED, "The batch was faulty.")
    return _ran(plan, who).case


def _ran(plan: Plan, who: People) -> Plan:
    hold(plan, who, 1)
    reviews.add_employee_note(plan.checkpoints.get(number=1), by=actor(who.ben), note="The chart helped me.")
    hold(plan, who, 2, "1.50")
    propose(plan, who)
    reviews.return_outcome(plan, by=actor(who.cleo), comment="HR ONLY: add the log.")
    propose(plan, who)
    decide(plan, who)
    sign_outcome(plan, who, Answer.AGREED)
    close(plan, who)
    return plan


def asked_for(case: CaseFile, by: User) -> RecordCopy:
    """A copy that this person has just asked for."""
    case.refresh_from_db()
    return request_copy(case, by=actor(by))


def head_of(case: CaseFile) -> tuple[int, str]:
    chain = CaseChain.objects.get(case=case)
    return chain.seq, bytes(chain.head).hex()


CHINESE_PLAN = {
    "rating": "待改进（C 级）",
    "findings": "2026 年第一季度装配错误率为 6%，班组平均为 2%；返工每周 11 小时。\n数据取自质检系统，已与本人核对。",
    "standard": "《装配作业标准手册》",
    "standard_version": "第 4.2 版",
    "starts_on": date(2026, 4, 6),
    "ends_on": date(2026, 6, 5),
    "if_met": "在班组内公开表扬，恢复季度奖金评定资格，并进入高级装配工培养通道。",
    "if_not_met": "双方协商延长培训或调整岗位；本计划本身不构成解除劳动合同的依据。",
}
CHINESE_ITEMS = (
    {
        "area": "装配错误率",
        "observed": "3 月 10 日，同一批次三台减速器因扭矩顺序错误被退回返工；质检员当场记录了“未按标准顺序紧固”。",
        "observed_on": date(2026, 3, 10),
        "impact": "当周返工 11 小时，影响后续两条产线的交付。",
        "cause": "knowledge",
        "analysis": "新的扭矩顺序上线后，没有在工位上进行过一对一示范。",
        "baseline": Decimal(6), "target": Decimal(2), "unit": "%", "direction": "lower",
        "measured_by": "终检退回数量 ÷ 当周装配总数，按周统计。",
        "data_source": "质检系统终检记录", "assessor": "质量主管 陈静", "due_on": date(2026, 6, 5),
    },
    {
        "area": "需求文档一次通过率",
        "observed": "一季度提交的 20 份作业改善建议书中，只有 12 份一次评审通过。",
        "observed_on": date(2026, 3, 20),
        "impact": "评审平均多占用两名同事半天时间。",
        "cause": "method",
        "analysis": "缺少结构化的撰写方法，也没有在提交前自查的习惯。",
        "baseline": Decimal(60), "target": Decimal(90), "unit": "%", "direction": "raise",
        "measured_by": "一次评审通过份数 ÷ 提交份数，按月统计。",
        "data_source": "评审会议纪要", "assessor": "直属上级 李娜", "due_on": date(2026, 6, 5),
    },
)  # fmt: skip
CHINESE_SUPPORT = (
    {
        "kind": "mentoring",
        "content": "师徒一对一带教，重点练习扭矩顺序",
        "provider": "高级装配师 刘师傅",
        "schedule": "每周两次，每次 1 小时",
    },
    {"kind": "training", "content": "标准手册专项培训", "provider": "培训中心", "schedule": "4 月 10 日，半天"},
)
CHINESE_COMMITMENT = {
    "kind": "mentor_time",
    "content": "带教师傅每周 2 小时工时",
    "owner": "班组长 赵强",
    "needed_by": date(2026, 4, 6),
}
CHECKPOINTS = (date(2026, 4, 17), date(2026, 5, 8), date(2026, 5, 29))
MEASURED = (("4.2", "72", Judgement.ON_TRACK), ("2.6", "85", Judgement.AT_RISK), ("1.5", "92", Judgement.MET))


def chinese_case() -> tuple[CaseFile, dict[str, User]]:
    """装配工人案件：从起草到关闭，按计划日期进行。"""
    with translation.override("zh-hans"), time_machine.travel(datetime(2026, 4, 1, 1, tzinfo=UTC)) as clock:
        people = _chinese_people()
        plan = _chinese_draft(people)
        _walk(plan, people, clock)
    return plan.case, people


def _chinese_people() -> dict[str, User]:
    works = add_department("装配一车间")
    options: dict[str, Any] = {
        "password": PASSWORD,
        "department": works,
        "language": "zh-hans",
        "time_zone": "Asia/Shanghai",
    }
    manager = add_user("lina@example.com", name="李娜", title="车间主任", **options)
    return {
        "manager": manager,
        "subject": add_user("zhangwei@example.com", name="张伟", title="装配工", manager=manager, **options),
        "hr_partner": add_user("wangfang@example.com", name="王芳", title="人力资源伙伴", roles=(Role.HR,), **options),
    }


def _chinese_draft(people: dict[str, User]) -> Plan:
    by = actor(people["manager"])
    case = open_case(
        people["subject"], hr_partner=people["hr_partner"], by=by, language="zh-hans", time_zone="Asia/Shanghai"
    )
    plan = plans.start_plan(case, by=by)
    feedback = [
        {"given_on": date(2026, 2, 12), "said": "请按新的扭矩顺序操作，不清楚的地方随时问班组长。"},
        {"given_on": date(2026, 3, 12), "said": "本周又有三台返工，我们需要一起找出原因。"},
    ]
    rows = {"support": CHINESE_SUPPORT, "commitments": [CHINESE_COMMITMENT]}
    items = [{**fields, **rows} for fields in CHINESE_ITEMS]
    draft = document(items=items, feedback=feedback, checkpoints=CHECKPOINTS, **CHINESE_PLAN)
    plans.save_draft(plan, by=by, revision=plan.revision, document=draft)
    return plan


def _walk(plan: Plan, people: dict[str, User], clock: Any) -> None:
    manager, subject, hr = (actor(people[part]) for part in ("manager", "subject", "hr_partner"))
    plans.submit_plan(plan, by=manager)
    plans.return_plan(plan, by=hr, comment="请写明批次号。")
    plans.submit_plan(plan, by=manager)
    plans.approve_plan(plan, fairness=FAIRNESS, **proven(plan, hr.user))
    plans.issue_plan(plan, **proven(plan, manager.user))
    version = plans.newest_version(plan)
    plans.view_version(plan, version, by=subject)
    add_comment(plan.case, by=subject, text="希望带教时间安排在早班，可以吗？", topic="plan")
    add_comment(plan.case, by=manager, text="可以，从下周一开始。", topic="plan", answers=plan.case.comments.get())
    words = "我已收到。但 3 月那一批零件来料就有问题，请一并考虑。"
    signed = proven(plan, subject.user, Step.RECEIPT)
    reviews.sign_receipt(plan, answer=Answer.DISAGREED, comment=words, **signed)
    for number, (rate, passed, judgement) in enumerate(MEASURED, start=1):
        day = CHECKPOINTS[number - 1]
        late = 3 if number == 2 else 0
        clock.move_to(datetime(day.year, day.month, day.day + late, 8, tzinfo=UTC))
        _hold(plan, number, (rate, passed), judgement, people)
    clock.move_to(datetime(2026, 6, 8, 2, tzinfo=UTC))
    _end(plan, people)


def _hold(plan: Plan, number: int, values: tuple[str, str], judgement: Judgement, people: dict[str, User]) -> None:
    checkpoint = plan.checkpoints.get(number=number)
    measured = [
        reviews.Measured(
            item=item, value=Decimal(value), judgement=judgement, evidence=f"质检系统终检记录，第 {number} 次导出。"
        )
        for item, value in zip(plan.items.all(), values, strict=True)
    ]
    reviews.hold_checkpoint(
        checkpoint, by=actor(people["manager"]), held_on=today_of(plan.case), measured=measured,
        note="错误率持续下降，带教效果明显；扭矩顺序已能独立完成。", next_steps="继续使用标准手册，每周班组复盘一次。",
    )  # fmt: skip
    reviews.add_employee_note(checkpoint, by=actor(people["subject"]), note="刘师傅的带教很有帮助，早班安排合适。")


def _end(plan: Plan, people: dict[str, User]) -> None:
    assessed = [
        reviews.Assessed(
            item=item,
            result=Result.MET,
            value=Decimal(value),
            evidence="质检系统 5 月汇总，附班组长签字确认。",
            improved="新员工已能独立完成扭矩顺序。",
        )
        for item, value in zip(plan.items.all(), ("1.5", "92"), strict=True)
    ]
    summary = "错误率由 6% 降至 1.5%，返工工时减少 20%；一次通过率由 60% 提高到 92%。达到期望目标，建议进入巩固观察期。"
    deciding.review(plan, actor(people["manager"]), actor(people["subject"]))
    reviews.propose_outcome(
        plan, by=actor(people["manager"]), result=Result.MET, summary=summary, early_reason="", assessed=assessed
    )
    decided = proven(plan, people["hr_partner"], Step.DECISION, deciding.decision(plan))
    reviews.decide_outcome(plan, reasons=deciding.SOFT, **decided)
    signed = proven(plan, people["subject"], Step.OUTCOME, outcome_digest(plan))
    reviews.sign_outcome(plan, answer=Answer.AGREED, comment="谢谢大家的帮助。", **signed)
    reviews.close_case(plan, by=actor(people["hr_partner"]))
