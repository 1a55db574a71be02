"""Who plays which part. Rows are added and ended inside the acts that give parts, never deleted."""

from datetime import datetime

from cases.models import CaseFile, CasePart
from cases.states import Part
from people.models import User


def give_part(case: CaseFile, user: User, part: Part, *, at: datetime, sees: bool = True) -> CasePart:
    """From this moment on the part is theirs. Raises `ValidationError` where somebody has it, or they have another."""
    row = CasePart(case=case, user=user, part=part, sees=sees, since=at)
    row.full_clean()
    row.save()
    return row


def show_to_subject(case: CaseFile) -> None:
    """From here on the employee sees the case. Called inside the act that shows them something."""
    CasePart.objects.current().filter(case=case, part=Part.SUBJECT).update(sees=True)


def give_second_line(case: CaseFile, user: User, *, at: datetime) -> None:
    """From here on this person has the second-line manager's part, and sees the case; whoever had it before no more.
    Called inside the act that asks them.
    """
    rows = CasePart.objects.current().filter(case=case, part=Part.SECOND_LINE)
    rows.exclude(user=user).update(until=at)
    if not rows.exists():
        give_part(case, user, Part.SECOND_LINE, at=at)


def give_witness(case: CaseFile, user: User, *, at: datetime) -> None:
    """From here on this person sees what they are asked about. Whoever has a part already keeps it, and is asked in it;
    a mentor's ends some day, so they are asked beside it. Called inside the act that asks them.
    """
    if not CasePart.objects.current().filter(case=case, user=user).exclude(part=Part.MENTOR).exists():
        give_part(case, user, Part.WITNESS, at=at)


def give_mentor(case: CaseFile, user: User, *, at: datetime, sees: bool) -> CasePart | None:
    """From here on this person is a mentor in the case; None where they were one already. `sees` is False before the
    employee was handed the plan: nobody hears of it before them. Called inside the act that names them.
    """
    if CasePart.objects.current().filter(case=case, user=user, part=Part.MENTOR).exists():
        return None
    return give_part(case, user, Part.MENTOR, at=at, sees=sees)


def show_to_mentors(case: CaseFile) -> list[int]:
    """From here on the mentors who were named before see their items; returns their ids. Called inside the issue."""
    rows = CasePart.objects.current().filter(case=case, part=Part.MENTOR, sees=False)
    found = list(rows.values_list("user_id", flat=True))
    rows.update(sees=True)
    return found


def end_mentor(case: CaseFile, user: User, *, at: datetime) -> CasePart:
    """Whoever mentors no item any more sees nothing of the case. Called inside the act that ends it."""
    row = CasePart.objects.current().get(case=case, user=user, part=Part.MENTOR)
    row.until = at
    row.full_clean()
    row.save(update_fields=["until"])
    return row


def give_hearer(case: CaseFile, user: User, *, at: datetime) -> CasePart:
    """From here on this person hears the appeal, and sees the case. Called inside the act that names them."""
    return give_part(case, user, Part.HEARER, at=at)


def end_hearer(case: CaseFile, *, at: datetime) -> CasePart | None:
    """Whoever heard the appeal sees nothing of the case from here on; None where nobody did. Called inside the act that
    ends it, or names somebody else.
    """
    row = CasePart.objects.current().filter(case=case, part=Part.HEARER).first()
    if row:
        row.until = at
        row.full_clean()
        row.save(update_fields=["until"])
    return row
