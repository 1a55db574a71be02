"""What Ben says of a draft he was shown, and what Ada answers."""

from decimal import Decimal
from typing import Any

from plans import actions as plans
from plans.consultation import Answer, ItemAnswer, ItemReply, Reply
from plans.models import Plan
from plans.rounds import newest_round
from plans.states import Decision, Verdict
from tests.world import People, actor, consult, drafted

VIEW: dict[str, Any] = {
    "verdict": Verdict.OTHER_TARGET,
    "proposed_target": Decimal("3.00"),
    "why": "Two per cent took the others a year.",
    "difficulties": "The late shift has no fitter to ask.",
    "help_wanted": "The torque chart at my own bench.",
}

VIEW_FORM = {"digest": "0" * 64, "verdict": "other_target", "proposed_target": "3", "why": "x", "difficulties": "",
             "help_wanted": "", "general": ""}  # fmt: skip
REPLY_FORM = {"digest": "0" * 64, "decision": "agreed", "words": "x"}
OF_AN_ITEM = ("verdict", "proposed_target", "why", "difficulties", "help_wanted", "decision", "words")


def view(plan: Plan, *, general: str = "", **changes: Any) -> Answer:
    """What Ben says of every item of the version he was shown."""
    said = {**VIEW, **changes}
    items = plan.versions.get(number=plan.consulted).data["items"]
    return Answer(items=[ItemAnswer(id=item["id"], **said) for item in items], general=general)


def answer(plan: Plan, who: People, **said: Any) -> None:
    digest = plan.versions.get(number=plan.consulted).digest
    plans.answer_consultation(plan, by=actor(who.ben), digest=digest, answer=view(plan, **said))


def answer_digest(plan: Plan) -> str:
    """That of Ben's newest answer, nothing where there is none."""
    current = newest_round(plan)
    return current.answered.digest if current and current.answered else ""


def reply_to(plan: Plan, *, words: str = "Three per cent it is.", general: str = "") -> Reply:
    """Ada's reply to everything that needs one; to nothing where nothing was said."""
    current = newest_round(plan)
    said = current.answered.said.to_be_replied if current and current.answered else []
    return Reply(items=[ItemReply(id=item.id, decision=Decision.AGREED, words=words) for item in said], general=general)


def reply(plan: Plan, who: People, **said: Any) -> None:
    plans.reply_to_consultation(plan, by=actor(who.ada), digest=answer_digest(plan), reply=reply_to(plan, **said))


def heard(who: People) -> Plan:
    """A draft on which the employee has given their view, and was answered."""
    plan = drafted(who)
    for step in (consult, answer, reply):
        step(plan, who)
    return plan
