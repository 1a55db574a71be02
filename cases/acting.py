"""The one way to change a case.

`acting` opens a transaction, locks the case file, re-reads the subject, checks who and when, lets the body change
fields, moves the status, validates, saves, refreshes the list columns, appends one event, puts the notices into the
outbox, and lets the rooms above put in order what follows (`cases.afterwards`). Nobody can take the step without the
event, or write the event without the step.

Fields are set inside the block: `refresh_from_db` throws away what was set before. An action may call another
inside its block; the inner event then comes first, and both are numbered from the locked chain head.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from people.models import User

from . import afterwards, chain, notices, summary
from .actor import Actor
from .acts import Act
from .models import CaseFile
from .seat import Seat
from .states import Part


@dataclass
class Step:
    """What the body of an `acting` block works with. `principal` is for whom a deputy acts, under their own name. The
    body sets `stays` where the act moves its subject only under a condition, and that does not hold.
    """

    act: Act
    subject: Any
    case: CaseFile
    by: Actor
    part: Part
    at: datetime
    facts: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    seq: int = 0
    before: str = ""
    tells: tuple[Part, ...] = ()
    principal: User | None = None
    stays: bool = False


@contextmanager
def acting(
    act: Act,
    subject: Any,
    *,
    by: Actor,
    facts: Mapping[str, Any] | None = None,
    texts: Mapping[str, str] | None = None,
) -> Iterator[Step]:
    """Do one act. `facts` go into the event as they are; `texts` are people's words and go in as commitments.

    Raises `NotVisible`, `NotYourPart` or `WrongMoment` (nothing is written), `ValidationError` where the changed
    subject breaks a rule of its table.
    """
    _check_subject(act, subject)
    with transaction.atomic():
        step = _begin(act, subject, by)
        step.facts.update(facts or {})
        step.texts.update(texts or {})
        yield step
        _finish(step)


@contextmanager
def drafting(act: Act, subject: Any, *, by: Actor) -> Iterator[Step]:
    """Change a draft that nobody else has seen: the same lock and checks, and no event."""
    _check_subject(act, subject)
    if act.recorded:
        raise ValueError(f"{act.name} is recorded: use acting")
    with transaction.atomic():
        step = _begin(act, subject, by)
        yield step
        subject.full_clean(exclude=_not_drafted(subject))
        subject.save()


def _not_drafted(subject: models.Model) -> set[str]:
    """What writing a draft cannot change, and need not be asked about again: whose it is, and where it stands."""
    return {field.name for field in subject._meta.fields if field.is_relation} | {"status"}


def _check_subject(act: Act, subject: models.Model) -> None:
    if subject._meta.label != act.on:
        raise TypeError(f"{act.name} is done to {act.on}, not to {subject._meta.label}")


def _begin(act: Act, subject: Any, by: Actor) -> Step:
    case = CaseFile.objects.locked(subject.case_id)
    subject.refresh_from_db()
    if isinstance(subject, CaseFile):
        case = subject
    seat = Seat(case, by.user)
    seat.check(act, subject)
    part = seat.part_for(act)
    return Step(
        act, subject, case, by, part, timezone.now(), before=subject.status, tells=act.mail,
        principal=seat.principal_in(part),
    )  # fmt: skip


def _finish(step: Step) -> None:
    if not step.stays:
        step.subject.status = step.act.moves_to(step.subject.status)
    _save(step.subject)
    summary.refresh(step.case)
    step.seq = chain.append(step.case.pk, _body(step), _texts(step)).seq
    notices.tell(step)
    afterwards.see_to(step)


def _save(subject: Any) -> None:
    subject.full_clean()
    subject.save()


def _body(step: Step) -> dict[str, Any]:
    return {
        "act": step.act.name,
        "at": step.at,
        "by": _by(step),
        "subject": {"kind": step.act.on, "id": step.subject.pk},
        "from": step.before,
        "to": step.subject.status,
        "facts": step.facts,
    }


def _by(step: Step) -> dict[str, Any]:
    """Who acted, and in whose place where they deputised (R16: never under another's name)."""
    by = {"user": step.by.user.pk, "part": step.part, "session": step.by.session}
    return by | {"for": step.principal.pk} if step.principal else by


def _texts(step: Step) -> dict[str, str]:
    return {**step.texts, "address": step.by.address, "user_agent": step.by.user_agent}
