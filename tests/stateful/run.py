"""One case that is walked about in: the real rows, the clock, and the proofs for signatures, right and wrong."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from cases.actor import Actor
from cases.models import CaseFile
from cases.signing import NotProven, NotWhatWasShown, Proof, Purpose, consume, prove
from people.models import User
from people.states import Factor
from plans.models import Plan
from plans.states import Step
from reviews.models import Checkpoint
from tests.stateful.model import Model
from tests.world import People, actor, outcome_digest

ANOTHER = "f" * 64
FAULTS_OF_SIGNING: dict[str, type[ValidationError]] = {
    "another digest": NotWhatWasShown,
    "somebody else's proof": NotProven,
    "another session's proof": NotProven,
    "a proof for another step": NotProven,
    "a proof for another content": NotProven,
    "a proof for another case": NotProven,
    "an old proof": NotProven,
    "a used proof": NotProven,
}


@dataclass
class Run:
    """`clock` is time_machine's; `used` are the proofs that were used up, by person, step and digest;
    `frozen` is what each version was when it was first seen, `decided` what each outcome was when it was decided,
    `told` are the notices that were looked at; `seen` is who saw what after the step before, and `turn` the number of
    that step.
    """

    who: People
    case_id: Any
    elsewhere: CaseFile
    clock: Any
    model: Model
    used: dict[tuple[int, str, str], Proof] = field(default_factory=dict)
    answer: str = "received"
    frozen: dict[int, tuple[str, bytes]] = field(default_factory=dict)
    decided: dict[int, Any] = field(default_factory=dict)
    told: set[int] = field(default_factory=set)
    seen: Any = None
    turn: int = 0

    @property
    def case(self) -> CaseFile:
        return CaseFile.objects.get(pk=self.case_id)

    @property
    def plan(self) -> Plan:
        """As a new request loads it."""
        return Plan.objects.get(case=self.case_id)

    def checkpoint(self, number: int) -> Checkpoint:
        return Checkpoint.objects.get(plan__case=self.case_id, number=number)

    def passes(self, **time: int) -> None:
        self.clock.shift(timedelta(**time))

    def digest(self, step: Step) -> str:
        """Of what is signed at this step now."""
        plan = self.plan
        if step == Step.OUTCOME:
            return outcome_digest(plan) or ANOTHER
        number = self.model.receipts[-1].version if step == Step.RECEIPT and self.model.receipts else plan.frozen
        version = plan.versions.filter(number=number).first()
        return version.digest if version else ANOTHER

    def signing(self, user: User, step: Step, fault: str, digest: str = "") -> dict[str, Any]:
        """What a signed act is called with; `fault` is what is wrong with it, if anything."""
        digest = "0" * 64 if fault == "another digest" else digest or self.digest(step)
        return {"by": actor(user), "digest": digest, "proof": self._proof(user, step, digest, fault)}

    def _proof(self, user: User, step: Step, digest: str, fault: str) -> Proof:
        purpose, by = Purpose(case=self.case, step=step, digest=digest), actor(user)
        match fault:
            case "somebody else's proof":
                by = actor(self.who.fay if user != self.who.fay else self.who.ada)
            case "another session's proof":
                by = Actor(user=user, session="another session")
            case "a proof for another step":
                purpose = Purpose(case=self.case, step=next(other for other in Step if other != step), digest=digest)
            case "a proof for another content":
                purpose = Purpose(case=self.case, step=step, digest=ANOTHER[:-1] + "0")
            case "a proof for another case":
                purpose = Purpose(case=self.elsewhere, step=step, digest=digest)
            case "an old proof":
                return self._old(purpose, by)
            case "a used proof":
                return self._used(purpose, by)
        return prove(purpose, by=by, factor=Factor.PASSWORD)

    def _old(self, purpose: Purpose, by: Actor) -> Proof:
        """Given six minutes ago."""
        self.passes(minutes=-6)
        proof = prove(purpose, by=by, factor=Factor.PASSWORD)
        self.passes(minutes=6)
        return proof

    def _used(self, purpose: Purpose, by: Actor) -> Proof:
        """The very one of an earlier signature of the same content, where there was one."""
        key = (by.user.pk, purpose.step, purpose.digest)
        if key not in self.used:
            self.used[key] = prove(purpose, by=by, factor=Factor.PASSWORD)
            consume(self.used[key].secret, purpose, by=by, at=timezone.now())
        return self.used[key]
