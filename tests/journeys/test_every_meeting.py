"""Every page of meetings, coaching and mail, in both languages and both themes, on a desk and on a phone.

One story in the spring of its plan, since a meeting can only be moved while it lies ahead.
"""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Page

from cases.actions import fail_notice
from cases.actor import Actor
from cases.delivery import deliver_waiting
from cases.models import Notice
from people.states import Language
from plans.models import HolidayCalendar, Plan
from plans.states import PlanStatus
from reviews import actions as reviews
from tests.coaching import log, mentor, plan_weekly
from tests.journeys.conftest import Door
from tests.journeys.pages_at_the_end import Stages
from tests.journeys.test_every_page import case_page, entered, looked_at, second_press
from tests.meetings import minutes_digest, prepare, sign_minutes
from tests.moving import DAY, WHY, arrange
from tests.world import START, People, actor, hold, plan_in

MEETS = START + timedelta(days=14)  # the first checkpoint
UNKNOWN = 2035  # a year that no calendar knows


def arrange_and_move_second(plan: Plan, who: People) -> None:
    second = plan.checkpoints.get(number=2)
    arrange(second, by=actor(who.ada))
    reviews.reschedule_checkpoint(second, to_on=second.due_on + DAY, by=actor(who.ada), wish="manager", reason=WHY)
    reviews.postpone_checkpoint(second, to_on=second.due_on + DAY, by=actor(who.ben), reason=WHY)
    prepare(plan, who, 2)


def coach(plan: Plan, who: People) -> None:
    mentor(plan, who)
    plan_weekly(plan, who)
    log(plan, who)


def prepare_and_hold(plan: Plan, who: People) -> None:
    prepare(plan, who)
    hold(plan, who)


def refuse_and_sign(plan: Plan, who: People) -> None:
    """The employee at first does not, and then does."""
    reviews.refuse_minutes(plan.checkpoints.get(number=1), by=actor(who.ben), digest=minutes_digest(plan))
    for user in (who.ada, who.ben):
        sign_minutes(plan, user)


SECOND = "checkpoints/2/"
MEETINGS: Stages = (
    (
        (),
        (
            ("ada", f"{SECOND}arrange/"),
            ("ada", f"{SECOND}move/"),
            ("ben", f"{SECOND}postpone/"),
            ("ben", f"{SECOND}prepare/"),
            ("ada", "plan/mentors/"),
            ("ada", "coaching/"),
            ("ada", "coaching/plan/"),
            ("cleo", "rules/reminders/"),
        ),
    ),
    ((arrange_and_move_second,), (("ben", SECOND), ("ada", SECOND))),
    (
        (coach,),
        (
            ("fay", ""),
            ("fay", "coaching/log/"),
            ("ben", "coaching/<session_id>/"),
            ("ada", "coaching/series/<series_id>/end/"),
            ("ada", "plan/mentors/end/"),
            ("ben", "coaching/"),
        ),
    ),
    (
        (prepare_and_hold,),
        (
            ("ada", "checkpoints/1/"),
            ("ben", "checkpoints/1/refuse/"),
            ("ben", "checkpoints/1/correct/"),
            ("ben", "checkpoints/1/sign/"),
        ),
    ),
    ((refuse_and_sign,), (("ben", "checkpoints/1/"), ("ada", ""))),
)


@pytest.mark.parametrize("language", list(Language))
def test_every_page_of_meetings_is_clean(
    them: People, enter: Door, language: Language, settings: Any, tmp_path: Path
) -> None:
    backend = "django.core.mail.backends.filebased.EmailBackend"
    settings.DEMO, settings.MAILERS = True, {"default": {"BACKEND": backend, "OPTIONS": {"file_path": str(tmp_path)}}}
    with time_machine.travel(datetime.combine(START, time(9), UTC), tick=True) as clock:
        plan = plan_in(PlanStatus.ACTIVE, them)
        clock.move_to(datetime.combine(MEETS, time(9), UTC))
        pages = {name: entered(them, enter, name, language) for name in ("ada", "ben", "cleo", "fay")}
        faults = [fault for stage in MEETINGS for fault in _faults_at(stage, plan, them, pages)]
        faults += [fault for address in _of_hr(plan, tmp_path) for fault in looked_at(pages["cleo"], address)]
    assert faults == []


def _faults_at(stage: Any, plan: Plan, them: People, pages: dict[str, Page]) -> list[str]:
    steps, addresses = stage
    for step in steps:
        step(Plan.objects.get(pk=plan.pk), them)
    found = []
    for name, rest in addresses:
        found += looked_at(pages[name], case_page(plan, rest))
        if rest.endswith("/sign/"):
            found += second_press(pages[name], rest)
    return found


def _of_hr(plan: Plan, folder: Path) -> list[str]:
    """Holiday calendars, mails that went out and one that did not."""
    calendar = f"/library/holidays/{HolidayCalendar.objects.get(code='CN').pk}/"
    notice = Notice.objects.filter(recipient=plan.employee).earliest("pk")
    fail_notice(notice, by=Actor.clock(), fault="SMTPRecipientsRefused 550")
    deliver_waiting()
    file = next(folder.iterdir()).name
    mail = f"/cases/{plan.case.reference}/mail/{notice.pk}/"
    return [
        "/library/holidays/", f"{calendar}2026/", f"{calendar}{UNKNOWN}/", f"{calendar}copy/", "/mail/", "/records/",
        f"{mail}resend/", f"{mail}settle/", case_page(plan, ""), "/sent-mail/", f"/sent-mail/{file}/0/",
    ]  # fmt: skip
