"""Any act by anybody at any time, legal or not, held against a small model written by hand (`tests.stateful`).

A legal act that is refused fails, and so does another one that is done; a refused act leaves no trace in any table; and
after each step the invariants hold. With `PIPCASES_WALKS=1000` there are that many longer walks from each
beginning, and other ones each time.
"""

import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from cases.acts import ACTS, OF_MAIL
from cases.models import CaseEvent, CaseFile, SigningToken
from cases.refusals import NotVisible, NotYourPart, WrongMoment
from cases.sweep import sweep
from people.actions import add_user
from plans.actions import StaleDraft
from plans.states import RECEIPTS
from tests.everything import everything
from tests.stateful.acts import DRAFTING, REVIEW, Try, nothing
from tests.stateful.after import AFTER
from tests.stateful.appeal import APPEAL
from tests.stateful.changes import CHANGES
from tests.stateful.coaching import COACHING
from tests.stateful.ending import ENDING
from tests.stateful.invariants import SIGNED, check, notices_are_for_people_with_a_part
from tests.stateful.meetings import MEETINGS
from tests.stateful.model import Model
from tests.stateful.people import HANDING_ON
from tests.stateful.receipts import RECEIPTS as OF_RECEIPTS
from tests.stateful.run import Run
from tests.stateful.running import REVIEWS
from tests.world import People, drafted, opened

PLAN = (*DRAFTING, *HANDING_ON, *REVIEW, *OF_RECEIPTS, *REVIEWS, *MEETINGS, *COACHING, *CHANGES)
TRIES = (*PLAN, *ENDING, *APPEAL, *AFTER)
PEOPLE = ("ada", "ben", "cleo", "dora", "emil", "fay", "gus", "hal", "ivy")
SUBMIT, APPROVE, ISSUE, SIGN = "plans.submit_plan", "plans.approve_plan", "plans.issue_plan", "reviews.sign_receipt"
SERVE, HAND_OUT = "reviews.log_service", "plans.issue_amendment"
RETURN = "plans.return_plan"
BEGIN, EDIT, PAUSE, RESUME = "plans.begin_amendment", "plans.edit_plan", "plans.pause_plan", "plans.resume_plan"
SUBMITTED = ("plans.submit_amendment", "plans.return_amendment", EDIT, "plans.submit_amendment")
NAME, LOG = "plans.name_mentor", "reviews.log_session"
COACHED = ("reviews.plan_sessions", "reviews.confirm_session", "reviews.end_sessions", "plans.end_mentoring", NAME)
HOLD, OPEN, SUM_UP = "reviews.hold_checkpoint", "reviews.open_final_review", "reviews.summarise_plan"
MEETING = ("reviews.prepare_checkpoint", HOLD, "reviews.sign_minutes")
PROPOSE, DECIDE, EXTEND = "reviews.propose_outcome", "reviews.decide_outcome", "reviews.decide_extension"
REVIEWED = (SUBMIT, APPROVE, ISSUE, SIGN, HOLD, OPEN, SUM_UP)
NOT_MET = (*REVIEWED, f"{PROPOSE} not_met", DECIDE)
HEARING = ("reviews.file_appeal", "reviews.name_hearer fay", "reviews.arrange_hearing", "reviews.record_hearing")
VARIED = "reviews.decide_appeal varied to partially_met"
SUSTAINED = (
    "reviews.record_follow_on", "reviews.finish_follow_on", "reviews.begin_sustain", "reviews.record_check_in",
    "reviews.answer_check_in",
)  # fmt: skip
BEGINNINGS = {  # a walk begins after these acts
    "a draft": (),
    "a consultation": ("plans.open_consultation", "plans.answer_consultation"),
    "a handover": ("cases.add_comment", "cases.delegate_part", SUBMIT, "cases.change_manager", APPROVE, ISSUE),
    "the second line": (SUBMIT, RETURN, SUBMIT, "plans.pass_to_second_line"),
    "a refusal": (SUBMIT, APPROVE, ISSUE, "reviews.record_refusal", "reviews.attest_refusal", HOLD),
    "silence": (SUBMIT, APPROVE, ISSUE, SERVE, "reviews.add_service_proof"),
    "a receipt": (SUBMIT, APPROVE, ISSUE, "plans.view_version", SIGN, *MEETING),
    "coaching": (SUBMIT, APPROVE, NAME, ISSUE, SIGN, LOG, *COACHED),
    "a change": (SUBMIT, APPROVE, ISSUE, SIGN, HOLD, BEGIN, EDIT, *SUBMITTED, "plans.approve_amendment", HAND_OUT),
    "a pause": (SUBMIT, APPROVE, ISSUE, SIGN, HOLD, "reviews.add_addendum", PAUSE, RESUME),
    "a final review": REVIEWED,
    "an extension": (*REVIEWED, f"{PROPOSE} extended", EXTEND),
    "an outcome not met": NOT_MET,
    "an appeal heard": (*NOT_MET, *HEARING),
    "an appeal decided": (*NOT_MET, *HEARING, "reviews.add_hearing_statement", VARIED),
    "a sustain period": (*REVIEWED, f"{PROPOSE} met", DECIDE, *SUSTAINED),
}
ENDS = {"plans.cancel_plan", "plans.record_leaving", "reviews.close_case"}
NOT_TRIED = {
    "cases.open_case": "a walk is about one case",
    "reviews.record_relapse": "the same, and this opens a second one (tests.reviews.test_relapse)",
    "reviews.open_following_case": "the same",
    **dict.fromkeys((act.name for act in OF_MAIL), "no worker sends mails in a walk (tests/cases/test_mail_events.py)"),
    "reviews.arrange_checkpoint": "tests.reviews.test_moving: when a day may move depends on the clock alone",
    "reviews.reschedule_checkpoint": "the same",
    "reviews.postpone_checkpoint": "the same",
    "reviews.record_evidence": "tests.reviews.test_evidence: the rules of this case know no such map",
    "reviews.withdraw_evidence": "the same",
    "records.seal_record": "a worker does it (tests.records.test_due)",
    "records.retry_copies": "no worker makes copies in a walk (tests.records.test_waiting)",
    "records.enter_address": "tests.records: it needs an account that is closed",
    "records.send_copy_link": "tests.records: it needs an address that was confirmed by mail",
    "records.revoke_copy_link": "the same",
    "records.fetch_copy": "the same",
}
THE_END = dict.fromkeys((f"{PROPOSE} not_met", f"{PROPOSE} extended"), 60)
DAYS_BEFORE = {HOLD: 20, LOG: 20, SERVE: 9, RESUME: 8, **THE_END}
BEGINNING = datetime(2026, 2, 16, 9, tzinfo=UTC)
WALKS = int(os.environ.get("PIPCASES_WALKS", "0"))
ANYHOW: dict[str, Any] = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck)}
SHORT = settings(max_examples=2, stateful_step_count=15, **ANYHOW)
LONG = settings(max_examples=WALKS or 1, stateful_step_count=50, print_blob=True, **ANYHOW)


