"""Where a person sits at a case: which parts they have, what they may see and do."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Exists
from django.utils import timezone
from django.utils.translation import gettext as _

from people.http import Request
from people.models import User
from people.queries import reports_of
from people.states import Role

from .actor import CLOCK
from .acts import ACTS, Act, Words
from .models import CaseFile, CasePart
from .models.casefile import close_to
from .models.reading import read_this_hour
from .refusals import NotVisible, NotYourPart, WrongMoment
from .states import NARROW_PARTS, Part


@dataclass(frozen=True)
class Seat:
    """One person at one case. Every check of who and when, for pages and for writes, is here."""

    case: CaseFile
    user: User
    shelf: dict[str, Any] = field(default_factory=dict, compare=False)  # what the panels of one page read once

    def once(self, name: str, read: Callable[[], Any]) -> Any:
        """Read something for this seat on first use; the panels of a page share it."""
        if name not in self.shelf:
            self.shelf[name] = read()
        return self.shelf[name]

    def has(self, name: str) -> bool:
        """Whether there is any of what was asked along with the case; True where nobody asked."""
        return bool(self.once(f"has_{name}", lambda: True))

    @cached_property
    def holders(self) -> list[CasePart]:
        """Who has a part in the case, had one, or will deputise; in the order of `Part`, then of time: one query."""
        rows = CasePart.objects.filter(case=self.case).select_related("user", "deputy_for").order_by("since", "pk")
        return sorted(rows, key=lambda row: list(Part.values).index(row.part))

    @cached_property
    def parties(self) -> list[CasePart]:
        """Who has a part in the case now, in the order of `Part`; whose it is before who deputises."""
        now = timezone.now()
        held = [row for row in self.holders if row.is_held_at(now)]
        return sorted(held, key=lambda row: (list(Part.values).index(row.part), row.deputy_for_id is not None))

    @cached_property
    def parts(self) -> frozenset[Part]:
        """A part in the case comes first. Without one, or beside a narrow one, a standing role counts, unless the
        subject is the person themselves or reports to them.
        """
        if self.user is CLOCK:
            return frozenset({Part.CLOCK})
        given = frozenset(Part(row.part) for row in self.parties if row.user_id == self.user.pk and row.sees)
        return given if given - set(NARROW_PARTS) else given | self._standing

    @property
    def _standing(self) -> frozenset[Part]:
        standing = {Role.HR: Part.HR, Role.HR_LEAD: Part.HR, Role.AUDITOR: Part.AUDITOR}
        parts = frozenset(standing[Role(role)] for role in self.user.roles)
        return frozenset() if parts and self.once("is_close_to_the_subject", self._is_close_to_the_subject) else parts

    def _is_close_to_the_subject(self) -> bool:
        return self.case.subject_id == self.user.pk or self.case.subject_id in reports_of(self.user)

    @property
    def reads_as(self) -> frozenset[Part]:
        """The parts whose words the person reads. Whoever hears an appeal reads what an auditor does: lists of readers
        that were stored before there was a hearer do not name them.
        """
        return self.parts | {Part.AUDITOR} if Part.HEARER in self.parts else self.parts

    @property
    def part(self) -> Part:
        """The part the person acts in; asked only where there is one."""
        return min(self.parts, key=list(Part).index)

    def part_for(self, act: Act) -> Part:
        """The part in which the person does this act."""
        return min(self.parts & act.who, key=list(Part).index)

    def principal_in(self, part: Part) -> User | None:
        """For whom the person acts in this part, where they deputise in it."""
        mine = (row for row in self.parties if row.user_id == self.user.pk and row.part == part)
        return next((row.deputy_for for row in mine), None)

    @property
    def is_deputy(self) -> bool:
        """Whether the person acts in somebody's place: they cannot hand on what is not theirs."""
        return any(row.user_id == self.user.pk and row.deputy_for_id for row in self.parties)

    @property
    def is_narrow(self) -> bool:
        """Whether the person sees nothing of the case, or nothing but what they were asked about."""
        return self.parts <= set(NARROW_PARTS)

    def is_any_of(self, *parts: Part) -> bool:
        return not self.parts.isdisjoint(parts)

    def check(self, act: Act, subject: Any) -> None:
        """Refuse an act that is not this person's (403) or not open now (409)."""
        if self.is_narrow and self.parts.isdisjoint(act.who):
            raise NotVisible
        if self.parts.isdisjoint(act.who):
            raise NotYourPart
        if reasons := tuple(self._reasons_against(act, subject)):
            raise WrongMoment.because(reasons)

    def may(self, act: Act, subject: Any) -> bool:
        """Whether a button for this act is shown: the person's part, and the right status."""
        return act.is_open_to(self.parts, subject.status)

    def _reasons_against(self, act: Act, subject: Any) -> Iterable[Words]:
        """Why an act cannot be done now, in sentences for the reader; nothing where it can."""
        if not self.may(act, subject):
            yield _("This step is not open now: the case has moved on, or has not come this far yet.")
        else:
            yield from act.blocks(subject)

    @cached_property
    def acts(self) -> Mapping[str, Act]:
        """The acts of this person's parts, by name."""
        return {name: act for name, act in ACTS.items() if not self.parts.isdisjoint(act.who)}


_asked: dict[str, Callable[[], Exists]] = {}


def asks_along(name: str, exists: Callable[[], Exists]) -> None:
    """Register something that is asked in the query that reads the case: whether there is any of it, `OuterRef("pk")`
    being the case. `Seat.has` tells.
    """
    _asked[f"has_{name}"] = exists


def take_seat(user: User, reference: str, *, narrow: bool = False) -> Seat:
    """The person's seat at a case; `NotVisible` (404) where there is none, also where no such case exists.

    A page that shows a narrow part what it was asked about, and nothing else, says `narrow`.
    """
    cases = CaseFile.objects.visible_to(user, narrow=narrow)
    asked = {name: exists() for name, exists in _asked.items()}
    cases = cases.annotate(is_close=close_to(user), was_read=read_this_hour(user), **asked)
    case = cases.select_related("subject").filter(reference=reference.upper()).first()
    if case is None:
        raise NotVisible
    known = {"is_close_to_the_subject": vars(case)["is_close"], "was read this hour": vars(case)["was_read"]}
    known |= {name: vars(case)[name] for name in asked}
    return Seat(case, user, known)


def seat_at(request: Request, reference: str, *, narrow: bool = False) -> Seat:
    return take_seat(request.user, reference, narrow=narrow)
