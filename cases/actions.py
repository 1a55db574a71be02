"""Every write about a case file itself."""

import uuid
from datetime import datetime
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import User
from people.queries import reports_of

from .acting import acting
from .actor import Actor
from .acts import ADD_COMMENT, OPEN_CASE, READ_AS_AUDITOR
from .files.checks import Checked, checked
from .files.quotas import check_quotas
from .files.readers import in_use
from .files.store import put, remove
from .models import CaseFile, CasePart, Comment, StoredFile
from .models.reading import first_this_hour
from .refusals import NotVisible, NotYourPart
from .seat import Seat
from .states import GIVEN_PARTS, WHOLE_VIEW, Part
from .topics import find_topic

HR_ONLY = (Part.MANAGER, Part.SECOND_LINE, Part.HR_PARTNER, Part.HR, Part.AUDITOR)


@transaction.atomic
def open_case(subject: User, *, hr_partner: User, by: Actor, language: str, time_zone: str) -> CaseFile:
    """A line manager opens a case about a person who reports to them. That person sees nothing of it yet.

    Raises `NotYourPart` where the actor is not the person's line manager, `ValidationError` where the HR partner is
    not of HR, is the subject or manager themselves, or has the subject below them in the reporting line.
    """
    if subject.manager_id != by.user.pk:
        raise NotYourPart
    _check_hr_partner(hr_partner, subject, by.user)
    case = CaseFile(subject=subject, language=language, time_zone=time_zone)
    case.full_clean()
    case.save()
    _give_part(case, subject, Part.SUBJECT, sees=False)
    _give_part(case, by.user, Part.MANAGER)
    _give_part(case, hr_partner, Part.HR_PARTNER)
    with acting(OPEN_CASE, case, by=by, facts={"subject": subject.pk, "hr_partner": hr_partner.pk}):
        pass
    return case


def _check_hr_partner(hr_partner: User, subject: User, manager: User) -> None:
    if not hr_partner.is_hr or hr_partner in (subject, manager):
        raise ValidationError({"hr_partner": _("Choose somebody of HR who is neither the manager nor the employee.")})
    if subject.pk in reports_of(hr_partner):
        raise ValidationError({"hr_partner": _("The employee reports to this person. Choose somebody else of HR.")})


def _give_part(case: CaseFile, user: User, part: Part, *, sees: bool = True) -> None:
    row = CasePart(case=case, user=user, part=part, sees=sees)
    row.full_clean()
    row.save()


def show_to_subject(case: CaseFile) -> None:
    """From here on the employee sees the case. Called inside the act that shows them something."""
    CasePart.objects.current().filter(case=case, part=Part.SUBJECT).update(sees=True)


def give_second_line(case: CaseFile, user: User) -> None:
    """From here on this person has the second-line manager's part, and sees the case; whoever had it before no more.
    Called inside the act that asks them.
    """
    rows = CasePart.objects.current().filter(case=case, part=Part.SECOND_LINE)
    rows.exclude(user=user).update(until=timezone.now())
    if not rows.exists():
        _give_part(case, user, Part.SECOND_LINE)


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


def record_reading(seat: Seat, *, by: Actor) -> None:
    """Note that this person read this case; an auditor's opening is an event of the case as well (R37)."""
    if first_this_hour(seat.case.pk, seat.user.pk) and seat.part == Part.AUDITOR:
        read_as_auditor(seat.case, by=by)


def read_as_auditor(case: CaseFile, *, by: Actor) -> None:
    """The auditor's opening of a case stands in its history."""
    with acting(READ_AS_AUDITOR, case, by=by):
        pass


def keep_file(case: CaseFile, upload: UploadedFile[bytes] | Checked, *, by: Actor) -> StoredFile:
    """Keep a file for this case. Called inside the block of whatever names it, which the caller must do: what no room
    says is in use (`cases.files.readers`) goes again after some days.

    No event by itself. The hash gets into the chain with what names the file: a frozen text that holds its SHA-256, or
    the facts of the act that attaches it. The bytes are there before the row, so that no row is without its file.
    Raises `ValidationError` where the file cannot be kept or finds no room, `TransactionManagementError` outside a
    transaction.
    """
    file = upload if isinstance(upload, Checked) else checked(upload)
    CaseFile.objects.locked(case.pk)  # held by the block already
    User.objects.select_for_update(no_key=True).get(pk=by.user.pk)  # who uploads to two cases at once holds two locks
    check_quotas(case, by.user, file.size)
    row = StoredFile(
        case=case,
        uploaded_by=by.user,
        name=file.name,
        content_type=file.content_type,
        size=file.size,
        sha256=file.sha256,
    )
    row.full_clean()
    put(row.key, file.content)
    row.save()
    return row


@transaction.atomic
def drop_unused_files(case_id: uuid.UUID, *, since: datetime) -> None:
    """Remove files handed in before `since` that nothing of the case names: under its lock, since a draft that is
    saved at this moment may name one again.
    """
    CaseFile.objects.locked(case_id)
    rows = StoredFile.objects.filter(case=case_id, at__lt=since).exclude(pk__in=in_use(case_id))
    for row in rows:
        row.delete()
        transaction.on_commit(partial(remove, row.key))