class Walk(RuleBasedStateMachine):
    """One case that begins as a draft, and is taken back at the end of the walk."""

    def __init__(self, who: People, case: CaseFile, elsewhere: CaseFile, begins: tuple[str, ...]) -> None:
        super().__init__()
        self.begins, self.changed = begins, True
        self.block = transaction.atomic()
        self.block.__enter__()
        self.travel = time_machine.travel(BEGINNING, tick=False)
        model = Model(today=BEGINNING.date())
        self.run = Run(who=who, case_id=case.pk, elsewhere=elsewhere, clock=self.travel.start(), model=model)

    def teardown(self) -> None:
        self.travel.stop()
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    @initialize()
    def so_far(self) -> None:
        for act in self.begins:
            if act in DAYS_BEFORE:
                self._pass(DAYS_BEFORE[act])
            if act == SERVE:
                self.the_sweep_runs()
            self.attempt(*next(pair for pair in self.legal() if act in {pair[0].act, repr(pair[0])}))
            notices_are_for_people_with_a_part(self.run)  # they may lose it by the next act

    def legal(self) -> list[tuple[Try, str]]:
        """Who may do what now."""
        there = [entry for entry in TRIES if entry.there(self.run.model)]
        return [(entry, person) for entry in there for person in PEOPLE if not entry.expected(self.run.model, person)]

    @rule(data=st.data(), answer=st.sampled_from(RECEIPTS))
    def the_case_goes_on(self, data: st.DataObject, answer: str) -> None:
        self.run.answer = answer
        onward = [pair for pair in self.legal() if pair[0].then is not nothing and pair[0].act not in ENDS]
        if onward:
            self.attempt(*data.draw(st.sampled_from(onward), label="goes on"))

    @rule(data=st.data())
    def somebody_does_what_they_may(self, data: st.DataObject) -> None:
        self.attempt(*data.draw(st.sampled_from(self.legal()), label="may"))

    @rule(data=st.data())
    def somebody_does_it_wrongly(self, data: st.DataObject) -> None:
        """In every wrong way there is."""
        wrong = [pair for pair in self.legal() if pair[0].faults]
        if wrong:
            entry, person = data.draw(st.sampled_from(wrong), label="wrongly")
            self.refused((entry, person, fault) for fault in entry.faults)

    @rule(person=st.sampled_from(PEOPLE))
    def somebody_tries_all_that_is_not_theirs(self, person: str) -> None:
        there = [entry for entry in TRIES if entry.there(self.run.model)]
        self.refused((entry, person, "") for entry in there if entry.expected(self.run.model, person))

    @rule(days=st.integers(1, 30))
    def days_pass(self, days: int) -> None:
        self._pass(days)

    def _pass(self, days: int) -> None:
        self.run.passes(days=days)
        self.run.model.today += timedelta(days=days)

    @rule()
    def the_sweep_runs(self) -> None:
        self.changed = True
        self.run.model.is_swept()
        sweep()
        swept = self.tables()
        sweep()
        assert self.tables() == swept, "a second sweep at the same moment found something to do"

    @invariant()
    def everything_holds(self) -> None:
        if self.changed:
            check(self.run)
        self.changed = False

    def attempt(self, entry: Try, person: str) -> None:
        """Do what may be done: it is done, with its event, and uses a proof if it is a signature."""
        before = self.counts()
        self._does(entry, person, "")
        entry.then(self.run.model, person)
        self.run.model.remembers(person, entry.act)
        self.changed = True
        events, spent = (now - then for now, then in zip(self.counts(), before, strict=True))
        assert events in entry.events
        assert spent == int(entry.act in SIGNED)

    def refused(self, attempts: Iterable[tuple[Try, str, str]]) -> None:
        """Try what may not be done: it is refused as the model says, and leaves no trace in any table."""
        tables, before = self.tables(), self.counts()
        for entry, person, fault in attempts:
            self._does(entry, person, fault)
        assert self.tables() == tables, "something was refused, and left a trace"
        assert self.counts() == before

    def nobody_does_what_is_refused(self) -> None:
        """All that is not theirs by everybody, and what is open in every wrong way."""
        there = [entry for entry in TRIES if entry.there(self.run.model)]
        every = [(entry, person, "") for entry in there for person in PEOPLE]
        wrong = [(entry, person, fault) for entry, person in self.legal() for fault in entry.faults]
        self.refused([*(one for one in every if one[0].expected(self.run.model, one[1])), *wrong])

    def _does(self, entry: Try, person: str, fault: str) -> None:
        self.run.passes(seconds=1)
        expected = entry.expected(self.run.model, person, fault)
        found = self._refusal(entry, person, fault)
        said = f"{entry} by {person}, {fault or 'as it should be'}, while {self.run.model.status}"
        assert found is expected, f"{said}: {found and found.__name__}, not {expected and expected.__name__}"

    def _refusal(self, entry: Try, person: str, fault: str) -> type[Exception] | None:
        try:
            entry.do(self.run, getattr(self.run.who, person), fault)
        except (NotVisible, NotYourPart, WrongMoment, ValidationError, StaleDraft) as refusal:
            return type(refusal)
        return None

    def counts(self) -> tuple[int, int]:
        """Events, and proofs that were used up by a signature."""
        used = SigningToken.objects.exclude(used_at=None).count() - len(self.run.used)
        return CaseEvent.objects.filter(case=self.run.case_id).count(), used

    def tables(self) -> dict[str, tuple[int, str]]:
        with connection.cursor() as cursor:
            return everything(cursor, but=("cases_signingtoken",))  # a proof may be asked for by anybody


