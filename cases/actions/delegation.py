"""Somebody deputises in a part, from a day to a day where the case is."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import notices
from cases.acting import Step, acting
from cases.actor import Actor
from cases.acts import DELEGATE_PART, END_DELEGATION
from cases.eligible import check_eligible
from cases.models import CaseFile, CasePart, Notice
from cases.refusals import NotVisible, NotYourPart
from cases.states import DELEGATED_PARTS, Part
from people.models import User

LONGEST = timedelta(days=366)  # who is away for longer hands the part on


def delegate_part(
    case: CaseFile, *, by: Actor, part: str, to: User, first_day: date, last_day: date, reason: str
) -> CasePart:
    """Name a deputy for one's own part; the HR partner also for the line manager's. They have its rights from the
    first day to the last, both included, and whose part it is keeps theirs.

    Raises `NotYourPart` for another's part and for a deputy, `ValidationError` for days that lie behind, far ahead or
    in the wrong order, or on which somebody deputises already, and for whoever cannot have the part (`cases.eligible`).
    """
    with acting(DELEGATE_PART, case, by=by, texts={"reason": reason}) as step:
        held = CasePart.objects.get(case=case, part=_checked_part(step, part), until=None)
        _check_days(step, first_day, last_day)
        check_eligible(case, Part(held.part), to, after=_on_other_days(case, held.part, to))
        row = CasePart(case=case, user=to, part=held.part, deputy_for=held.user)
        row.since = max(step.at, _start_of(first_day, case))
        row.until = _start_of(last_day + timedelta(days=1), case)
        row.full_clean()
        row.save()
        days = {"first_day": first_day, "last_day": last_day, "since": row.since, "until": row.until}
        who = {"delegation": row.pk, "part": held.part, "principal": held.user_id, "deputy": to.pk}
        step.facts.update({**who, **days})
    _tell_later(step, row)
    return row


def _checked_part(step: Step, part: str) -> str:
    """Whose it is to delegate: their own, by themselves; the HR partner sees to it where the manager is away."""
    own = part == step.part or (step.part == Part.HR_PARTNER and part == Part.MANAGER)
    if part not in DELEGATED_PARTS or not own or step.principal is not None:
        raise NotYourPart
    return part


def _on_other_days(case: CaseFile, part: str, user: User) -> QuerySet[CasePart]:
    """Whoever deputises in this part already may do so again, on other days."""
    return CasePart.objects.delegations().filter(case=case, part=part, user=user)


def _check_days(step: Step, first_day: date, last_day: date) -> None:
    today = timezone.localdate(step.at, ZoneInfo(step.case.time_zone))
    if first_day < today:
        raise ValidationError({"first_day": _("Begin today or later: nobody deputised on days that are over.")})
    if first_day - today > LONGEST:
        raise ValidationError({"first_day": _("Name a deputy at most a year ahead.")})
    if last_day < first_day:
        raise ValidationError({"last_day": _("The last day must not lie before the first.")})
    if last_day - first_day > LONGEST:
        raise ValidationError({"last_day": _("For longer than a year, name somebody else for good.")})


def _start_of(day: date, case: CaseFile) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(case.time_zone))


def _tell_later(step: Step, row: CasePart) -> None:
    """Who deputises from a later day on is told when it comes, as nobody is told of what they do not see."""
    if row.since > step.at:
        key = f"{step.case.pk}:{step.seq}:{row.user_id}"
        due = {"due_at": row.since, "try_at": row.since}
        told = Notice(case=step.case, recipient=row.user, kind=DELEGATE_PART.name, dedupe_key=key, **due)
        notices.put([told])


def end_delegation(case: CaseFile, *, by: Actor, delegation: CasePart) -> None:
    """A deputy's time ends now, or never begins. By whose part it is, by the deputy, or by the HR partner.

    Raises `NotVisible` where this case has no such delegation that still goes on, `NotYourPart` for another's.
    """
    with acting(END_DELEGATION, case, by=by) as step:
        row = CasePart.objects.delegations().filter(case=case, pk=delegation.pk).first()
        if row is None:
            raise NotVisible
        if step.part not in (row.part, Part.HR_PARTNER):
            raise NotYourPart
        row.until = max(row.since, step.at)
        row.save(update_fields=["until"])
        who = {"delegation": row.pk, "part": row.part, "principal": row.deputy_for_id, "deputy": row.user_id}
        step.facts.update({**who, "until": row.until})
