"""Reads that join: one's own work, the list of cases, the history, comments."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import F, Func, JSONField, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast

from people.models import User, acted

from .actor import CLOCK
from .acts import ACTS, OF_HR, OF_MAIL, Act
from .files.readers import may_read
from .models import CaseEvent, CaseFile, Comment, EventText, StoredFile
from .models.casefile import held_now
from .refusals import NotVisible
from .seat import Seat
from .states import ENDED, GIVEN_PARTS, Part

PAGE = 25
PEOPLE_IN_FACTS = (
    "subject",
    "manager",
    "hr_partner",
    "second_line",
    "was",
    "deputy",
    "principal",
    "witnesses",
    "recipient",
    "mentor",
    "mentors",
    "hearer",
    "owner",
)  # facts that are the ids of people, or lists of them


@dataclass(frozen=True)
class Work:
    """A person's own work, most urgent first."""

    mine: list[CaseFile]
    others: list[CaseFile]
    ended: list[CaseFile]
    mentored: list[CaseFile]


def work_of(user: User, most: int = 100) -> Work:
    """Cases in which the person plays a part: those that wait for them, for others, and those that ended."""
    cases = (
        CaseFile.objects.visible_to(user)
        .filter(held_now("parts__"), parts__user=user, parts__sees=True, parts__part__in=GIVEN_PARTS)
        .annotate(is_mine=Q(awaits=F("parts__part")))
        .select_related("subject")
        .order_by("-is_mine", F("next_due_on").asc(nulls_last=True), "-opened_at", "pk")
    )
    going_on: list[Any] = list(cases.exclude(stage__in=ENDED)[:most])
    return Work(
        mine=[case for case in going_on if case.is_mine],
        others=[case for case in going_on if not case.is_mine],
        ended=list(cases.filter(stage__in=ENDED)[:10]),
        mentored=_mentored(user, most),
    )


def _mentored(user: User, most: int) -> list[CaseFile]:
    """Cases of which the person sees the items that they mentor."""
    cases = CaseFile.objects.visible_to(user, narrow=True).exclude(stage__in=ENDED)
    mine = cases.filter(held_now("parts__"), parts__user=user, parts__sees=True, parts__part=Part.MENTOR)
    return list(mine.select_related("subject").order_by("-opened_at", "pk")[:most])


@dataclass(frozen=True)
class Page:
    """One keyset page: `after` is the key of the next one, None on the last."""

    cases: list[CaseFile]
    after: str | None


def page_of_cases(user: User, after: str | None = None, size: int = PAGE) -> Page:
    """Every case the person may see, newest first; `after` is a `Page.after`, an unknown one starts over."""
    cases = CaseFile.objects.visible_to(user).select_related("subject__department").order_by("-opened_at", "pk")
    if key := _parse_key(after):
        opened_at, pk = key
        cases = cases.filter(opened_at__lte=opened_at).filter(Q(opened_at__lt=opened_at) | Q(pk__gt=pk))
    rows = list(cases[: size + 1])
    last = rows[size - 1] if len(rows) > size else None
    return Page(rows[:size], f"{last.opened_at.isoformat()}_{last.pk.hex}" if last else None)


def _parse_key(after: str | None) -> tuple[datetime, uuid.UUID] | None:
    moment, _sep, pk = (after or "").partition("_")
    try:
        return datetime.fromisoformat(moment).astimezone(UTC), uuid.UUID(pk)
    except (ValueError, OverflowError):  # the latter at the ends of the calendar
        return None


@dataclass(frozen=True)
class Line:
    """One line of the history, ready to be told."""

    event: CaseEvent
    act: Act
    user: User  # `cases.actor.CLOCK` where time itself brought it
    people: Mapping[int, User]
    texts: Mapping[str, str]

    @property
    def part(self) -> Part:
        return Part(self.event.data["by"]["part"])

    @property
    def principal(self) -> User | None:
        """In whose place a deputy acted."""
        return self.people.get(self.event.data["by"].get("for", 0))

    @property
    def who(self) -> str:
        """Whose act it was: "X for Y" where somebody deputised."""
        return acted(self.user, self.principal)

    @property
    def words(self) -> list[str]:
        """What somebody wrote, as they wrote it. Answers in code are told in words by the act's own line."""
        return [text for name, text in self.texts.items() if name not in self.act.coded]

    @property
    def facts(self) -> Mapping[str, Any]:
        facts: Mapping[str, Any] = self.event.data["facts"]
        return facts


