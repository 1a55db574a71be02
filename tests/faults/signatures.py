"""Signatures that are about to be made: the fields of the second press, and how a whole signature looks."""

from dataclasses import dataclass, replace
from typing import Any

from django.test import Client
from django.urls import reverse

from cases.models import CaseEvent, Notice, SigningToken
from people.actions import add_user
from plans.actions import newest_version
from plans.models import Plan, SignOff
from plans.states import PlanStatus
from tests.faults.web import Sent
from tests.forms import fields_of
from tests.pages import signed_in, text
from tests.world import FAIRNESS, PASSWORD, People, plan_in


@dataclass(frozen=True, eq=False)
class Kind:
    """One of the acts that are signed: by whom, from which status to which, who is told, what the first press says."""

    act: str
    by: str
    before: PlanStatus
    after: PlanStatus
    told: tuple[str, ...]
    says: dict[str, Any]
    checkpoints: int = 0


QUESTIONS = {f"question-{name}": answer for name, answer in FAIRNESS.questions.items()}
RECEIVED = {"answer": "received", "comment": "So be it."}
RECEIPT = Kind("reviews.sign_receipt", "ben", PlanStatus.ISSUED, PlanStatus.ACTIVE, ("ada", "cleo"), RECEIVED, 2)
APPROVAL = Kind("plans.approve_plan", "cleo", PlanStatus.HR_REVIEW, PlanStatus.APPROVED, ("ada",), QUESTIONS)
ISSUE = Kind("plans.issue_plan", "ada", PlanStatus.APPROVED, PlanStatus.ISSUED, ("ben", "cleo"), {})


def another_case(who: People, status: PlanStatus, name: str) -> tuple[Plan, People]:
    """A plan of somebody new, in this status, and the people with them in Ben's place."""
    ben = add_user(f"{name}@example.com", name=name, manager=who.ada, password=PASSWORD)
    mine = replace(who, ben=ben)
    return plan_in(status, mine), mine


def first_press(client: Client, plan: Plan, kind: Kind) -> Sent:
    """Who they are is proven, what they say is said; what is left is to send the form that the page answers with."""
    address = reverse(kind.act.replace(".", ":"), args=[plan.case.reference])
    page = client.post(address, {**kind.says, "digest": newest_version(plan).digest, "password": PASSWORD})
    return Sent.by(client, address, fields_of(text(page), "signature"))


@dataclass(frozen=True)
class Signature:
    """One that is about to be made, and what will be there once it was."""

    kind: Kind
    plan: Plan
    who: People
    sent: Sent

    @classmethod
    def prepare(cls, kind: Kind, who: People, name: str) -> "Signature":
        plan, mine = another_case(who, kind.before, name)
        client = signed_in(getattr(mine, kind.by))
        return cls(kind, plan, mine, first_press(client, plan, kind))

    def faults(self) -> list[str]:
        """What of the whole signature is not there exactly once."""
        signer, key = getattr(self.who, self.kind.by), self.sent.fields["key"][0]
        events = [event for event in CaseEvent.objects.filter(case=self.plan.case) if event.act == self.kind.act]
        told = Notice.objects.filter(case=self.plan.case, kind=self.kind.act).values_list("recipient", flat=True)
        status = Plan.objects.values_list("status", "case__stage").get(pk=self.plan.pk)
        holds = {
            "sign-off": SignOff.objects.filter(plan=self.plan, key=key, user=signer).count() == 1,
            "event": [event.data["facts"]["key"] for event in events] == [key],
            "token": SigningToken.objects.filter(case=self.plan.case, user=signer, used_at=None).count() == 0,
            "status": status[0] == self.kind.after,
            "notices": sorted(told) == sorted(getattr(self.who, name).pk for name in self.kind.told),
            "checkpoints": self.plan.checkpoints.count() == self.kind.checkpoints,
        }
        return [name for name, is_so in holds.items() if not is_so]
