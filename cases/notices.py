"""Who is told of an act: rows in the outbox, written with the act, delivered by a worker (`cases.delivery`)."""

import logging
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

from .models import CasePart, Notice

if TYPE_CHECKING:
    from .acting import Step

log = logging.getLogger(__name__)


def tell(step: "Step") -> None:
    """One notice per person whose part the act names and who sees the case; nobody is told of their own act."""
    recipients = (
        CasePart.objects.current()
        .filter(case=step.case, part__in=step.tells, sees=True)
        .exclude(user_id=step.by.user.pk)
        .values_list("user_id", flat=True)
    )
    put(
        Notice(
            case=step.case,
            recipient_id=user_id,
            kind=step.act.name,
            about=step.subject.pk,
            dedupe_key=f"{step.case.pk}:{step.seq}:{user_id}",
            due_at=step.at,
            try_at=step.at,
        )
        for user_id in recipients
    )

    put(notice for others in _besides for notice in others(step))


Others = Callable[["Step"], Iterable[Notice]]
_besides: list[Others] = []


def besides(others: Others) -> Others:
    """Register who is told what else when an act was done, beside those whose part the act names."""
    _besides.append(others)
    return others


def put(notices: Iterable[Notice]) -> None:
    """Put notices into the outbox; one whose key is there already stays as it is."""
    if Notice.objects.bulk_create(notices, ignore_conflicts=True):
        nudge_on_commit()


def nudge_on_commit() -> None:
    transaction.on_commit(lambda: nudge("cases.tasks.deliver"))


def nudge(task: str) -> None:
    """Wake a worker. A lost nudge does no harm: the sweep finds the row within a minute."""
    try:
        current_app.send_task(task, retry=False, expires=60)
    except OperationalError as error:
        log.warning("broker unreachable, the sweep will deliver: %s", type(error).__name__)
