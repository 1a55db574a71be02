"""Checkpoints as they stand in people's calendars: enclosed in mails, and in everybody's own private feed.

Only that there is a meeting, when, and where in pipcases to read on. The place stays in pipcases: it is somebody's
words.
"""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from email.message import MIMEPart
from email.utils import parseaddr
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import pgettext

from cases.acting import Step
from cases.delivery import holds_while
from cases.enclosures import encloses
from cases.mailing import host
from cases.models import CaseFile, CasePart, Notice
from cases.notices import besides
from cases.states import GIVEN_PARTS, NoticeState, Part
from people.models import User
from plans.states import FINAL, PlanStatus

from .ics import Addressed, Meeting, Method, calendar
from .models import Checkpoint
from .states import MEETING_CALLED_OFF, MEETING_MOVED_ON, CheckpointStatus

MOVES = ("reviews.arrange_checkpoint", "reviews.reschedule_checkpoint", "reviews.postpone_checkpoint")
INVITING = (*MOVES, MEETING_MOVED_ON, "reviews.checkpoint_due_soon", "reviews.checkpoint_due_today")
ATTENDING = (Part.SUBJECT, Part.MANAGER)
OVER = (PlanStatus.DECIDED, PlanStatus.SUSTAIN, *FINAL)  # nothing is held of such a plan any more
CALLED_OFF = Q(status=CheckpointStatus.PLANNED) & (Q(replaced_in__isnull=False) | Q(plan__status__in=OVER))
BACK = timedelta(days=400)  # how far the feed goes back
MOST = 1000  # meetings in a feed

# Arranging, moving and postponing a meeting are events, which nobody removes: so a sequence never falls. One that moved
# by the days of a pause stands in the event that ended it.
MOVED = """
WITH event (told) AS (SELECT convert_from(body, 'UTF8')::jsonb FROM case_event WHERE case_id = ANY(%(cases)s))
SELECT id, count(*) FROM (
    SELECT told -> 'subject' ->> 'id' FROM event WHERE told ->> 'act' = ANY(%(moves)s)
    UNION ALL
    SELECT moved ->> 'checkpoint' FROM event, jsonb_array_elements(told -> 'facts' -> 'moved_on') moved
) change (id)
GROUP BY id
"""


def sequences_in(case_ids: Iterable[uuid.UUID]) -> Mapping[str, int]:
    """How often each checkpoint of these cases was arranged or moved, by its id; one that never was is not named."""
    with connection.cursor() as cursor:
        cursor.execute(MOVED, {"cases": list(case_ids), "moves": list(MOVES)})
        return dict(cursor.fetchall())


def meeting_of(checkpoint: Checkpoint, sequence: int, *, is_attended: bool = True) -> Meeting:
    """As it stands now. Calling it off is a change like another, and counts as one."""
    case = checkpoint.plan.case
    return Meeting(
        uid=f"{checkpoint.pk}@{host()}",
        sequence=sequence,
        day=checkpoint.held_on or checkpoint.due_on,
        begins=_begins(checkpoint),
        summary=pgettext("calendar", "Meeting"),
        link=settings.SITE_URL + case.get_absolute_url(),
        is_attended=is_attended,
        is_uncertain=not checkpoint.is_held and checkpoint.plan.status == PlanStatus.PAUSED,
    )


def _begins(checkpoint: Checkpoint) -> datetime | None:
    """Where it was arranged; of one that was held on another day only that day is known."""
    if checkpoint.meets_at is None or checkpoint.held_on not in (None, checkpoint.due_on):
        return None
    return datetime.combine(checkpoint.due_on, checkpoint.meets_at, ZoneInfo(checkpoint.plan.case.time_zone))