def history(seat: Seat, before: int | None = None, size: int = 50) -> tuple[list[Line], int | None]:
    """The newest events first, those under number `before`; and the number to go on from, None at the beginning.

    Three queries: events, texts, people. A text comes only where the act lets one of the reader's parts read it.
    """
    events = events_for(seat).order_by("-seq")
    rows = list((events.filter(seq__lt=before) if before else events)[: size + 1])
    shown = rows[:size]
    return _lines(seat, shown), shown[-1].seq if len(rows) > size else None


def whole_history(seat: Seat) -> list[Line]:
    """Every event from the first on, for the written record."""
    return _lines(seat, list(events_for(seat).order_by("seq")))


def events_for(seat: Seat) -> QuerySet[CaseEvent]:
    """What was done in the case. Of mails one reads of those to oneself; HR and auditors of all."""
    events = CaseEvent.objects.filter(case=seat.case)
    if not seat.reads_as.isdisjoint(OF_HR):
        return events
    told = Cast(Func(F("body"), Value("UTF8"), function="convert_from", output_field=TextField()), JSONField())
    to_others = Q(told__act__in=[act.name for act in OF_MAIL]) & ~Q(told__facts__recipient=seat.user.pk)
    return events.annotate(told=told).exclude(to_others)


def _lines(seat: Seat, events: list[CaseEvent]) -> list[Line]:
    people = User.objects.in_bulk({user_id for event in events for user_id in _people_in(event)})
    texts = _texts(seat, events)
    return [
        Line(event, ACTS[event.act], people.get(event.data["by"]["user"], CLOCK), people, texts[event.seq])
        for event in events
    ]


def _people_in(event: CaseEvent) -> set[int]:
    facts, by = event.data["facts"], event.data["by"]
    named = [by["user"], by.get("for"), *(facts.get(name) for name in PEOPLE_IN_FACTS)]
    several = (user_id for value in named if isinstance(value, list) for user_id in value)
    return {*several, *(value for value in named if not isinstance(value, list))} - {None}


def _texts(seat: Seat, events: list[CaseEvent]) -> Mapping[int, dict[str, str]]:
    acts = {event.seq: ACTS[event.act] for event in events}
    texts: dict[int, dict[str, str]] = defaultdict(dict)
    for row in EventText.objects.filter(case=seat.case, seq__in=acts).exclude(field__in=("address", "user_agent")):
        readers = acts[row.seq].texts.get(row.field)
        if readers and not readers.isdisjoint(seat.reads_as):
            texts[row.seq][row.field] = row.value
    return texts


def comments(seat: Seat) -> QuerySet[Comment]:
    """Every comment of the case that is meant for this person, oldest first, with its author."""
    parts = [str(part) for part in seat.reads_as]
    return Comment.objects.filter(case=seat.case, audience__overlap=parts).select_related("author")


@dataclass(frozen=True)
class Thread:
    """A comment and its answers."""

    comment: Comment
    answers: list[Comment]


Threads = Mapping[tuple[str, uuid.UUID | None], list[Thread]]


def threads(seat: Seat) -> Threads:
    """The case's comments by what they are about, answers in place: one query for the whole page."""
    found: Threads = seat.once("threads", lambda: _threads(seat))
    return found


def _threads(seat: Seat) -> Threads:
    by_topic: dict[tuple[str, uuid.UUID | None], list[Thread]] = defaultdict(list)
    by_id: dict[uuid.UUID, Thread] = {}
    for comment in comments(seat):
        if comment.answers_id in by_id:
            by_id[comment.answers_id].answers.append(comment)
        else:
            by_id[comment.pk] = Thread(comment, [])
            by_topic[comment.topic, comment.topic_id].append(by_id[comment.pk])
    return by_topic


def readable_file(seat: Seat, file_id: uuid.UUID) -> StoredFile:
    """A file of this case that stands in something this person may read; `NotVisible` otherwise."""
    file = StoredFile.objects.filter(case=seat.case, pk=file_id).first()
    if file is None or not may_read(seat, file_id):
        raise NotVisible
    return file


def files_of(case: CaseFile, file_ids: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, StoredFile]:
    """Those of these files that this case has, by id. What a form says of a file but its id is never believed."""
    return StoredFile.objects.filter(case=case).in_bulk(list(file_ids))
