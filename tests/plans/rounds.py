"""What tests of a consultation look at."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from cases.models import CaseEvent, CaseFile
from cases.refusals import WrongMoment
from plans.models import Consultation, Plan


def events(plan: Plan) -> list[str]:
    return [event.act for event in CaseEvent.objects.filter(case=plan.case).order_by("seq")]


def columns(plan: Plan) -> tuple[str, str, date | None]:
    case = CaseFile.objects.get(pk=plan.case_id)
    return case.awaits, case.expected, case.next_due_on


def last_day() -> date:
    return Consultation.objects.latest("opened_at").answer_by


def after_the_last_day() -> Any:
    """Noon of the day after."""
    day = last_day() + timedelta(days=1)
    return time_machine.travel(f"{day}T12:00:00+00:00", tick=False)


def reasons(call: Callable[[], object]) -> str:
    with pytest.raises(WrongMoment) as refusal:
        call()
    return " ".join(map(str, refusal.value.reasons))
