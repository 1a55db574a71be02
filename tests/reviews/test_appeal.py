"""R30, the appeal: its steps, what each refuses, and what becomes of the outcome."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError

from cases.models import CasePart
from cases.refusals import NotVisible, NotYourPart, WrongMoment
from plans.calendars import today_of
from plans.models import Plan
from plans.states import PlanStatus
from reviews import actions as reviews
from reviews.ended import result_of, standing_outcome
from reviews.models import Outcome
from reviews.ruling import digest_of_ruling, ruled_on
from reviews.states import AppealStatus, Result, Ruling
from tests import appealing
from tests.appealing import arrange, file, hear, name, newest, rule, ruling, state, withdraw
from tests.receipts import slip
from tests.world import START, People, actor, close, plan_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_plan")]


@contextmanager
def not_now(words: str) -> Iterator[None]:
    """Refused, and the reason says so."""
    with pytest.raises(WrongMoment) as refused:
        yield
    assert re.search(words, " ".join(map(str, refused.value.reasons)))


@pytest.fixture
def plan(who: People) -> Plan:
    """Decided today: not met."""
    return appealing.decided(who)


class TestFiling:
    def test_r30_with_grounds_words_and_files_once(self, who: People, plan: Plan) -> None:
        appeal = file(plan, who, grounds=["help", "facts"], evidence=[slip()])
        assert (appeal.number, appeal.grounds, len(appeal.files)) == (1, ["facts", "help"], 1)
        with not_now("You have appealed already"):
            file(plan, who)

    @pytest.mark.parametrize("said", [{"grounds": []}, {"grounds": ["revenge"]}, {"words": ""}])
    def test_r30_not_without_a_ground_that_is_known_and_words(
        self, who: People, plan: Plan, said: dict[str, Any]
    ) -> None:
        with pytest.raises(ValidationError):
            file(plan, who, **said)

    def test_r30_not_against_an_outcome_that_is_met(self, who: People) -> None:
        with not_now("no outcome that you could appeal against"):
            file(plan_in(PlanStatus.DECIDED, who), who)

    def test_r30_late_is_refused_with_the_day(self, who: People, plan: Plan) -> None:
        with appealing.after_the_window(plan), not_now(r"last day .* was May 15, 2026"):
            file(plan, who)

    def test_r30_in_a_closed_case_too(self, who: People) -> None:
        plan = appealing.decided(who)
        Plan.objects.filter(pk=plan.pk).update(status=PlanStatus.CLOSED)
        plan.refresh_from_db()
        assert file(plan, who).is_open


class TestClosing:
    def test_r30_a_case_stays_open_while_one_may_appeal(self, who: People, plan: Plan) -> None:
        with not_now(r"until May 15, 2026, that day included"):
            close(plan, who)
        with appealing.after_the_window(plan):
            close(plan, who)

    def test_r30_and_while_an_appeal_is_open(self, who: People, plan: Plan) -> None:
        file(plan, who)
        with appealing.after_the_window(plan), not_now("An appeal is open"):
            close(plan, who)
        withdraw(plan, who)
        close(plan, who)

    def test_r30_once_it_is_upheld_nothing_stands_in_the_way(self, who: People, plan: Plan) -> None:
        close(appealing.upheld(plan, who), who)


class TestHearing:
    def test_r30_whoever_hears_it_sees_the_case_until_it_is_over(self, who: People, plan: Plan) -> None:
        file(plan, who)
        name(plan, who)
        assert CasePart.objects.current().get(case=plan.case, part="hearer").user == who.fay
        withdraw(plan, who)
        assert not CasePart.objects.current().filter(part="hearer").exists()
        with pytest.raises(NotVisible):
            arrange(plan, who)

    def test_r30_another_is_named_with_a_reason_and_arranges_anew(self, who: People, plan: Plan) -> None:
        appealing.ready(plan, who)
        with pytest.raises(ValidationError, match="Say why somebody else"):
            name(plan, who, who.dora)
        appeal = name(plan, who, who.dora, reason="Fay is away for long.")
        assert (appeal.status, appeal.meets_on) == (AppealStatus.NAMED, None)
        with pytest.raises(NotVisible):
            hear(plan, who)
        with pytest.raises(WrongMoment):
            hear(plan, who, by=actor(who.dora))

    def test_r30_who_heard_it_once_does_not_hear_it_again(self, who: People, plan: Plan) -> None:
        file(plan, who)
        name(plan, who)
        name(plan, who, who.dora, reason="Fay is away.")
        with pytest.raises(ValidationError, match="has a part in this case, or had one"):
            name(plan, who, who.fay, reason="Fay is back.")

    def test_r23_notice_and_working_days_as_the_rules_say(self, who: People, plan: Plan) -> None:
        file(plan, who)
        name(plan, who)
        friday, sunday, monday = (START + timedelta(days=days) for days in (60, 62, 63))  # it is the Saturday between
        for day, words in ((friday, "is over"), (sunday, "Nobody works")):
            with pytest.raises(ValidationError, match=words):
                arrange(plan, who, meets_on=day)
        with time_machine.travel(datetime.combine(monday, time(9), UTC), tick=True):
            with pytest.raises(ValidationError, match="2 days' notice"):
                arrange(plan, who, meets_on=monday)
            arrange(plan, who, meets_on=monday, agreed=True)
        with pytest.raises(ValidationError, match="Say why the hearing is arranged anew"):
            arrange(plan, who)
        arrange(plan, who, reason="The room is taken.", by=actor(who.cleo))

    def test_r25_the_statement_is_the_employees_alone_once_a_hearing(self, who: People, plan: Plan) -> None:
        appealing.ready(plan, who)
        for user in (who.fay, who.ada, who.cleo):
            with pytest.raises(NotYourPart):
                appealing._state(newest(plan), by=actor(user))
        state(plan, who)
        with not_now("is there already"):
            state(plan, who)
        arrange(plan, who, reason="Once more.")
        hear(plan, who)
        assert state(plan, who).hearing.number == 2

    @pytest.mark.parametrize("said", [{"attended": ""}, {"employee_said": ""}, {"came": False, "companion": "Lea"}])
    def test_r30_the_record_says_what_was(self, who: People, plan: Plan, said: dict[str, Any]) -> None:
        for step in (file, name, arrange):
            step(plan, who)
        with pytest.raises(ValidationError):
            hear(plan, who, **said)

    @pytest.mark.parametrize(("days", "words"), [(1, "lies ahead"), (-1, "before the appeal")])
    def test_r26_a_hearing_is_dated_between_the_appeal_and_today(
        self, who: People, plan: Plan, days: int, words: str
    ) -> None:
        for step in (file, name, arrange):
            step(plan, who)
        with pytest.raises(ValidationError, match=words):
            hear(plan, who, held_on=today_of(plan.case) + timedelta(days=days))


WORSE = [
    (Ruling.VARIED, Result.NOT_MET, "never makes an outcome worse"),
    (Ruling.VARIED, Result.CANCELLED, "does not follow"),
    (Ruling.VARIED, Result.EXTENDED, "does not follow"),
    (Ruling.OVERTURNED, Result.PARTIALLY_MET, "does not follow"),
    (Ruling.VARIED, Result.PARTIALLY_MET, "Nothing would change"),
    ("dismissed", Result.MET, "Choose what you decide"),
]


class TestDeciding:
    def test_r30_upheld_the_outcome_stands(self, who: People, plan: Plan) -> None:
        before = list(Outcome.objects.values())
        appeal = newest(appealing.upheld(plan, who))
        assert appeal.status == AppealStatus.DECIDED
        assert list(Outcome.objects.values()) == before
        assert result_of(plan) == Result.NOT_MET

    @pytest.mark.parametrize(
        ("decision", "result"),
        [
            (Ruling.VARIED, Result.PARTIALLY_MET),
            (Ruling.VARIED, Result.MET),
            (Ruling.OVERTURNED, Result.MET),
            (Ruling.OVERTURNED, Result.CANCELLED),
        ],
    )
    def test_r30_another_outcome_takes_its_place_and_the_first_stays(
        self, who: People, plan: Plan, decision: str, result: str
    ) -> None:
        first = Outcome.objects.filter(plan=plan).values().get()
        appealing.heard(plan, who)
        rule(plan, who, ruling(plan, decision, result, items=[Result.MET]))
        assert Outcome.objects.filter(pk=first["id"]).values().get() == first
        second = standing_outcome(plan)
        assert second
        assert (second.number, second.varies_id, second.result) == (2, first["id"], result)
        assert (second.proposed_by, second.decided_by, second.summary) == (who.fay, who.fay, newest(plan).reasons)
        assert [(row.result, row.evidence) for row in second.items.all()] == [("met", "Inspection log")]

    @pytest.mark.parametrize(("decision", "result", "words"), WORSE)
    def test_r30_never_worse_and_never_what_does_not_follow(
        self, who: People, decision: str, result: str, words: str
    ) -> None:
        plan = appealing.heard(appealing.decided(who, Result.PARTIALLY_MET), who)
        with pytest.raises(ValidationError, match=words):
            rule(plan, who, ruling(plan, decision, result))

    def test_r30_no_item_becomes_worse_either(self, who: People) -> None:
        plan = appealing.heard(appealing.decided(who, Result.PARTIALLY_MET), who)
        with pytest.raises(ValidationError, match="result of an item worse"):
            rule(plan, who, ruling(plan, Ruling.VARIED, Result.MET, items=[Result.NOT_MET]))

    def test_r30_it_is_signed_with_what_was_decided(self, who: People, plan: Plan) -> None:
        appealing.heard(plan, who)
        signed = rule(plan, who)
        appeal = newest(plan)
        assert (signed.user, signed.part, signed.number) == (who.fay, "hearer", 1)
        assert signed.digest == appeal.digest == digest_of_ruling(appeal, ruled_on(appeal))

    def test_r30_what_came_of_an_appeal_is_the_last_word(self, who: People, plan: Plan) -> None:
        appealing.varied(plan, who)
        with not_now("the last word inside the company"):
            file(plan, who)
        reviews.close_case(plan, by=actor(who.cleo))
