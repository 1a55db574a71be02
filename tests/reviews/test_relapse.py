"""It goes on in a new case that follows this one: after a relapse, and where more time was agreed on."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cases.actions import open_case
from cases.models import CaseFile
from cases.queries import history
from cases.refusals import NotVisible, NotYourPart, WrongMoment
from cases.seat import Seat
from cases.states import Because, Stage
from cases.verify import verify
from plans.actions import start_plan
from plans.models import Plan
from plans.states import PlanStatus
from records.asof import as_of
from records.compose import compose
from records.following import followed_as_of
from reviews.linking import Linked
from reviews.states import Keeping, Result
from tests import handing_over
from tests.following import decided, drop, record
from tests.linking import WORDS, fallen_short, go_on, relapse, slipping
from tests.pages import signed_in, text
from tests.records.test_promised import copy_at, head
from tests.sustaining import DAY, begun, check_in, on
from tests.world import People, actor, consult, opened, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_plan")]

RELAPSE, MORE = "sustain/relapse/", "follow-ons/new-case/"
DOORS = ("Record a relapse", "Go on in a new case")


def page(case: CaseFile, rest: str = "") -> str:
    return f"/cases/{case.reference}/{rest}"


def reasons(do: Callable[..., Any], *args: Any) -> str:
    with pytest.raises(WrongMoment) as refused, transaction.atomic():
        do(*args)
    return " ".join(map(str, refused.value.reasons))


def doors(who: People, plan: Plan) -> list[str]:
    """Those that the manager's page shows."""
    shown = text(signed_in(who.ada).get(page(plan.case)))
    return [door for door in DOORS if f">{door}</a>" in shown]


def linked_at(plan: Plan, who: People, seq: int) -> Linked | None:
    """What a copy for the employee says of the link."""
    found = followed_as_of(as_of(copy_at(plan, who, seq)))
    return found.linked if found else None


class TestRelapse:
    def test_r28_a_relapse_opens_a_linked_case_of_the_same_people(self, who: People) -> None:
        plan = slipping(who)
        new = relapse(plan, who)
        plan, new = Plan.objects.get(pk=plan.pk), CaseFile.objects.get(pk=new.pk)
        assert (plan.status, plan.case.stage) == (PlanStatus.CLOSED, Stage.CLOSED)
        assert (new.follows, new.follows_because, new.stage) == (plan.case, Because.RELAPSE, Stage.DRAFTING)
        assert (new.subject, new.language, new.time_zone) == (who.ben, plan.case.language, plan.case.time_zone)
        assert [(row.part, row.user) for row in new.parts.order_by("pk")] == [
            ("subject", who.ben), ("manager", who.ada), ("hr_partner", who.cleo),
        ]  # fmt: skip
        draft = new.plans.get()
        assert (draft.status, draft.ruleset) == (PlanStatus.DRAFT, plan.ruleset)
        lines = [history(Seat(case, who.cleo))[0] for case in (plan.case, new)]
        assert (lines[0][0].act.name, lines[0][0].facts["opened"], lines[0][0].words) == (
            "reviews.record_relapse", str(new.pk), [WORDS],
        )  # fmt: skip
        assert (lines[1][-1].facts["follows"], lines[1][-1].facts["because"]) == (str(plan.case_id), "relapse")
        assert verify() > 0

    def test_r28_it_takes_a_check_in_that_slipped_and_a_reason(self, who: People) -> None:
        plan = begun(who)
        assert "No check-in says" in reasons(relapse, plan, who)
        check_in(plan, who, Keeping.KEEPS_UP)
        assert (signed_in(who.ada).get(page(plan.case, RELAPSE)).status_code, doors(who, plan)) == (409, [])
        check_in(plan, who, Keeping.NEEDS_HELP)
        assert doors(who, plan) == [DOORS[0]]
        with pytest.raises(ValidationError):
            relapse(plan, who, words=" ")
        for user in (who.ben, who.cleo):
            with pytest.raises(NotYourPart):
                relapse(plan, who, by=actor(user))
        assert CaseFile.objects.count() == 1

    def test_r7_the_plan_before_is_closed_first_and_nothing_is_left_of_what_fails(self, who: People) -> None:
        plan = slipping(who)
        with pytest.raises(ValidationError), transaction.atomic():
            relapse(plan, who, hr_partner=who.fay)  # nobody of HR
        assert (CaseFile.objects.count(), Plan.objects.get().status) == (1, PlanStatus.SUSTAIN)
        new = relapse(plan, who, hr_partner=who.dora)
        assert Plan.objects.get(employee=who.ben, status=PlanStatus.DRAFT).case == new
        assert new.parts.get(part="hr_partner").user == who.dora

    def test_only_whoever_leads_the_employee_opens_it(self, who: People) -> None:
        plan = slipping(who)
        handing_over.delegate(plan.case, who)
        client = signed_in(who.fay)
        assert client.get(page(plan.case, RELAPSE)).status_code == 403
        with pytest.raises(NotYourPart), transaction.atomic():
            relapse(plan, who, by=actor(who.fay))
        type(who.ben).objects.filter(pk=who.ben.pk).update(manager=who.hal)
        assert "reports to somebody else" in reasons(relapse, plan, who)
        assert doors(who, plan) == []


