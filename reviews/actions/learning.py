"""What there is to learn from: the employee says it is done, the manager confirms it or says not yet."""

import uuid

from cases.acting import Step, acting
from cases.actor import Actor
from cases.refusals import NotVisible, WrongMoment
from plans.models import Plan, SupportMeasure
from reviews.acts import CONFIRM_LEARNING, TICK_LEARNING
from reviews.learning import against_answer, against_tick
from reviews.models import LearningStep
from reviews.states import Learned


def tick_learning(plan: Plan, *, by: Actor, learning: uuid.UUID, words: str = "") -> LearningStep:
    """The employee says that they are done with this resource; again only after a "not yet".

    Raises `NotVisible` for a resource that the plan does not have.
    """
    with acting(TICK_LEARNING, plan, by=by, texts={"words": words}) as step:
        support, before = _so_far(plan, learning)
        _refuse(against_tick(before))
        number = before.number + 1 if before else 1
        return _take(step, support, learning, number=number, answer=Learned.DONE, words=words)


def confirm_learning(plan: Plan, *, by: Actor, learning: uuid.UUID, answer: str, words: str = "") -> LearningStep:
    """The manager confirms what the employee ticked, or says not yet, and what is missing.

    Raises `NotVisible` for a resource that the plan does not have, `ValidationError` for a "not yet" without words.
    """
    with acting(CONFIRM_LEARNING, plan, by=by, texts={"words": words}) as step:
        support, before = _so_far(plan, learning)
        _refuse(against_answer(before))
        number = before.number if before else 0
        return _take(step, support, learning, number=number, answer=Learned(answer), words=words)


def _so_far(plan: Plan, learning: uuid.UUID) -> tuple[SupportMeasure, LearningStep | None]:
    """The measure that carries the resource, and the step taken last; read under the case's lock."""
    carriers = SupportMeasure.objects.filter(
        item__plan=plan, dropped_in=None, learning__contains=[{"id": str(learning)}]
    )
    support = carriers.order_by("item__position", "position").first()
    if support is None:
        raise NotVisible
    return support, plan.learning_steps.filter(learning=learning).last()


def _refuse(reason: str | None) -> None:
    if reason:
        raise WrongMoment(reason)


def _take(
    step: Step, support: SupportMeasure, learning: uuid.UUID, *, number: int, answer: Learned, words: str
) -> LearningStep:
    row = LearningStep(
        plan=step.subject,
        support=support,
        learning=learning,
        number=number,
        said=answer,
        words=words,
        by=step.by.user,
        at=step.at,
    )
    row.full_clean()
    row.save()
    step.facts.update(step=row.pk, support=support.pk, learning=learning, number=number, answer=answer)
    return row