@pytest.fixture
def walkers(who: People) -> Iterator[tuple[People, CaseFile, CaseFile]]:
    """The people, the case they walk about in, and another one."""
    with time_machine.travel(BEGINNING, tick=False):
        kit = add_user("kit@example.com", name="Kit", manager=who.ada)
        elsewhere = opened(People(**{**vars(who), "ben": kit}))
        yield who, drafted(who).case, elsewhere


@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_whoever_does_what_after(walkers: tuple[People, CaseFile, CaseFile], beginning: str) -> None:
    """The short walks are the same each time, and others from each beginning: one seed for all of them would have them
    all leave out the same rules.
    """
    walk: Any = partial(Walk, *walkers, BEGINNINGS[beginning])
    if WALKS:
        run_state_machine_as_test(walk, settings=LONG)
    else:
        run_state_machine_as_test(seed(beginning)(walk), settings=SHORT)


@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_nobody_does_what_is_not_theirs_after(walkers: tuple[People, CaseFile, CaseFile], beginning: str) -> None:
    """Short walks are few, and draw few of all wrong ways: here is each of them."""
    walk = Walk(*walkers, BEGINNINGS[beginning])
    try:
        walk.so_far()
        walk.nobody_does_what_is_refused()
        walk.everything_holds()
    finally:
        walk.teardown()


def test_every_act_is_tried() -> None:
    assert {entry.act for entry in TRIES} == set(ACTS) - set(NOT_TRIED)