@encloses
def invitation(notice: Notice) -> Iterator[MIMEPart]:
    """What the recipient's calendar takes in: the meeting as it stands when the mail goes out, or that it is off."""
    if notice.kind not in (*INVITING, MEETING_CALLED_OFF):
        return
    checkpoint = Checkpoint.objects.filter(pk__in=[notice.about]).select_related("plan__case").first()
    if checkpoint is None or checkpoint.is_held:
        return
    moves = sequences_in([notice.case_id]).get(str(checkpoint.pk), 0)
    if notice.kind == MEETING_CALLED_OFF:
        yield _file(notice, Method.CANCEL, meeting_of(checkpoint, moves + 1))
    else:
        yield _file(notice, Method.REQUEST, meeting_of(checkpoint, moves))


def _file(notice: Notice, method: Method, meeting: Meeting) -> MIMEPart:
    """Dated by the notice, so that every try of a mail says the same."""
    to = Addressed(organizer=parseaddr(settings.DEFAULT_FROM_EMAIL)[1], attendee=notice.recipient.email)
    part = MIMEPart()
    part.set_content(
        calendar([meeting], at=notice.due_at, method=method, to=to), subtype="calendar",
        disposition="attachment", filename="meeting.ics", params={"method": method},
    )  # fmt: skip
    return part


@besides
def call_off(step: Step) -> Iterator[Notice]:
    """Whoever has a meeting in their calendar that is not held any more is told, also who decided it. Asked after every
    act on a plan, so that one that slipped through is found with the next.
    """
    if step.act.on in ("plans.Plan", "plans.Amendment"):
        off = Checkpoint.objects.filter(CALLED_OFF, plan__case=step.case)
        yield from _to_invited(step, MEETING_CALLED_OFF, off.values("pk"))


@besides
def move_on(step: Step) -> Iterator[Notice]:
    """The same for one that moved on with the days of a pause: no act of its own tells of that."""
    if moved := [row["checkpoint"] for row in step.facts.get("moved_on", ())]:
        yield from _to_invited(step, MEETING_MOVED_ON, moved, again=f":{step.seq}")


def _to_invited(step: Step, kind: str, about: Any, *, again: str = "") -> Iterator[Notice]:
    """Told once of each meeting, or once more where `again` differs."""
    went_out = Q(state=NoticeState.SENT) | Q(state=NoticeState.WAITING, attempts__gt=0)
    invited = Notice.objects.filter(went_out, case=step.case, kind__in=INVITING, about__in=about)
    for meeting, recipient_id in invited.values_list("about", "recipient").distinct():
        yield Notice(
            case=step.case, recipient_id=recipient_id, kind=kind, about=meeting,
            dedupe_key=f"{kind}:{meeting}:{recipient_id}{again}", due_at=step.at, try_at=step.at,
        )  # fmt: skip


@holds_while(MEETING_CALLED_OFF)
def is_still_off(notice: Notice) -> bool:
    return Checkpoint.objects.filter(CALLED_OFF, pk__in=[notice.about]).exists()


@holds_while(MEETING_MOVED_ON)
def still_stands(notice: Notice) -> bool:
    standing = Checkpoint.objects.exclude(CALLED_OFF).filter(status=CheckpointStatus.PLANNED)
    return standing.filter(pk__in=[notice.about]).exists()


def feed_of(user: User) -> str:
    """Every meeting of the cases in which this person has a part and which they see now; none of a narrow part. Reading
    it is no reading of a case: it says nothing of one.
    """
    held = CasePart.objects.current().filter(user=user, sees=True, part__in=GIVEN_PARTS)
    parts = dict(held.filter(case__in=CaseFile.objects.visible_to(user)).values_list("case", "part"))
    checkpoints = list(_shown(Checkpoint.objects.filter(plan__case__in=parts)))
    moves = sequences_in(parts)
    meetings = [
        meeting_of(row, moves.get(str(row.pk), 0), is_attended=parts[row.plan.case_id] in ATTENDING)
        for row in checkpoints
    ]
    return calendar(meetings, at=timezone.now())


def _shown(checkpoints: QuerySet[Checkpoint]) -> QuerySet[Checkpoint]:
    since = timezone.localdate() - BACK
    rows = checkpoints.exclude(CALLED_OFF).filter(due_on__gte=since).select_related("plan__case")
    return rows.order_by("due_on", "number")[:MOST]
