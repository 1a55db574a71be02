"""Evidence is written once: the app's role has no right to change it, and triggers refuse even the owner."""

import re
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import psycopg
import pytest
import time_machine
from django.db import IntegrityError, ProgrammingError, connection, transaction
from psycopg import sql

from cases import actions as cases
from cases.models import CaseEvent
from cases.seat import Seat
from plans import actions as plans
from plans.actions.holidays import check_year
from plans.models import HolidayCalendar, Plan
from plans.states import PlanStatus
from records.heads.making import make
from records.models import CheckpointStamp
from reviews import actions as reviews
from tests import amending, appealing, coaching, evidencing, meetings, moving, world
from tests.consultation import heard
from tests.deliveries import deliver_twice
from tests.following import one_done_and_one_dropped
from tests.learning import tick
from tests.links import send_fetch_and_revoke
from tests.receipts import attest, come_back, lapse, record_refusal, serve
from tests.roles import as_owner
from tests.rules.written_once import CHANGES, FORGED, REMOVED, STEPS_AGAIN, TOO_EARLY, WAYS_AROUND, WRITTEN_ONCE
from tests.sustaining import until_it_is_over
from tests.sustaining import whole as sustain
from tests.world import People, actor, close, decide, plan_in, sign


def full_case(who: People) -> Plan:
    """A closed case, and one that was not met: at least one row in every table of evidence."""
    with world.in_time():
        plan = plan_in(PlanStatus.ISSUED, who, heard(who))
    for settle in (lapse, serve, come_back, record_refusal):
        settle(plan, who)
    attest(plan, who.gus)
    sign(plan, who)
    meetings.prepare(plan, who)
    deliver_twice(plan, who)
    world.hold(plan, who)
    coaching.whole(plan, who)
    first = plan.checkpoints.get(number=1)
    reviews.refuse_minutes(first, by=actor(who.ben), digest=meetings.minutes_digest(plan))
    moving.move(moving.next_of(plan), by=actor(who.ada))
    check_year(HolidayCalendar.objects.get(code="CN"), by=actor(who.cleo), year=2026)
    amending.pause(plan, who)
    amending.resume(plan, who)
    world.hold(plan, who, plan.checkpoints.latest("number").number)
    plan.refresh_from_db()
    assert plan.ends_on
    with time_machine.travel(datetime.combine(plan.ends_on + timedelta(days=1), time(9), UTC), tick=True):
        _to_the_end(plan, who)
    return plan


def _to_the_end(plan: Plan, who: People) -> None:
    for step in (appealing.propose, tick, decide):
        step(plan, who)
    reviews.refuse_outcome(plan, by=actor(who.ben), digest=world.outcome_digest(plan), words="I see it otherwise.")
    appealing.won(plan, replace(who, fay=who.ivy))  # Fay was a witness of the refusal
    one_done_and_one_dropped(plan, who)
    sustain(plan, who)
    with until_it_is_over(plan):
        close(plan, who)
    reviews.add_addendum(plan.checkpoints.get(number=1), by=actor(who.ada), wrong="4 %", right="5 %")
    reviews.add_employee_note(plan.checkpoints.get(number=1), by=actor(who.ben), note="I saw it so.")
    plans.view_version(plan, plans.newest_version(plan), by=actor(who.ben))
    cases.add_comment(plan.case, by=actor(who.ben), text="So it was.", topic="plan")
    cases.record_reading(Seat(plan.case, who.ada), by=actor(who.ada))
    send_fetch_and_revoke(plan, who)
    CheckpointStamp.objects.create(checkpoint=make(wait=True).checkpoint, token=b"of an authority")
    evidencing.in_another_case(who)


@pytest.mark.django_db
@pytest.mark.usefixtures("after_the_plan")
def test_the_app_cannot_rewrite_forge_or_get_around(who: People) -> None:
    full_case(who)
    done = [statement for statement in (*CHANGES, *REMOVED, *FORGED, *WAYS_AROUND) if not denied(statement)]
    assert done == []


def denied(statement: str) -> bool:
    """Refused for want of a right; any other mishap fails the test."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except ProgrammingError as error:
        if not re.search("permission denied|must be owner", str(error)):
            raise
        return True
    return False


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("after_the_plan")
def test_triggers_refuse_even_the_owner(who: People) -> None:
    full_case(who)
    with as_owner() as owner:
        empty = [table for table in WRITTEN_ONCE if not count(owner, table)]
        assert empty == []
        done = [statement for statement in (*CHANGES, *REMOVED, *STEPS_AGAIN) if not refused(owner, statement)]
    assert done == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("after_the_plan")
def test_a_step_is_taken_once_and_in_its_turn(who: People) -> None:
    """The app's role may take the steps of a checkpoint and an outcome; nobody takes them again."""
    full_case(who)
    assert [statement for statement in STEPS_AGAIN if not refused_to_the_app(statement)] == []


@pytest.mark.django_db
def test_nothing_is_recorded_at_a_checkpoint_before_it_is_held(who: People) -> None:
    plan_in(PlanStatus.ACTIVE, who)
    assert [statement for statement in TOO_EARLY if not refused_to_the_app(statement)] == []


def refused_to_the_app(statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except IntegrityError as error:
        if not re.search("written once", str(error)):
            raise
        return True
    return False


def count(owner: psycopg.Connection, table: str) -> int:
    row = owner.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
    assert row
    return int(row[0])


def refused(owner: psycopg.Connection, statement: str) -> bool:
    try:
        with owner.transaction():
            owner.execute(statement.encode())
    except psycopg.errors.IntegrityConstraintViolation as error:
        if not re.search("(is|are) written once|moves forward with its events only", str(error)):
            raise
        return True
    return False


@pytest.mark.django_db
def test_an_event_cannot_be_appended_to_a_case_that_does_not_exist() -> None:
    statement = "SELECT append_event(gen_random_uuid(), '{}'::bytea)"
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert not CaseEvent.objects.exists()


@pytest.mark.django_db
def test_functions_with_the_owners_rights_are_not_open_to_everybody() -> None:
    """What PUBLIC may do, anybody may do who can connect."""
    query = """
        SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE n.nspname = 'public' AND p.prosecdef AND has_function_privilege('public', p.oid, 'EXECUTE')
    """
    with connection.cursor() as cursor:
        cursor.execute(query)
        assert cursor.fetchall() == []
