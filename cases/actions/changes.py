"""A part passes on for good: another line manager, another HR partner."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cases.acting import Step, acting
from cases.actor import Actor
from cases.acts import CHANGE_HR_PARTNER, CHANGE_MANAGER
from cases.eligible import check_eligible
from cases.models import CaseFile, CasePart, Notice
from cases.states import AMONG_HR, ChangeReason, NoticeState, Part
from people.models import User

from .parts import give_part


def change_manager(case: CaseFile, *, by: Actor, to: User, reason: str, words: str) -> None:
    """HR names another line manager of this case, from this moment on. The reporting line itself is not changed.

    Raises `ValidationError` for the employee or anybody who reports to them, for somebody with another part, a closed
    account, or whoever has the part already. Their deputy may become it: the delegation then ends.
    """
    with acting(CHANGE_MANAGER, case, by=by) as step:
        _hand_over(step, Part.MANAGER, to, reason, words)


def change_hr_partner(case: CaseFile, *, by: Actor, to: User, reason: str, words: str) -> None:
    """HR names another HR partner, from this moment on. Raises `ValidationError` as `change_manager` does, and for
    somebody who is not of HR, has the employee below them, or drafted this case's plan (R5).
    """
    with acting(CHANGE_HR_PARTNER, case, by=by) as step:
        _hand_over(step, Part.HR_PARTNER, to, reason, words)


def _hand_over(step: Step, part: Part, to: User, reason: str, words: str) -> None:
    """End the old part and what was delegated of it, and begin the new one; who wrote what stays as it is."""
    held = CasePart.objects.select_related("user").get(case=step.case, part=part, until=None)
    delegated = list(CasePart.objects.delegations().filter(case=step.case, part=part))
    if held.user_id == to.pk:
        raise ValidationError({"to": _("This person has the part already.")})
    check_eligible(step.case, part, to, after=delegated)
    ended = [_end(row, step) for row in delegated]
    _end(held, step)
    give_part(step.case, to, part, at=step.at)
    _drop_notices(step.case, held.user)
    step.facts.update({str(part): to.pk, "was": held.user_id, "reason": _known(reason), "ended": ended})
    step.texts["confidential" if reason in AMONG_HR else "words"] = words


def _known(reason: str) -> str:
    if reason not in ChangeReason.values:
        raise ValidationError({"reason": _("Say why, by one of the reasons given.")})
    return str(ChangeReason(reason))


def _end(row: CasePart, step: Step) -> dict[str, Any]:
    """What never began ends at its own beginning."""
    row.until = max(row.since, step.at)
    row.save(update_fields=["until"])
    return {"delegation": row.pk, "until": row.until}


def _drop_notices(case: CaseFile, user: User) -> None:
    """What waited to be mailed to whoever had the part is no longer for them."""
    waiting = Notice.objects.filter(case=case, recipient=user, state=NoticeState.WAITING)
    waiting.update(state=NoticeState.DROPPED)
