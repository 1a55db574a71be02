"""Somebody with a part in a case left: their account is closed, nothing is lost, and HR is told what can be done.

Asked of the tables each time, so it holds however an account came to be closed, and ends when it is opened again.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.models import User

from .acts import Words
from .errands import Errand, Waiting, errand
from .models import CaseFile, CasePart
from .panels import Panel, panel
from .seat import Seat
from .states import ENDED, GIVEN_PARTS, Part

MOST = 50


@dataclass(frozen=True)
class Gap:
    """What is said to HR, and the page on which somebody else is named; empty where it is the case's own page."""

    said: Words
    task: Words
    page: str


GAPS = {
    Part.SUBJECT: Gap(
        _("The employee's account is closed."), _("Decide how the case of somebody who left goes on"), "cases:case"
    ),
    Part.MANAGER: Gap(
        _("The line manager's account is closed. Name a new one."),
        _("Name another line manager"),
        "cases:change_manager",
    ),
    Part.SECOND_LINE: Gap(
        _("The second-line manager's account is closed."),
        _("See what waited for the second-line manager"),
        "cases:case",
    ),
    Part.HR_PARTNER: Gap(
        _("The HR partner's account is closed. Name a new one."),
        _("Name another HR partner"),
        "cases:change_hr_partner",
    ),
}


@panel(place=1)
def leavers_panel(seat: Seat) -> Panel | None:
    """For HR, above everything else of a case that goes on."""
    if seat.case.has_ended or not seat.is_any_of(Part.HR_PARTNER, Part.HR):
        return None
    left = [row for row in seat.parties if not row.user.is_active and row.part in GIVEN_PARTS and not row.deputy_for_id]
    shown = [{"row": row, "gap": GAPS[Part(row.part)]} for row in left]
    return Panel("cases/leavers.html", {"left": shown}) if shown else None


@errand
def gaps_left(user: User) -> Waiting:
    """For the HR partner of a case; where it is they who left, for everybody of HR who may see it."""
    mine = CasePart.objects.current().filter(case=OuterRef("case"), user=user, part=Part.HR_PARTNER)
    left = CasePart.objects.filter(until=None, part__in=GIVEN_PARTS, user__is_active=False)
    left = left.exclude(case__stage__in=ENDED)
    of_hr = Q(part=Part.HR_PARTNER, case__in=CaseFile.objects.looked_after_by(user))
    rows = left.filter(Exists(mine) | of_hr).select_related("case__subject").order_by("case__opened_at")
    return Waiting(rows[:MOST], _told)


def _told(rows: Iterable[CasePart]) -> Iterable[Errand]:
    for row in rows:
        gap = GAPS[Part(row.part)]
        yield Errand(row.case, gap.task, reverse(gap.page, args=[row.case.reference]))
