"""Evidence is written once: the app's role has no right to change it, and triggers refuse even the owner."""

import re
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
from reviews import actions as reviews
from tests import amending, appealing, coaching, evidencing, meetings, moving, world
from tests.consultation import heard
from tests.deliveries import deliver_twice
from tests.following import one_done_and_one_dropped
from tests.learning import tick
from tests.links import send_fetch_and_revoke
from tests.receipts import attest, come_back, lapse, record_refusal, serve
from tests.roles import as_owner
from tests.sustaining import until_it_is_over
from tests.sustaining import whole as sustain
from tests.world import People, actor, close, decide, plan_in, sign

WRITTEN_ONCE = {
    "case_event": "body = ''",
    "case_chain": "seq = 1",
    "cases_eventtext": "value = ''",
    "cases_comment": "text = ''",
    "cases_reading": "user_id = user_id",
    "plans_planversion": "digest = repeat('0', 64)",
    "plans_firstview": "at = now()",
    "plans_consultation": "answer_by = answer_by + 1",
    "plans_consultationanswer": "content = ''",
    "plans_consultationreply": "content = ''",
    "reviews_signoff": "answer = 'agreed'",
    "reviews_progress": "value = 0",
    "reviews_itemresult": "value = 0",
    "reviews_learningstep": "words = 'Other words'",
    "reviews_refusal": "words = 'Other words'",
    "reviews_lapse": "reminded = '{}'",
    "reviews_service": "note = 'Other words'",
    "reviews_serviceproof": "result = 'delivered'",
    "reviews_coachingsession": "minutes = minutes + 1",
    "reviews_sessionanswer": "words = 'Other words'",
    "reviews_sessionseries": "last_on = last_on + 1",
    "reviews_seriesend": "reason = 'Other words'",
    "reviews_addendum": "wrong = 'Other words'",
    "reviews_rescheduling": "reason = 'Other words'",
    "plans_calendaredit": "name = 'Other words'",
    "reviews_minutes": "encouragement = 'Other words'",
    "reviews_minutesrefusal": "words = 'Other words'",
    "reviews_finalreview": "summary_by = summary_by + 1",
    "reviews_employeesummary": "words = 'Other words'",
    "reviews_itemsummary": "words = 'Other words'",
    "reviews_override": "reason = 'Other words'",
    "reviews_outcomerefusal": "words = 'Other words'",
    "reviews_delivery": "words = 'Other words'",
    "reviews_deliveryanswer": "words = 'Other words'",
    "reviews_hearing": "employee_said = 'Other words'",
    "reviews_hearingstatement": "words = 'Other words'",
    "reviews_evidencerecord": "happened_on = happened_on + 1",
    "reviews_evidencewithdrawal": "reason = 'Other words'",
    "reviews_followon": "words = 'Other words'",
    "reviews_followonend": "words = 'Other words'",
    "reviews_sustain": "days = days + 1",
    "reviews_checkin": "due_on = due_on + 1",
    "reviews_checkinrecord": "words = 'Other words'",
    "reviews_checkinanswer": "words = 'Other words'",
}
WRITTEN_IN_STEPS = (
    "reviews_checkpoint",
    "reviews_outcome",
    "reviews_attestation",
    "plans_amendment",
    "plans_pause",
    "plans_mentoring",
    "reviews_appeal",
    "records_copylink",
)
STEPS_AGAIN = [
    "UPDATE reviews_checkpoint SET due_on = due_on + 1",
    "UPDATE reviews_checkpoint SET number = number + 10",
    "UPDATE reviews_checkpoint SET plan_id = gen_random_uuid()",
    "UPDATE reviews_checkpoint SET held_on = held_on + 1",
    "UPDATE reviews_checkpoint SET manager_note = 'Other words'",
    "UPDATE reviews_checkpoint SET next_steps = ''",
    "UPDATE reviews_checkpoint SET status = 'planned', held_on = NULL, submitted_at = NULL",
    "UPDATE reviews_checkpoint SET employee_note = 'Other words' WHERE employee_note <> ''",
    "UPDATE reviews_checkpoint SET employee_note = '', employee_noted_at = NULL WHERE employee_note <> ''",
    "UPDATE reviews_checkpoint SET replaced_in = 9 WHERE replaced_in IS NOT NULL",
    "UPDATE reviews_checkpoint SET replaced_in = NULL WHERE replaced_in IS NOT NULL",
    "UPDATE reviews_preparation SET general = 'Other words'",
    "UPDATE reviews_preparation SET shared_at = NULL",
    "DELETE FROM reviews_preparation",
    "UPDATE reviews_selfassessment SET words = 'Other words'",
    "DELETE FROM reviews_selfassessment",
    "UPDATE records_copylink SET until_on = until_on + 1",
    "UPDATE records_copylink SET digest = repeat('0', 64)",
    "UPDATE records_copylink SET fetches = 0",
    "UPDATE records_copylink SET fetches = fetches + 2",
    "UPDATE records_copylink SET status = 'open', revoked_at = NULL",
    "UPDATE plans_amendment SET reason = 'Other words'",
    "UPDATE plans_amendment SET kind = 'change'",
    "UPDATE plans_amendment SET number = number + 10",
    "UPDATE plans_amendment SET status = 'issued', in_force_at = NULL",
    "UPDATE plans_amendment SET in_force_at = in_force_at + interval '1 day'",
    "UPDATE plans_mentoring SET mentor_id = mentor_id + 1",
    "UPDATE plans_mentoring SET item = gen_random_uuid()",
    "UPDATE plans_mentoring SET until = until + interval '1 day' WHERE until IS NOT NULL",
    "UPDATE plans_mentoring SET until = NULL WHERE until IS NOT NULL",
    "UPDATE plans_pause SET reason = 'Other words'",
    "UPDATE plans_pause SET from_on = from_on - 1",
    "UPDATE plans_pause SET until_on = until_on + 1",
    "UPDATE plans_pause SET until_on = NULL, days = NULL, amendment_id = NULL",
    "UPDATE reviews_outcome SET result = 'not_met'",
    "UPDATE reviews_outcome SET summary = 'Other words'",
    "UPDATE reviews_outcome SET recognition = 'Other words'",
    "UPDATE reviews_outcome SET proposed_at = proposed_at + interval '1 millisecond'",
    "UPDATE reviews_outcome SET digest = repeat('0', 64)",
    "UPDATE reviews_outcome SET decided_at = decided_at + interval '1 day'",
    "UPDATE reviews_outcome SET decided_by_id = NULL, decided_at = NULL",
    "UPDATE reviews_attestation SET words = 'Other words'",
    "UPDATE reviews_attestation SET status = 'asked', answer = '', words = '', given_at = NULL",
    "UPDATE reviews_attestation SET witness_id = witness_id",
    "UPDATE reviews_appeal SET words = 'Other words'",
    "UPDATE reviews_appeal SET grounds = ARRAY['unfair']",
    "UPDATE reviews_appeal SET number = number + 10",
    "UPDATE reviews_appeal SET hearer_id = hearer_id + 1",
    "UPDATE reviews_appeal SET place = 'Elsewhere'",
    "UPDATE reviews_appeal SET meets_on = meets_on + 1",
    "UPDATE reviews_appeal SET decision = 'upheld'",
    "UPDATE reviews_appeal SET reasons = 'Other words'",
    "UPDATE reviews_appeal SET digest = repeat('0', 64)",
    "UPDATE reviews_appeal SET decided_at = decided_at + interval '1 day'",
    "UPDATE reviews_appeal SET status = 'heard', decision = '', reasons = '', digest = '', decided_at = NULL",
]
TOO_EARLY = [
    "UPDATE reviews_checkpoint SET due_on = due_on + 1",
    "UPDATE reviews_checkpoint SET manager_note = 'Before the meeting'",
    "UPDATE reviews_checkpoint SET employee_note = 'Before the meeting', employee_noted_at = now()",
]


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
    appealing.won(plan, who)
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
    evidencing.in_another_case(who)


CHANGES = [
    statement
    for table, change in WRITTEN_ONCE.items()
    for statement in (f"UPDATE {table} SET {change}", f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE")  # noqa: S608
]
REMOVED = [
    statement
    for table in WRITTEN_IN_STEPS
    for statement in (f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE")  # noqa: S608
]
FORGED = [
    "INSERT INTO case_event SELECT case_id, seq + 1, hash, hash, body, at FROM case_event",
    "INSERT INTO case_chain SELECT gen_random_uuid(), 1, head FROM case_chain",
]
WAYS_AROUND = [
    *(f"ALTER TABLE {table} DISABLE TRIGGER ALL" for table in (*WRITTEN_ONCE, *WRITTEN_IN_STEPS)),
    "DROP TRIGGER case_event_stays ON case_event",
    "DROP FUNCTION append_event(uuid, bytea)",
    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    "SET session_replication_role = replica",
    "SET ROLE pipcases_owner",
    "SET SESSION AUTHORIZATION pipcases_owner",
    "CREATE TABLE public.case_event2 (id int)",
    "CREATE TEMPORARY TABLE case_event (id int)",
]


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
