"""Ben appeals against the outcome of the plan of `tests.world`, Fay hears him and decides: through the real actions."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import time_machine
from django.utils import timezone

from cases.actor import Actor
from cases.signing import Purpose, prove
from people.models import User
from people.states import Factor
from plans.calendars import today_of
from plans.models import Plan, SignOff
from plans.states import PlanStatus, Step
from reviews import actions as reviews
from reviews.appealing import last_day_to_appeal
from reviews.ended import standing_outcome
from reviews.models import Appeal, Hearing, HearingStatement
from reviews.ruling import Ruled, digest_of_ruling, digest_of_the_matter
from reviews.states import Ground, Result, Ruling
from tests import ending
from tests.world import People, actor, decide, hold, plan_in

WHY = "The figures of May count rework of another shift."
PLACE = "Room 7"
SAID = {"attended": "Ben, Ada, Fay", "employee_said": "The log mixes two shifts.", "company_said": "We checked it."}


def propose(plan: Plan, who: People, result: str = Result.NOT_MET) -> None:
    """Ada proposes an outcome that one can appeal against."""
    ending.propose_as(plan, who, result, assessed=ending.rows(plan, result, "4.50"))


def decided(who: People, result: str = Result.NOT_MET, plan: Plan | None = None) -> Plan:
    """A plan whose outcome was decided today, and is not met unless said otherwise."""
    plan = plan_in(PlanStatus.ACTIVE, who, plan)
    hold(plan, who, 1)
    hold(plan, who, 2, "4.50")
    propose(plan, who, result)
    decide(plan, who)
    return plan


def file(plan: Plan, who: People, *, by: Actor | None = None, **said: Any) -> Appeal:
    told: dict[str, Any] = {"grounds": [Ground.FACTS, Ground.HELP], "words": WHY, **said}
    return reviews.file_appeal(plan, by=by or actor(who.ben), **told)


def newest(plan: Plan) -> Appeal:
    return Appeal.objects.filter(plan=plan).latest("number")


def name(plan: Plan, who: People, hearer: User | None = None, *, by: Actor | None = None, reason: str = "") -> Appeal:
    appeal = newest(plan)
    reviews.name_hearer(appeal, by=by or actor(who.cleo), hearer=hearer or who.fay, reason=reason)
    return appeal


def day_ahead(plan: Plan, days: int = 3) -> date:
    """A working day of weekday calendars, not too soon."""
    day = today_of(plan.case) + timedelta(days=days)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day


def arrange(plan: Plan, who: People, *, by: Actor | None = None, **said: Any) -> Appeal:
    appeal = newest(plan)
    told: dict[str, Any] = {"meets_on": day_ahead(plan), "meets_at": time(14), "place": PLACE, **said}
    reviews.arrange_hearing(appeal, by=by or actor(who.fay), **told)
    return appeal


def hear(plan: Plan, who: People, *, by: Actor | None = None, **said: Any) -> Hearing:
    """Recorded today: nobody has to wait for the day that was arranged."""
    told: dict[str, Any] = {"held_on": today_of(plan.case), "came": True, **SAID, **said}
    return reviews.record_hearing(newest(plan), by=by or actor(who.fay), heard=reviews.Heard(**told))


def state(plan: Plan, who: People, words: str = "I named the shift, too.") -> HearingStatement:
    return reviews.add_hearing_statement(newest(plan), by=actor(who.ben), words=words)


def ruling(plan: Plan, decision: str = Ruling.VARIED, result: str = Result.PARTIALLY_MET, **said: Any) -> Ruled:
    """What is decided; items stay as they are unless `items` says otherwise, in their order."""
    appeal = newest(plan)
    rows = list(appeal.outcome.items.order_by("item__position", "pk"))
    results: Iterable[str] = said.get("items") or [row.result for row in rows]
    kept = {} if decision == Ruling.UPHELD else dict(zip([row.item_id for row in rows], results, strict=True))
    words = said.get("reasons", "One shift must be left out.")
    return Ruled(decision=decision, result="" if decision == Ruling.UPHELD else result, reasons=words, items=kept)


def rule(plan: Plan, who: People, ruled: Ruled | None = None, *, by: User | None = None) -> SignOff:
    appeal, ruled = newest(plan), ruled or ruling(plan)
    user = by or who.fay
    purpose = Purpose(case=plan.case, step=Step.APPEAL, digest=digest_of_ruling(appeal, ruled))
    proof = prove(purpose, by=actor(user), factor=Factor.PASSWORD)
    shown = digest_of_the_matter(appeal)
    return reviews.decide_appeal(appeal, by=actor(user), ruled=ruled, digest=shown, proof=proof)


def withdraw(plan: Plan, who: People, words: str = "We have talked it over.") -> None:
    reviews.withdraw_appeal(newest(plan), by=actor(who.ben), words=words)


def heard(plan: Plan, who: People) -> Plan:
    """Filed, named, arranged, recorded, and Ben's statement."""
    for step in (file, name, arrange, hear, state):
        step(plan, who)
    return plan


def upheld(plan: Plan, who: People) -> Plan:
    heard(plan, who)
    rule(plan, who, ruling(plan, Ruling.UPHELD))
    return plan


