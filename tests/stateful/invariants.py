"""What holds after every step, whoever did what. Each asks the tables, never the code that wrote them."""

import hashlib
from collections import Counter
from datetime import date
from itertools import pairwise
from typing import Any

from django.utils import timezone

from cases.models import CaseEvent, CaseFile, Notice
from cases.queries import comments, whole_history
from cases.seat import Seat
from cases.verify import verify
from plans.models import Amendment, FirstView, Issuance, Pause, Plan, PlanVersion, SignOff
from plans.queries import versions_for
from plans.states import Step
from reviews.models import Checkpoint, Delivery, Outcome, Preparation, Refusal, Service
from reviews.queries import preparation_for
from reviews.receipts import newest_receipt
from tests.meetings import minutes_digest
from tests.stateful.acts import HR_ONLY
from tests.stateful.end_invariants import OF_THE_END
from tests.stateful.model import OVER
from tests.stateful.run import Run
from tests.world import END, START, issued_on

SIGNED = {  # the acts that are signatures
    "plans.approve_plan", "plans.pass_to_second_line", "plans.approve_second_line", "plans.issue_plan",
    "plans.approve_amendment", "plans.issue_amendment", "plans.resume_plan", "reviews.sign_receipt",
    "reviews.sign_outcome", "reviews.sign_minutes", "reviews.decide_outcome", "reviews.decide_extension",
    "reviews.decide_appeal",
}  # fmt: skip
OF_A_VERSION = {Step.ISSUE, Step.RECEIPT}  # the others have a number (`tests.stateful.end_invariants`)
LATER = "cases.delegate_part"  # written down for the first day; whether it still holds is asked when it is sent
TURNS = 4  # after as many steps everybody was asked again
TOLD = {"subject", "manager", "hr_partner", "second_line", "hearer"}  # who is ever written to


def events(run: Run) -> list[CaseEvent]:
    return list(CaseEvent.objects.filter(case=run.case_id).order_by("seq"))


def the_chain_verifies(run: Run) -> None:
    verify(run.case.reference)


def versions_stay_what_they_were(run: Run) -> None:
    for version in PlanVersion.objects.filter(plan__case=run.case_id):
        assert hashlib.sha256(bytes(version.content)).hexdigest() == version.digest
        assert run.frozen.setdefault(version.number, (version.digest, bytes(version.content))) == (
            version.digest,
            bytes(version.content),
        )
    assert len(run.frozen) == run.model.versions


def signatures_and_events_are_one(run: Run) -> None:
    told = [event.data["facts"]["sign_off"] for event in events(run) if event.act in SIGNED]
    stored = list(SignOff.objects.filter(plan__case=run.case_id).select_related("version"))
    assert sorted(told) == sorted(str(row.pk) for row in stored)
    minutes = [row for row in stored if row.step == Step.MINUTES]
    stored = [row for row in stored if row.step in OF_A_VERSION]
    often = Counter((row.version_id, row.step, row.part) for row in stored)
    assert not [key for key, times in often.items() if times > 1]
    assert {row.version.number for row in stored if row.step == Step.RECEIPT} == run.model.signed
    assert not [row for row in stored if row.digest != row.version.digest]
    expected = {(number, part) for number, found in run.model.minutes.items() for part in found - {"refused"}}
    assert sorted((row.number, row.part) for row in minutes) == sorted(expected)
    assert not [row for row in minutes if row.digest != minutes_digest(row.plan, row.number or 0)]


def what_is_prepared_is_the_employee_s_until_the_meeting(run: Run) -> None:
    states = {number: "open" if is_open else "draft" for number, is_open in _prepared(run)}
    assert states == run.model.prepared
    for name, user in vars(run.who).items():
        if run.model.parts.get(name, "subject") != "subject":
            seat = Seat(run.case, user)
            read = {number for number in states if preparation_for(seat, run.checkpoint(number))}
            assert read == {number for number, state in states.items() if state == "open"}


def _prepared(run: Run) -> list[tuple[int, bool]]:
    rows = Preparation.objects.filter(checkpoint__plan__case=run.case_id).select_related("checkpoint")
    return [(row.checkpoint.number, row.is_shared) for row in rows]


