"""The page that tells everybody in a case the rules it follows."""

import pytest
from django.test import Client

from cases.chain import canonical
from cases.seat import Seat
from people.actions import set_preferences
from people.states import Language
from plans import rulesets
from plans.models import Plan, PlanVersion
from plans.states import PlanStatus
from plans.views.rules import _frozen_with_others
from tests.pages import signed_in, text
from tests.world import People, plan_in

pytestmark = pytest.mark.django_db

RULES = "/cases/{}/rules/"
TO_OTHERS = "“you” is the employee"


def page(plan: Plan, client: Client) -> str:
    response = client.get(RULES.format(plan.case.reference))
    assert response.status_code == 200
    return text(response)


def following(name: str, who: People) -> Plan:
    """A plan to sign, in a case that follows these rules."""
    plan = plan_in(PlanStatus.ISSUED, who)
    Plan.objects.filter(pk=plan.pk).update(ruleset=name)
    return plan


def test_the_employee_reads_what_to_expect_and_by_when(who: People) -> None:
    said = page(plan_in(PlanStatus.ISSUED, who), signed_in(who.ben))
    for sentence in (
        "At least 28 days and at most 184 days, with the first and the last day counted.",
        "You have 7 days from the day it is handed to you.",
        "You are reminded on day 2 and 5.",
        "Silence never counts as a signature.",
        "in another way: In person, Registered post or E-mail to a confirmed address.",
        "Whose names stand under an issued plan: Line manager, HR partner and Employee.",
        "About health only a decision is written down, never medical detail.",
        "You may bring a colleague to any meeting about your plan.",
        "You may ask for another date once per meeting.",
        "The plan can be extended once, by at most 60 days.",
        "A plan that is not met ends nobody's employment by itself.",
        "You have 10 business days from the decision to appeal against it.",
        "It is not legal advice.",
    ):
        assert sentence in said
    assert TO_OTHERS not in said


def test_rules_are_named_with_version_and_digest(who: People) -> None:
    plan = plan_in(PlanStatus.ISSUED, who)
    for name in rulesets.names():
        Plan.objects.filter(pk=plan.pk).update(ruleset=name)
        said = page(plan, signed_in(who.ben))
        assert f"Rules “{name}”, version 2026.5." in said
        assert rulesets.get(name).digest in said
        assert rulesets.get(name).title.en in said


def test_the_others_are_told_whom_the_words_address(who: People) -> None:
    plan = plan_in(PlanStatus.ISSUED, who)
    for user in (who.ada, who.cleo, who.dora, who.emil):
        assert TO_OTHERS in page(plan, signed_in(user))


def test_a_reader_of_chinese_reads_the_rulesets_own_chinese(who: People) -> None:
    plan = following("cn", who)
    set_preferences(who.ben, language=Language.SIMPLIFIED_CHINESE, time_zone="Asia/Shanghai")
    said = page(plan, signed_in(who.ben))
    assert "中国大陆" in said
    assert "女职工在孕期、产期、哺乳期（第四十二条第四项）。" in said
    assert "Mainland China" not in said


def test_r9_r29_only_chinese_rules_speak_of_articles_40_and_42(who: People) -> None:
    plan = following("cn", who)
    said = page(plan, signed_in(who.ben))
    assert "Pregnancy, maternity or nursing (art. 42(4))." in said
    assert "A second assessment after the training or the change of post." in said
    assert "None of this stops a plan." in said
    Plan.objects.filter(pk=plan.pk).update(ruleset="us")
    said = page(plan, signed_in(who.ben))
    assert "art. 42" not in said
    assert "What HR is reminded of" not in said
    assert "What the company would have to show" not in said


def test_the_case_page_leads_there(who: People) -> None:
    plan = plan_in(PlanStatus.ISSUED, who)
    for user in (who.ben, who.ada, who.emil):
        assert RULES.format(plan.case.reference) in text(signed_in(user).get(f"/cases/{plan.case.reference}/"))


def test_an_auditors_reading_of_the_rules_is_an_event(who: People) -> None:
    plan = plan_in(PlanStatus.ISSUED, who)
    page(plan, signed_in(who.emil))
    assert "read_as_auditor" in str([event.data for event in plan.case.events.all()])


@pytest.mark.parametrize(("frozen", "told"), [("today", False), ("before", True), ("never", False)])
def test_rules_that_were_revised_meanwhile_are_told(who: People, frozen: str, told: bool) -> None:  # noqa: FBT001
    """A version written before rulesets were named, too, is shown as it is."""
    plan = plan_in(PlanStatus.ISSUED, who)
    rules = rulesets.get("general")
    named = {"name": "general", "version": "2026.1", "digest": rules.digest if frozen == "today" else "0" * 64}
    content = {} if frozen == "never" else {"ruleset": named}
    version = PlanVersion(plan=plan, number=1, content=canonical(content))
    found = _frozen_with_others(Seat(plan.case, who.ben, {"plan": plan, "version": version}), rules)
    assert found == ({"number": 1, **named} if told else None)
