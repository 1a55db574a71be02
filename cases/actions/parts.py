"""Who plays which part. Rows are added and ended inside the acts that give parts, never deleted."""

from django.utils import timezone

from cases.models import CaseFile, CasePart
from cases.states import Part
from people.models import User


def give_part(case: CaseFile, user: User, part: Part, *, sees: bool = True) -> None:
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
        give_part(case, user, Part.SECOND_LINE)