def the_status_is_the_last_event_s(run: Run) -> None:
    of_plan = [event.data["to"] for event in events(run) if event.data["subject"]["kind"] == "plans.Plan"]
    assert run.plan.status == run.model.status
    assert not of_plan or of_plan[-1] == run.plan.status


def each_sees_what_is_theirs(run: Run) -> None:
    """All people where it has changed who sees what, else some of them in turns."""
    plan, names, expected = run.plan, list(vars(run.who)), who_sees_what(run)
    run.turn += 1
    for name in names if expected != run.seen else names[run.turn % TURNS :: TURNS]:
        sees_what_is_theirs(run, plan, name)
    run.seen = expected


def who_sees_what(run: Run) -> list[Any]:
    model = run.model
    readable = {name: model.readable_by(name) for name in model.parts}
    return [dict(model.parts), readable, sorted(model.witnesses), sorted(model.mentors), bool(model.receipts)]


def sees_what_is_theirs(run: Run, plan: Plan, name: str) -> None:
    user = getattr(run.who, name)
    sees = CaseFile.objects.visible_to(user).filter(pk=run.case_id).exists()
    assert sees == (name in run.model.parts), f"{name} sees the case: {sees}"
    narrowly = CaseFile.objects.visible_to(user, narrow=True).filter(pk=run.case_id).exists()
    mentors = run.model.mentors if run.model.receipts else ()  # they see nothing before the issue
    expected = sees or name in {*run.model.witnesses, *mentors}
    assert narrowly == expected, f"{name} sees what a witness sees: {narrowly}"
    if sees:
        seat, theirs = Seat(run.case, user), run.model.readable_by(name)
        assert seat.parts == {run.model.parts[name]}
        read = set(versions_for(seat, plan).values_list("number", flat=True))
        assert read == theirs, f"{name} reads {read}, not {theirs}"


def the_employee_reads_nothing_of_hr(run: Run) -> None:
    seat = Seat(run.case, run.who.ben)
    if "ben" not in run.model.parts:
        return
    words = [text for line in whole_history(seat) for text in line.texts.values()]
    words += comments(seat).values_list("text", flat=True)
    assert not [text for text in words if HR_ONLY in text]
    assert not [line for line in whole_history(seat) if "fairness" in line.texts]


def the_receipt_stands_where_it_should(run: Run) -> None:
    """Silence and service are never a signature; a refusal keeps nobody from signing later."""
    found = newest_receipt(run.plan)
    assert (found.state if found else "waiting") == run.model.receipt
    assert not found or bool(found.sign_off) == run.model.asked.signed
    assert not found or found.version.number == run.model.asked.version


def ends_of(run: Run) -> Any:
    """Outcomes that were decided; one that extends the plan is no end of it."""
    decided = Outcome.objects.filter(decided_at__isnull=False, plan__case=run.case_id)
    return decided.exclude(result="extended")


def nothing_that_follows_is_earlier(run: Run) -> None:
    for before, after in pairwise(events(run)):
        assert before.at <= after.at
    of_plan: dict[str, Any] = {"plan__case": run.case_id}
    view = FirstView.objects.filter(version__plan__case=run.case_id, version__issuance__isnull=False)
    settled = [
        *SignOff.objects.filter(step=Step.RECEIPT, **of_plan).values_list("at", flat=True),
        *Refusal.objects.filter(**of_plan).values_list("at", flat=True),
        *Service.objects.filter(settles=True, **of_plan).values_list("at", flat=True),
    ]
    in_order: list[list[Any]] = [
        list(Issuance.objects.filter(**of_plan).order_by("at").values_list("at", flat=True))[:1],
        list(view.values_list("at", flat=True)),
        sorted(settled)[:1],
        list(Checkpoint.objects.filter(submitted_at__isnull=False, **of_plan).values_list("submitted_at", flat=True)),
        list(ends_of(run).values_list("decided_at", flat=True)),
    ]
    first, seen, *others = in_order
    assert not seen or min(seen) >= min(first)
    for earlier, later in pairwise(moments for moments in [first, *others] if moments):
        assert max(earlier) <= min(later)


def no_day_is_before_the_issue(run: Run) -> None:
    """The days that people name: when something was held, served, delivered, or paused."""
    plan = run.plan
    if plan.issuances.exists():
        days = [
            *Checkpoint.objects.filter(plan=plan).exclude(held_on=None).values_list("held_on", flat=True),
            *Service.objects.filter(plan=plan).values_list("served_on", flat=True),
            *Pause.objects.filter(plan=plan).values_list("from_on", flat=True),
            *Delivery.objects.filter(plan=plan).values_list("delivered_on", flat=True),
        ]
        assert min(days, default=date.max) >= issued_on(plan)


