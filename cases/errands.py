"""What somebody is asked to do beside the main line of a case: tasks that have no place in its list columns.

The list columns know one next step a case. A witness who is asked for a statement, or HR that is asked to review an
amendment while the plan goes on, finds it here. The rooms above register who is asked for what.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import compress
from typing import Any

from django.db.models import Exists, QuerySet
from django.urls import reverse

from people.models import User

from .acts import ACTS, Words
from .models import CaseFile


@dataclass(frozen=True)
class Errand:
    """One task: what it is called, its page, whom the case is about (None where it is about several), and by which day
    where there is one.
    """

    case: CaseFile | None
    label: Words
    url: str
    due_on: date | None = None


@dataclass(frozen=True)
class Waiting:
    """Rows that wait for one person, and how they are told; they are read only where there are some."""

    rows: QuerySet[Any]
    tell: Callable[[Iterable[Any]], Iterable[Errand]]


Provider = Callable[[User], Waiting]
_providers: list[Provider] = []


def errand(provider: Provider) -> Provider:
    """Register what waits for a person. Of all rooms one query asks what there is, and one each reads it, whatever the
    number of cases: most people are asked for one or two of these things.
    """
    _providers.append(provider)
    return provider


def errands_of(user: User) -> list[Errand]:
    """Everything this person is asked for, what is due first at the top."""
    return _most_urgent_first(task for waiting in _there(user) for task in waiting.tell(waiting.rows))


def _there(user: User) -> Iterator[Waiting]:
    """What has rows, asked in one query."""
    asked = [provider(user) for provider in _providers]
    has_rows = User.objects.filter(pk=user.pk).values_list(*(Exists(waiting.rows) for waiting in asked)).first()
    return compress(asked, has_rows or ())


def everything_for(user: User, turns: Iterable[CaseFile]) -> list[Errand]:
    """The same with the next step of each of these cases, which are this person's turn."""
    return _most_urgent_first([*map(_turn, turns), *errands_of(user)])


def _turn(case: CaseFile) -> Errand:
    page = reverse(case.expected.replace(".", ":"), args=[case.reference])
    return Errand(case, ACTS[case.expected].label, page, case.next_due_on)


def _most_urgent_first(tasks: Iterable[Errand]) -> list[Errand]:
    return sorted(tasks, key=lambda task: task.due_on or date.max)
