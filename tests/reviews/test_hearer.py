"""R30: the hearer took no part in the decision. Refused by rule, by the form, and by the database."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cases import actions as cases
from cases.models import CasePart
from cases.states import ChangeReason, Part
from people.actions import add_user, deactivate
from people.models import User
from people.states import Role
from plans.models import Plan
from plans.states import PlanStatus
from reviews.hearers import people_who_may_hear
from tests import appealing, coaching
from tests.pages import signed_in, text
from tests.receipts import attest, record_refusal
from tests.world import People, actor, plan_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_plan")]

Setting = Callable[[Plan, People, User], object]


def nothing(plan: Plan, who: People, kim: User) -> None:
    """What speaks against them was there before."""


def reports_to(user: User, manager: User) -> None:
    User.objects.filter(pk=user.pk).update(manager=manager)


def ended(part: Part) -> Setting:
    """They had this part once."""

    def give(plan: Plan, who: People, kim: User) -> None:
        day = timedelta(days=1)
        row = cases.give_part(plan.case, kim, Part.MENTOR, at=timezone.now() - 2 * day)
        CasePart.objects.filter(pk=row.pk).update(part=part, until=timezone.now() - day)

    return give


def deputised(plan: Plan, who: People, kim: User) -> None:
    now = timezone.now()
    told: dict[str, Any] = {"since": now - timedelta(days=9), "until": now - timedelta(days=2), "deputy_for": who.ada}
    CasePart.objects.create(case=plan.case, user=kim, part=Part.MANAGER, **told)


def of_hr_changed_something(plan: Plan, who: People, kim: User) -> None:
    """Without any part: Dora, as somebody of HR, named another HR partner."""
    reason: dict[str, Any] = {"reason": ChangeReason.NEW_LINE, "words": "A new team."}
    to = add_user("lou@example.com", name="Lou", roles=(Role.HR,))
    cases.change_hr_partner(plan.case, by=actor(who.dora), to=to, **reason)


@dataclass(frozen=True)
class Reason:
    """Who it holds against, how it came about, the words of the refusal, and whether the tables know it too."""

    whom: str
    because: Setting
    words: str
    known_to_tables: bool = True


REASONS = {
    "the employee": Reason("ben", nothing, "does not hear their own appeal"),
    "line manager, who proposed": Reason("ada", nothing, "has a part in this case"),
    "HR partner, who decided": Reason("cleo", nothing, "proposed or decided an outcome"),
    "who signed": Reason("cleo", nothing, "signed something in this case"),
    "second line, once": Reason("kim", ended(Part.SECOND_LINE), "has a part in this case, or had one"),
    "HR partner, once": Reason("kim", ended(Part.HR_PARTNER), "has a part in this case, or had one"),
    "mentor, once": Reason("kim", ended(Part.MENTOR), "has a part in this case, or had one"),
    "witness, once": Reason("kim", ended(Part.WITNESS), "has a part in this case, or had one"),
    "deputy, once": Reason("kim", deputised, "has a part in this case, or had one"),
    "of HR, and acted": Reason("dora", of_hr_changed_something, "did something in this case", known_to_tables=False),
    "above the employee": Reason("hal", nothing, "The employee reports to this person"),
    "below the employee": Reason("kim", lambda plan, who, kim: reports_to(kim, who.ben), "reports to the employee"),
    "below who decided": Reason(
        "kim", lambda plan, who, kim: reports_to(kim, who.cleo), "reports to somebody who", known_to_tables=False
    ),
    "below who proposed": Reason(
        "kim", lambda plan, who, kim: reports_to(kim, who.ada), "reports to somebody who", known_to_tables=False
    ),
    "account closed": Reason("kim", lambda plan, who, kim: deactivate(kim), "account is closed"),
    "auditor": Reason("emil", nothing, "audits cases", known_to_tables=False),
}


@pytest.fixture
def kim(db: None) -> User:
    return add_user("kim@example.com", name="Kim")


@pytest.fixture
def plan(who: People) -> Plan:
    return appealing.file(appealing.decided(who), who).plan


@pytest.mark.tampers  # parts are written by hand, which no event tells
@pytest.mark.parametrize("reason", REASONS.values(), ids=REASONS)
def test_r30_who_took_part_or_stands_near_does_not_hear_it(who: People, plan: Plan, kim: User, reason: Reason) -> None:
    user = kim if reason.whom == "kim" else getattr(who, reason.whom)
    reason.because(plan, who, kim)
    user.refresh_from_db()
    with pytest.raises(ValidationError, match=reason.words):
        appealing.name(plan, who, user, by=actor(who.dora))
    assert user not in people_who_may_hear(plan)
    assert refused_by_the_table(plan, user) == reason.known_to_tables


def refused_by_the_table(plan: Plan, user: User) -> bool:
    """Whoever writes the row."""
    named = "UPDATE reviews_appeal SET status = 'named', hearer_id = %s, named_by_id = %s, named_at = now()"
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(named, [user.pk, plan.employee_id])
            transaction.set_rollback(True)
    except IntegrityError as error:
        assert "hearer_took_no_part" in str(error)  # noqa: PT017 - which of the rules it is
        return True
    return False


def test_r30_a_mentor_and_a_witness_do_not_hear_it_by_their_own_acts(who: People) -> None:
    plan = plan_in(PlanStatus.ISSUED, who)
    record_refusal(plan, who)
    attest(plan, who.gus)
    coaching.mentor(plan, who)
    appealing.file(appealing.decided(who, plan=plan), who)
    for user in (who.gus, who.fay):
        with pytest.raises(ValidationError, match="has a part in this case"):
            appealing.name(plan, who, user)


def test_r30_who_only_read_or_looked_after_mails_or_named_somebody_may(who: People, plan: Plan) -> None:
    appealing.name(plan, who, by=actor(who.dora))
    appealing.name(plan, who, who.dora, reason="Fay is away.")
    assert appealing.newest(plan).hearer == who.dora


def test_r30_everybody_is_offered_or_refused_and_never_both(who: People, plan: Plan) -> None:
    offered = {user.name for user in people_who_may_hear(plan)}
    assert offered == {"Dora", "Fay", "Gus", "Ivy"}
    for name, user in vars(who).items():
        try:
            with transaction.atomic():
                appealing.name(plan, who, user)
                transaction.set_rollback(True)
        except ValidationError:
            assert user.name not in offered, name
        else:
            assert user.name in offered, name


def test_r30_the_form_finds_nobody_else(who: People, plan: Plan) -> None:
    client, page = signed_in(who.cleo), f"/cases/{plan.case.reference}/appeal/hearer/"
    for name, is_found in (("fay", True), ("hal", False), ("ada", False)):
        found = text(client.post(page, {"hearer-words": name, "find": "hearer"}))
        assert (f'value="{getattr(who, name).pk}"' in found) == is_found
    assert client.post(page, {"hearer": who.hal.pk}).status_code == 422
    assert client.post(page, {"hearer": who.fay.pk}).status_code == 302


def test_r37_their_opening_of_the_case_is_an_event(who: People, plan: Plan) -> None:
    appealing.name(plan, who)
    client = signed_in(who.fay)
    for page in ("", "history/", "appeal/"):
        assert client.get(f"/cases/{plan.case.reference}/{page}").status_code == 200
    history = text(client.get(f"/cases/{plan.case.reference}/history/"))
    assert history.count("Fay opened the case to hear the appeal.") == 1


def test_r30_they_read_what_the_hr_side_reads(who: People) -> None:
    plan = plan_in(PlanStatus.ACTIVE, who)
    cases.add_comment(plan.case, by=actor(who.ada), text="Among ourselves.", topic="plan", among_hr=True)
    told: dict[str, Any] = {"reason": ChangeReason.CONFLICT, "words": "They are cousins."}
    lou = add_user("lou@example.com", name="Lou", roles=(Role.HR,))
    cases.change_hr_partner(plan.case, by=actor(who.cleo), to=lou, **told)
    plan = appealing.decided(People(**{**vars(who), "cleo": lou}), plan=plan)
    appealing.file(plan, who)
    appealing.name(plan, who, by=actor(lou))
    pages = {name: signed_in(getattr(who, name)) for name in ("fay", "ben")}
    read = {
        name: "".join(text(client.get(f"/cases/{plan.case.reference}/{page}")) for page in ("plan/", "history/"))
        for name, client in pages.items()
    }
    for words in ("Among ourselves.", "They are cousins."):
        assert (words in read["fay"], words in read["ben"]) == (True, False)