def notices_are_for_people_with_a_part(run: Run) -> None:
    names = {user.pk: name for name, user in vars(run.who).items()}
    for notice in Notice.objects.filter(case=run.case_id, due_at__lte=timezone.now()).exclude(pk__in=run.told):
        run.told.add(notice.pk)
        name = names[notice.recipient_id]
        is_party = run.model.parts.get(name) in TOLD or name in {*run.model.witnesses, *run.model.mentors}
        assert is_party or notice.state == "dropped" or notice.kind == LATER, f"{notice} tells somebody else"


def one_change_is_open_at_most(run: Run) -> None:
    stored = list(Amendment.objects.filter(plan__case=run.case_id).order_by("number"))
    assert [row.number for row in stored] == list(range(1, len(stored) + 1))
    assert [(row.kind, row.status) for row in stored] == [(row.kind, row.status) for row in run.model.changes]
    assert len([row for row in stored if row.status not in OVER]) <= 1
    assert Pause.objects.filter(plan__case=run.case_id, until_on=None).exists() == bool(run.model.paused_on)


def settled_versions(run: Run) -> set[int]:
    """Those that a plan may run on: the first one, those whose receipt was settled, those that a pause ended with."""
    of_plan: dict[str, Any] = {"plan__case": run.case_id}
    issued = Issuance.objects.filter(**of_plan).order_by("at").values_list("version__number", flat=True)
    return {
        *list(issued)[:1],
        *SignOff.objects.filter(step=Step.RECEIPT, **of_plan).values_list("version__number", flat=True),
        *Refusal.objects.filter(**of_plan).values_list("version__number", flat=True),
        *Service.objects.filter(settles=True, **of_plan).values_list("version__number", flat=True),
        *Pause.objects.exclude(until_on=None).filter(**of_plan).values_list("amendment__version__number", flat=True),
    }


def a_plan_runs_on_what_was_settled(run: Run) -> None:
    plan = run.plan
    assert plan.issued == run.model.in_force == max(settled_versions(run), default=0)
    if plan.issued:
        calendar = plan.versions.get(number=plan.issued).data["calendar"]
        assert (plan.starts_on, plan.ends_on) == (START, date.fromisoformat(calendar["ends_on"]))


def only_an_extension_or_a_pause_moves_the_end(run: Run) -> None:
    if not run.plan.issued:
        return
    ends_on = END
    for row in Amendment.objects.filter(plan__case=run.case_id, status="in_force").order_by("number"):
        version = row.version
        assert version
        moved = date.fromisoformat(version.data["calendar"]["ends_on"])
        assert moved == ends_on or row.kind == "pause" or (row.kind == "extension" and moved > ends_on)
        ends_on = moved
    assert run.plan.ends_on == ends_on == run.model.ends_on


def checkpoints_stand_where_they_should(run: Run) -> None:
    states = {"noted": "held", "replaced": "planned"}
    expected = [
        (number, run.model.due[number], states.get(found, found), found == "replaced")
        for number, found in sorted(run.model.checkpoints.items())
    ]
    rows = Checkpoint.objects.filter(plan__case=run.case_id).order_by("number")
    assert [(row.number, row.due_on, row.status, row.replaced_in is not None) for row in rows] == expected


INVARIANTS = (
    the_chain_verifies,
    versions_stay_what_they_were,
    signatures_and_events_are_one,
    what_is_prepared_is_the_employee_s_until_the_meeting,
    the_status_is_the_last_event_s,
    each_sees_what_is_theirs,
    the_employee_reads_nothing_of_hr,
    the_receipt_stands_where_it_should,
    nothing_that_follows_is_earlier,
    no_day_is_before_the_issue,
    notices_are_for_people_with_a_part,
    one_change_is_open_at_most,
    a_plan_runs_on_what_was_settled,
    only_an_extension_or_a_pause_moves_the_end,
    checkpoints_stand_where_they_should,
    *OF_THE_END,
)


def check(run: Run) -> None:
    for holds in INVARIANTS:
        holds(run)
