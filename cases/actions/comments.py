"""What the parties say to each other."""

import uuid
from typing import Any

from cases.acting import acting
from cases.actor import Actor
from cases.acts import ADD_COMMENT
from cases.models import CaseFile, Comment
from cases.refusals import NotVisible
from cases.seat import Seat
from cases.states import GIVEN_PARTS, WHOLE_VIEW, Part
from cases.topics import find_topic

HR_ONLY = tuple(part for part in WHOLE_VIEW if part != Part.SUBJECT)


def add_comment(
    case: CaseFile,
    *,
    by: Actor,
    text: str,
    topic: str,
    topic_id: uuid.UUID | None = None,
    field: str = "",
    answers: Comment | None = None,
    among_hr: bool = False,
) -> Comment:
    """Say something about the plan, an item, a checkpoint or one field of them, once and for good.

    `among_hr` keeps it between the managers, HR and auditors; an answer reaches whom the question reached, and stands
    where the question stands. Raises `NotVisible` where the actor sees no such question or field.
    """
    if answers is not None and answers.case_id != case.pk:
        raise NotVisible
    if field:
        find_topic(Seat(case, by.user), topic, topic_id, field)
    if answers is not None:
        topic, topic_id, field = answers.topic, answers.topic_id, answers.field
    about: dict[str, Any] = {"topic": topic, "topic_id": topic_id, "field": field}
    with acting(ADD_COMMENT, case, by=by, facts=about, texts={"comment": text}) as step:
        audience = _audience(step.part, answers, among_hr=among_hr)
        said = {"author": by.user, "part": step.part, "at": step.at, "text": text}
        comment = Comment(case=case, answers=answers, audience=audience, **about, **said)
        comment.full_clean()
        comment.save()
        step.facts["comment"] = comment.pk
        step.facts["answers"] = answers.pk if answers else None
        step.facts["audience"] = " ".join(audience)
        step.facts["among_hr"] = Part.SUBJECT not in audience
        step.tells = tuple(part for part in GIVEN_PARTS if part in audience)
    return comment


def _audience(part: Part, answers: Comment | None, *, among_hr: bool) -> list[str]:
    if answers is not None:
        if part not in answers.audience:
            raise NotVisible
        return list(answers.audience)
    if among_hr and part != Part.SUBJECT:
        return list(HR_ONLY)
    return [part.value for part in WHOLE_VIEW]
