"""A case walked through the real actions, each on the day its story says."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import time_machine
from django.utils import translation

from cases.actions import add_comment, open_case, record_reading
from cases.actor import Actor
from cases.models import CaseFile, Comment
from cases.seat import Seat
from cases.signing import Purpose, prove
from people.models import User
from plans import actions as plans
from plans import rulesets
from plans.consultation import Answer, ItemAnswer, ItemReply, Reply
from plans.draft import Basis, Calendar, Consequences, Draft, Piece
from plans.fairness import Answers, Holds, Weighed
from plans.models import Item, Plan
from plans.states import Step
from records.actions import request_copy
from reviews import actions as reviews

from . import appeals, changing, coaching, deliveries, ending, evidence, following, handing_over, meetings, receipts
from .company import Company
from .story import Story, moment_of

ADDRESS = "192.0.2.10"  # RFC 5737: belongs to nobody
USER_AGENT = "pipcases demonstration"
FIRST = datetime(2025, 1, 1, tzinfo=UTC)
PIECES: dict[str, type[Piece]] = {"basis": Basis, "calendar": Calendar, "consequences": Consequences}


@dataclass
class Walk:
    """A case on its way. `said` holds the comments that a later one answers, by the name the story gives them."""

    story: Story
    people: Company
    case: CaseFile = field(init=False)
    plan: Plan = field(init=False)
    said: dict[str, Comment] = field(default_factory=dict)

    def person(self, part: str) -> User:
        return self.people[self.story[part]]

    def by(self, part: str) -> Actor:
        return self.acts_as(self.person(part))

    def acts_as(self, user: User) -> Actor:
        return Actor(user=user, address=ADDRESS, user_agent=USER_AGENT)

    def proven(self, part: str, step: Step = Step.ISSUE) -> dict[str, Any]:
        """Who signs what, with a proof. No factor was shown: the sign-off says that none is recorded."""
        outcome = self.plan.outcomes.last() if step == Step.OUTCOME else None
        digest, by = outcome.digest if outcome else plans.newest_version(self.plan).digest, self.by(part)
        return {"by": by, "digest": digest, "proof": prove(Purpose(case=self.case, step=step, digest=digest), by=by)}

    @property
    def items(self) -> list[Item]:
        return list(self.plan.items.all())


def walk(story: Story, people: Company) -> CaseFile:
    """Take every step of the story. Time never runs backwards, also where a weekend draws two days together."""
    going = Walk(story, people)
    now = FIRST
    with time_machine.travel(now, tick=False) as clock, translation.override(story["language"]):
        for step in story["steps"]:
            now = max(now + timedelta(minutes=1), moment_of(step, story["time_zone"]).astimezone(UTC))
            clock.move_to(now)
            STEPS[step["act"]](going, step)
    return going.case


def _draft(going: Walk, step: Story) -> None:
    """Open the case and write the plan."""
    by, story = going.by("manager"), going.story
    going.case = open_case(
        going.person("subject"),
        hr_partner=going.person("hr_partner"),
        by=by,
        language=story["language"],
        time_zone=story["time_zone"],
    )
    going.plan = plans.start_plan(going.case, by=by, ruleset=story.get("ruleset", rulesets.default().name))
    plans.save_draft(going.plan, by=by, revision=going.plan.revision, document=_document(story))


def _document(story: Story) -> Draft:
    """The story's plan as a draft: its fields stand in the pieces they belong to."""
    told = dict(story["plan"])
    basis = {"prior_feedback": story.get("feedback", ())}
    pieces: dict[str, Any] = {"basis": basis, "items": story.get("items", ()), "currency": told.pop("currency", "")}
    for name, piece in PIECES.items():
        pieces.setdefault(name, {}).update({key: told[key] for key in piece.model_fields if key in told})
    return Draft.model_validate(pieces)


def _open_consultation(going: Walk, step: Story) -> None:
    plans.open_consultation(going.plan, by=going.by("manager"))


def _answer_consultation(going: Walk, step: Story) -> None:
    """The employee's view of every item, in the items' order."""
    shown = plans.newest_version(going.plan)
    rows = zip(shown.data["items"], step["items"], strict=True)
    said = [ItemAnswer(id=item["id"], **told) for item, told in rows]
    answer = Answer(items=said, general=step.get("general", ""))
    plans.answer_consultation(going.plan, by=going.by("subject"), digest=shown.digest, answer=answer)


def _reply_to_consultation(going: Walk, step: Story) -> None:
    """One reply for each item that needs one, in the items' order."""
    answer = going.plan.consultations.latest("opened_at").answer
    rows = zip(answer.said.to_be_replied, step["items"], strict=True)
    reply = Reply(items=[ItemReply(id=said.id, **told) for said, told in rows], general=step.get("general", ""))
    plans.reply_to_consultation(going.plan, by=going.by("manager"), digest=answer.digest, reply=reply)