class TestPages:
    def test_a_relapse_is_recorded_and_both_cases_lead_to_each_other(self, who: People) -> None:
        plan, client = slipping(who), signed_in(who.ada)
        kept = client.post(page(plan.case, RELAPSE), {"words": "", "hr_partner": ""})
        assert kept.status_code == 422
        kept = client.post(page(plan.case, RELAPSE), {"words": WORDS, "hr_partner": who.ben.pk})
        assert kept.status_code == 422
        assert WORDS in text(kept)
        done = client.post(page(plan.case, RELAPSE), {"words": WORDS, "hr_partner": ""})
        new = CaseFile.objects.get(follows=plan.case)
        assert (done.status_code, done["Location"]) == (302, page(new, "plan/begin/"))
        assert client.post(page(plan.case, RELAPSE), {"words": WORDS}).status_code == 409
        for user in (who.ada, who.cleo, who.dora):
            assert f"It went on in case {new.reference}" in text(signed_in(user).get(page(plan.case)))
            assert f"This case follows case {plan.case.reference}" in text(signed_in(user).get(page(new)))

    def test_r38_the_employee_is_led_there_once_something_is_shown_to_them(self, who: People) -> None:
        plan = slipping(who)
        new, client = relapse(plan, who), signed_in(who.ben)
        plan = Plan.objects.get(pk=plan.pk)
        last = head(plan)
        for address in (page(plan.case), page(plan.case, "history/")):
            assert new.reference not in text(client.get(address))
        assert linked_at(plan, who, last) is None
        assert client.get(page(new)).status_code == 404
        draft = write(new.plans.get(), who)
        consult(draft, who)
        assert new.reference in text(client.get(page(plan.case)))
        assert plan.case.reference in text(client.get(page(new)))
        found = [linked_at(plan, who, seq) for seq in (last - 1, last)]
        assert found == [None, Linked(before=None, after=new)]
        assert f"It went on in case {new.reference}" in compose(copy_at(plan, who, last))
        assert f"This case follows case {plan.case.reference}" in compose(copy_at(draft, who, head(draft)))


class TestMoreTime:
    def test_r28_more_time_after_what_was_not_met_goes_on_in_a_linked_case(self, who: People) -> None:
        plan = fallen_short(who)
        with on(plan.ends_on + 61 * DAY):
            assert doors(who, plan) == [DOORS[1]]
            done = signed_in(who.ada).post(page(plan.case, MORE), {"hr_partner": ""})
            new = CaseFile.objects.get(follows=plan.case)
            assert (done.status_code, done["Location"]) == (302, page(new, "plan/begin/"))
            assert (new.follows_because, Plan.objects.get(pk=plan.pk).status) == (Because.MORE_TIME, PlanStatus.CLOSED)
            assert "It went on in another case already." in reasons(go_on, plan, who)
            assert doors(who, plan) == []
        assert verify() > 0

    def test_r7_it_waits_until_the_plan_before_is_closed(self, who: People) -> None:
        plan = decided(who, Result.PARTIALLY_MET)
        assert "Nobody agreed on more time" in reasons(go_on, plan, who)
        row = record(plan, who, kind="extend")
        assert reasons(go_on, plan, who).startswith("This case is still open.")
        drop(plan, who, row)
        assert "Nobody agreed on more time" in reasons(go_on, plan, who)
        assert doors(who, plan) == []

    def test_r7_nor_beside_another_plan_of_the_person(self, who: People) -> None:
        plan = fallen_short(who)
        with on(plan.ends_on + 61 * DAY):
            other = opened(who)
            start_plan(other, by=actor(who.ada))
            assert "A plan cannot be begun for this person now" in reasons(go_on, plan, who)

    def test_nothing_follows_what_was_met(self, who: People) -> None:
        assert "not met, or met in part" in reasons(go_on, decided(who, Result.MET), who)


class TestTheLink:
    def test_nobody_follows_the_case_of_somebody_else_nor_a_case_twice(self, who: People) -> None:
        plan = slipping(who)
        told: dict[str, Any] = {"hr_partner": who.dora, "language": "en", "time_zone": "UTC", "because": "relapse"}
        with pytest.raises(NotVisible):
            open_case(who.gus, by=actor(who.gus.manager or who.ada), follows=plan.case, **told)
        relapse(plan, who)
        with pytest.raises(ValidationError) as refused:
            open_case(who.ben, by=actor(who.ada), follows=plan.case, **told)
        assert "It went on in another case already." in str(refused.value)

    @pytest.mark.parametrize(
        ("changed", "why"),
        [
            ("follows_because = 'more_time'", "written once"),
            ("follows_id = NULL, follows_because = ''", "written once"),
            ("opened_at = (SELECT min(opened_at) FROM cases_casefile) - interval '1 day'", "case_follows_later"),
        ],
    )
    def test_r26_it_is_never_changed_nor_dated_earlier(self, who: People, changed: str, why: str) -> None:
        new = relapse(slipping(who), who)
        with pytest.raises(IntegrityError, match=why), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE cases_casefile SET {changed} WHERE id = %s", [new.pk])  # noqa: S608

    def test_it_has_a_reason_or_there_is_none(self, who: People) -> None:
        first = opened(who)
        for link in ({"follows": first}, {"follows_because": "relapse"}, {"follows": first, "follows_because": "x"}):
            row = CaseFile(subject=who.ben, opened_at=timezone.now(), **link)
            with pytest.raises(IntegrityError, match="case_follows_for_a_reason"), transaction.atomic():
                row.save()
