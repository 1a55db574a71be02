"""What the case page shows of the plan."""

from cases.panels import Panel, panel
from cases.queries import comments
from cases.seat import Seat

from . import rulesets
from .acts import (
    ANSWER_CONSULTATION,
    APPROVE_AMENDMENT,
    BEGIN_AMENDMENT,
    EDIT_PLAN,
    END_MENTORING,
    ISSUE_AMENDMENT,
    NAME_MENTOR,
    OPEN_CONSULTATION,
    PAUSE_PLAN,
    RECORD_LEAVING,
    REPLY_TO_CONSULTATION,
    RESUME_PLAN,
    SUBMIT_AMENDMENT,
    WITHDRAW_AMENDMENT,
)
from .changing import changes_for
from .library.keepers import may_keep
from .mentoring import mentorings_of, mentors_in
from .models import Amendment, Plan
from .queries import newest_for, plan_of
from .rounds import rounds_for


@panel(place=2)
def leaver_panel(seat: Seat) -> Panel | None:
    """The employee left: what HR can do about the plan now, below what is said of it (`cases.leavers`)."""
    plan = None if seat.case.subject.is_active else plan_of(seat)
    return Panel("plans/leaver.html", {"plan": plan}) if plan and seat.may(RECORD_LEAVING, plan) else None


@panel(place=20)
def plan_panel(seat: Seat) -> Panel | None:
    """The plan at a glance, for those who may read it."""
    plan = plan_of(seat)
    if plan is None:
        return None
    version = newest_for(seat)
    drafting = seat.may(EDIT_PLAN, plan) and not plan.issued  # the panel of changes has the door to a change's draft
    said = comments(seat).count()
    context = {
        "plan": plan, "version": version, "drafting": drafting, "said": said,
        "is_blank": not plan.draft.get("items"), "may_keep": may_keep(seat, plan),
    }  # fmt: skip
    return Panel("plans/panel.html", context)


@panel(place=22)
def changes_panel(seat: Seat) -> Panel | None:
    """What changed since the plan was issued, what is under way, pauses; and the door to begin."""
    plan = plan_of(seat)
    if plan is None or not plan.issued:
        return None
    context, acts = (
        changes_for(seat),
        {"may_begin": BEGIN_AMENDMENT, "may_pause": PAUSE_PLAN, "may_resume": RESUME_PLAN},
    )
    doors = {name: seat.may(act, plan) and not context["open"] for name, act in acts.items()}
    if not (context["amendments"] or context["pauses"] or any(doors.values())):
        return None
    return Panel("plans/amendment/panel.html", {"plan": plan, **context, **doors, **_steps(seat, context["open"])})


def _steps(seat: Seat, amendment: Amendment | None) -> dict[str, bool]:
    """What this person can do about the change under way."""
    acts = {
        "may_write": SUBMIT_AMENDMENT, "may_review": APPROVE_AMENDMENT, "may_issue": ISSUE_AMENDMENT,
        "may_withdraw": WITHDRAW_AMENDMENT,
    }  # fmt: skip
    return {name: bool(amendment and seat.may(act, amendment)) for name, act in acts.items()}


@panel(place=16)
def mentors_panel(seat: Seat) -> Panel | None:
    """Who helps with which items, for everybody who reads the plan."""
    plan = plan_of(seat)
    if plan is None or not (plan.issued or seat.may(NAME_MENTOR, plan)):
        return None
    rows, version = mentorings_of(seat, plan), newest_for(seat)
    mentors = mentors_in(rows, version) if version else []
    may_name, may_end = (seat.may(act, plan) for act in (NAME_MENTOR, END_MENTORING))
    if not (mentors or may_name):
        return None
    left = [mentor for mentor in mentors if not mentor.user.is_active]
    context = {"mentors": mentors, "left": left, "may_name": may_name, "may_end": may_end}
    return Panel("plans/mentoring/panel.html", context)


@panel(place=25)
def consultation_panel(seat: Seat) -> Panel | None:
    """What the employee said of the draft and what was answered, for everybody in the case; and how to ask them."""
    plan = plan_of(seat)
    if plan is None:
        return None
    rounds, doors = rounds_for(seat, plan), _doors(seat, plan)
    if not rounds and not any(doors.values()):
        return None
    context = {"plan": plan, "rounds": rounds[::-1], **doors}
    context["is_required"] = rulesets.get(plan.ruleset).consultation.required
    return Panel("plans/consultation/panel.html", context)


def _doors(seat: Seat, plan: Plan) -> dict[str, bool]:
    """Which of the acts this person can do now: a door that would be shut is not shown."""
    acts = {"may_open": OPEN_CONSULTATION, "may_answer": ANSWER_CONSULTATION, "may_reply": REPLY_TO_CONSULTATION}
    return {name: seat.may(act, plan) and not any(act.blocks(plan)) for name, act in acts.items()}