def _submit(going: Walk, step: Story) -> None:
    plans.submit_plan(going.plan, by=going.by("manager"))


def _return(going: Walk, step: Story) -> None:
    plans.return_plan(going.plan, by=going.by("hr_partner"), comment=step["comment"])


def _approve(going: Walk, step: Story) -> None:
    plans.approve_plan(going.plan, fairness=_fairness(going.plan), **going.proven("hr_partner"))


def _pass_on(going: Walk, step: Story) -> None:
    plans.pass_to_second_line(going.plan, fairness=_fairness(going.plan), **going.proven("hr_partner"))


def _approve_second_line(going: Walk, step: Story) -> None:
    plans.approve_second_line(going.plan, **going.proven("second_line"))


def _fairness(plan: Plan) -> Answers:
    """HR looked at everything, and found nothing against the plan."""
    review = rulesets.get(plan.ruleset).review
    return Answers(
        {question.id: Weighed.NOTHING for question in review.questions},
        {prompt.id: Holds.NOT for prompt in review.prompts},
    )


def _issue(going: Walk, step: Story) -> None:
    plans.issue_plan(going.plan, **going.proven("manager"))


def _view(going: Walk, step: Story) -> None:
    plans.view_version(going.plan, plans.newest_version(going.plan), by=going.by("subject"))


def _sign(sign: Callable[..., object], what: Step) -> Callable[[Walk, Story], None]:
    def signed(going: Walk, step: Story) -> None:
        words = {"answer": step["answer"], "comment": step.get("comment", "")}
        sign(going.plan, **words, **going.proven("subject", what))

    return signed


def _comment(going: Walk, step: Story) -> None:
    """Somebody says something about the plan, or about the item or checkpoint of this number."""
    comment = add_comment(
        going.case,
        by=going.by(step["by"]),
        text=step["text"],
        topic=step["topic"],
        topic_id=_topic_id(going, step),
        field=step.get("field", ""),
        answers=going.said[step["answers"]] if "answers" in step else None,
        among_hr=step.get("among_hr", False),
    )
    going.said[step.get("name", "")] = comment


def _topic_id(going: Walk, step: Story) -> Any:
    match step["topic"]:
        case "item":
            return going.plan.document.items[step["number"] - 1].id
        case "checkpoint":
            return going.plan.checkpoints.get(number=step["number"]).pk
    return None


def _tick(going: Walk, step: Story) -> None:
    learning = _learning(going, step["title"])
    reviews.tick_learning(going.plan, by=going.by("subject"), learning=learning, words=step.get("words", ""))


def _confirm(going: Walk, step: Story) -> None:
    told = {"learning": _learning(going, step["title"]), "answer": step["answer"], "words": step.get("words", "")}
    reviews.confirm_learning(going.plan, by=going.by("manager"), **told)


def _learning(going: Walk, title: str) -> uuid.UUID:
    """The learning resource that the story calls by this title."""
    entries = (entry for item in going.items for row in item.support.all() for entry in row.learning)
    return uuid.UUID(next(entry["id"] for entry in entries if entry["title"] == title))


def _cancel(going: Walk, step: Story) -> None:
    plans.cancel_plan(going.plan, by=going.by("hr_partner"), reason=step["reason"])


def _copy(going: Walk, step: Story) -> None:
    request_copy(going.case, by=going.by("subject"))


def _audit(going: Walk, step: Story) -> None:
    auditor = going.people["auditor"]
    record_reading(Seat(going.case, auditor), by=going.acts_as(auditor))


STEPS: dict[str, Callable[[Walk, Story], None]] = {
    **receipts.STEPS,
    **appeals.STEPS,
    **changing.STEPS,
    **coaching.STEPS,
    **deliveries.STEPS,
    **ending.STEPS,
    **evidence.STEPS,
    **following.STEPS,
    **handing_over.STEPS,
    **meetings.STEPS,
    "draft": _draft,
    "open_consultation": _open_consultation,
    "answer_consultation": _answer_consultation,
    "reply_to_consultation": _reply_to_consultation,
    "submit_plan": _submit,
    "return_plan": _return,
    "approve_plan": _approve,
    "pass_to_second_line": _pass_on,
    "approve_second_line": _approve_second_line,
    "issue_plan": _issue,
    "view_version": _view,
    "sign_receipt": _sign(reviews.sign_receipt, Step.RECEIPT),
    "add_comment": _comment,
    "tick_learning": _tick,
    "confirm_learning": _confirm,
    "cancel_plan": _cancel,
    "request_copy": _copy,
    "read_as_auditor": _audit,
}
