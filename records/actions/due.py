"""Records that nobody has to ask for: once a case has ended, and anew when something was done in it after that."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from cases.acts import OF_MAIL, READ_AS_AUDITOR, READ_AS_HEARER
from cases.afterwards import afterwards
from cases.models import CaseFile
from cases.notices import nudge
from cases.states import Part
from records.acts import unseen_by_the_employee
from records.models import RecordDue
from records.states import CopyKind

from .copies import OF_COPIES, TASK, copy_as_of_now

CHANGES_NOTHING = OF_COPIES | {act.name for act in (*OF_MAIL, READ_AS_AUDITOR, READ_AS_HEARER)}
AT_ONCE = 20  # cases


@afterwards
def note_that_a_record_is_due(step: Any) -> None:
    """In the transaction of whatever was done in an ended case."""
    if step.case.has_ended and step.act.name not in CHANGES_NOTHING:
        RecordDue.objects.update_or_create(case=step.case, defaults={"seq": step.seq, "at": step.at})
        transaction.on_commit(lambda: nudge(TASK))


def ask_for_what_is_due() -> None:
    """Put records of ended cases into the queue: in HR's view, and in the employee's where they see the case."""
    for case_id in RecordDue.objects.order_by("at").values_list("case", flat=True)[:AT_ONCE]:
        with transaction.atomic():
            _ask(CaseFile.objects.locked(case_id))


def _ask(case: CaseFile) -> None:
    """One record a head and view: where two workers come at once, the second finds nothing due."""
    if not RecordDue.objects.filter(case=case).delete()[0]:
        return
    views = [Part.HR_PARTNER, *([] if any(unseen_by_the_employee(case)) else [Part.SUBJECT])]
    for part in views:
        copy = copy_as_of_now(case, part, timezone.now(), kind=CopyKind.RECORD, language=case.language)
        copy.full_clean()
        copy.save()
