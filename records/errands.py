"""What HR is asked for beside the main line: to read why records are not made."""

import uuid
from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import ngettext

from cases.errands import Errand, Waiting, errand
from people.models import User

from .waiting import late_of


@errand
def records_to_see_to(user: User) -> Waiting:
    """One line, whatever the number of cases: what keeps one record waiting mostly keeps all."""
    return Waiting(late_of(user).order_by().values_list("pk", flat=True), _once)


def _once(rows: Iterable[uuid.UUID]) -> Iterable[Errand]:
    many = len(list(rows))
    label = ngettext("See why the record of %(count)d case waits", "See why the records of %(count)d cases wait", many)
    yield Errand(None, label % {"count": many}, reverse("records:waiting"))