def varied(plan: Plan, who: People) -> Plan:
    heard(plan, who)
    rule(plan, who)
    return plan


def won(plan: Plan, who: People) -> Plan:
    """Nothing is left to appeal against."""
    heard(plan, who)
    rule(plan, who, ruling(plan, Ruling.OVERTURNED, Result.MET, items=[Result.MET]))
    return plan


def after_the_window(plan: Plan) -> time_machine.travel:
    """The morning after the last day to appeal."""
    outcome = standing_outcome(plan)
    assert outcome
    day = last_day_to_appeal(plan, outcome) + timedelta(days=1)
    return time_machine.travel(datetime.combine(day, time(9), UTC), tick=True)


# What `tests.rules` tries by everybody, and the states that it tries it in.


def _file(plan: Plan, by: Actor) -> None:
    reviews.file_appeal(plan, by=by, grounds=[Ground.FACTS], words=WHY)


def _name(appeal: Appeal, by: Actor) -> None:
    """Kim, who has no part in the case."""
    reviews.name_hearer(appeal, by=by, hearer=User.objects.get(name="Kim"), reason="Fay is away.")


def _arrange(appeal: Appeal, by: Actor) -> None:
    told: dict[str, Any] = {"meets_on": day_ahead(appeal.plan), "meets_at": time(9), "place": PLACE}
    reviews.arrange_hearing(appeal, by=by, reason="Another day suits better.", **told)


def _hear(appeal: Appeal, by: Actor) -> None:
    told: dict[str, Any] = {"held_on": timezone.localdate(appeal.filed_at), "came": True, **SAID}
    reviews.record_hearing(appeal, by=by, heard=reviews.Heard(**told))


def _state(appeal: Appeal, by: Actor) -> None:
    reviews.add_hearing_statement(appeal, by=by, words="So it was.")


def _rule(appeal: Appeal, by: Actor) -> None:
    ruled = Ruled(decision=Ruling.UPHELD, reasons="It was measured as agreed.")
    purpose = Purpose(case=appeal.plan.case, step=Step.APPEAL, digest=digest_of_ruling(appeal, ruled))
    shown = digest_of_the_matter(appeal)
    reviews.decide_appeal(appeal, by=by, ruled=ruled, digest=shown, proof=prove(purpose, by=by))


def _withdraw(appeal: Appeal, by: Actor) -> None:
    reviews.withdraw_appeal(appeal, by=by)


FILING: dict[str, Callable[..., Any]] = {"reviews.file_appeal": _file}
ON_APPEAL: dict[str, Callable[..., Any]] = {
    "reviews.withdraw_appeal": _withdraw,
    "reviews.name_hearer": _name,
    "reviews.arrange_hearing": _arrange,
    "reviews.record_hearing": _hear,
    "reviews.add_hearing_statement": _state,
    "reviews.decide_appeal": _rule,
}


def ready(plan: Plan, who: People) -> Plan:
    """Filed, named, arranged, recorded; the employee's statement is still to come."""
    for step in (file, name, arrange, hear):
        step(plan, who)
    return plan


def in_state(state: str, who: People) -> Plan:
    """`G`: decided. `g`: filed. `z`: heard, and ready to be decided."""
    plan = decided(who)
    if state == "z":
        ready(plan, who)
    elif state == "g":
        file(plan, who)
    return plan


def not_met_and_varied(plan: Plan, who: People) -> None:
    varied(decided(who, plan=plan), who)


def not_met_and_withdrawn(plan: Plan, who: People) -> None:
    file(decided(who, plan=plan), who)
    withdraw(plan, who)


DECIDED = [
    "reviews.hold_checkpoint", "reviews.hold_checkpoint", "reviews.open_final_review", "reviews.summarise_plan",
    "reviews.propose_outcome", "reviews.decide_outcome",
]  # fmt: skip
APPENDS: list[tuple[Callable[[Plan, People], Any], list[str]]] = [  # of a running plan
    (not_met_and_withdrawn, [*DECIDED, "reviews.file_appeal", "reviews.withdraw_appeal"]),
    (not_met_and_varied, [
        *DECIDED, "reviews.file_appeal", "reviews.name_hearer", "reviews.arrange_hearing", "reviews.record_hearing",
        "reviews.add_hearing_statement", "reviews.decide_appeal",
    ]),
]  # fmt: skip
WORDS = ("appealed", "attended", "companion", "employee_said", "company_said", "stated", "ruled", "anew", "instead")


def with_every_word(plan: Plan, who: People, mark: str) -> None:
    """Whatever a person can write about an appeal, marked."""
    file(plan, who, words=f"{mark} appealed")
    name(plan, who)
    name(plan, who, who.dora, reason=f"{mark} instead")
    by = actor(who.dora)
    arrange(plan, who, by=by, place=f"{mark} room")
    arrange(plan, who, by=by, reason=f"{mark} anew")
    told = {name: f"{mark} {name}" for name in ("attended", "companion", "employee_said", "company_said")}
    hear(plan, who, by=by, **told)
    state(plan, who, f"{mark} stated")
    rule(plan, who, ruling(plan, reasons=f"{mark} ruled"), by=who.dora)
