"""Opening a case: its three people."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.acting import acting
from cases.actor import Actor
from cases.acts import OPEN_CASE
from cases.models import CaseFile
from cases.refusals import NotVisible, NotYourPart
from cases.states import Part
from people.models import User
from people.queries import reports_of
from people.states import Role

from .parts import give_part


@transaction.atomic
def open_case(
    subject: User, *, hr_partner: User, by: Actor, language: str, time_zone: str,
    follows: CaseFile | None = None, because: str = "",
) -> CaseFile:  # fmt: skip
    """A line manager opens a case about a person who reports to them. That person sees nothing of it yet.

    Where it goes on from an earlier case of theirs, it `follows` that one, and says why (`Because`); called inside the
    act on that case. Raises `NotYourPart` where the actor is not the person's line manager, `NotVisible` where the
    earlier case is about somebody else, `ValidationError` where the HR partner is not of HR, is the subject or manager
    themselves, or has the subject below them in the reporting line, or where the earlier case is followed already.
    """
    if subject.manager_id != by.user.pk:
        raise NotYourPart
    if follows and follows.subject_id != subject.pk:
        raise NotVisible
    _check_hr_partner(hr_partner, subject, by.user)
    case = CaseFile(subject=subject, language=language, time_zone=time_zone, follows=follows, follows_because=because)
    case.full_clean()
    case.save()
    now = timezone.now()
    give_part(case, subject, Part.SUBJECT, at=now, sees=False)
    give_part(case, by.user, Part.MANAGER, at=now)
    give_part(case, hr_partner, Part.HR_PARTNER, at=now)
    facts = {"subject": subject.pk, "hr_partner": hr_partner.pk, "since": now}
    if follows:
        facts |= {"follows": follows.pk, "because": because}
    with acting(OPEN_CASE, case, by=by, facts=facts):
        pass
    return case


def _check_hr_partner(hr_partner: User, subject: User, manager: User) -> None:
    if Role.HR not in hr_partner.roles or hr_partner in (subject, manager):
        raise ValidationError({"hr_partner": _("Choose somebody of HR who is neither the manager nor the employee.")})
    if subject.pk in reports_of(hr_partner):
        raise ValidationError({"hr_partner": _("The employee reports to this person. Choose somebody else of HR.")})
