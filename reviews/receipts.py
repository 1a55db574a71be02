"""Receipts of the issued versions, and where each stands. The state is worked out from what was done, and stored
nowhere: a late signature makes a receipt signed, and the refusal or the silence before it stays beside it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from plans.models import Issuance, Plan, PlanVersion, SignOff
from plans.states import Step

from .models import Attestation, Lapse, Refusal, Service, ServiceProof
from .states import ReceiptState


@dataclass(frozen=True)
class Served:
    """A service with what came back of it."""

    service: Service
    proofs: Sequence[ServiceProof]


@dataclass(frozen=True)
class Receipt:
    """What the employee was handed, and everything that came of it."""

    issuance: Issuance
    sign_off: SignOff | None = None
    refusal: Refusal | None = None
    attestations: Sequence[Attestation] = ()
    lapse: Lapse | None = None
    services: Sequence[Served] = ()

    @property
    def version(self) -> PlanVersion:
        return self.issuance.version

    @property
    def state(self) -> ReceiptState:
        """A signature comes before all else, whenever it was made; then what the employee said, then silence."""
        if self.sign_off:
            return ReceiptState.SIGNED
        if self.refusal:
            return ReceiptState.REFUSED
        if self.lapse is None:
            return ReceiptState.WAITING
        settled = any(row.service.settles for row in self.services)
        return ReceiptState.SERVED if settled else ReceiptState.NO_RESPONSE

    @property
    def is_late(self) -> bool:
        """Signed after a refusal, or after it was noted that there was no response."""
        return self.sign_off is not None and (self.refusal is not None or self.lapse is not None)

    @property
    def outstanding(self) -> list[Attestation]:
        """Witnesses who were asked and have not answered."""
        return [row for row in self.attestations if not row.is_given]

    @property
    def file_ids(self) -> Iterator[UUID]:
        """Every file that something of it names."""
        yield from self.refusal.files if self.refusal else ()
        for row in self.services:
            yield from row.service.files
            yield from (file_id for proof in row.proofs for file_id in proof.files)

    def as_of(self, moment: datetime) -> "Receipt":
        """As it stood then, for a copy of the record."""
        return replace(
            self,
            sign_off=_by(self.sign_off, moment),
            refusal=_by(self.refusal, moment),
            attestations=[_asked_again(row, moment) for row in self.attestations if _by(self.refusal, moment)],
            lapse=_by(self.lapse, moment),
            services=[
                Served(row.service, [proof for proof in row.proofs if proof.at <= moment])
                for row in self.services
                if row.service.at <= moment
            ],
        )


def _by[Row: (SignOff, Refusal, Lapse)](row: Row | None, moment: datetime) -> Row | None:
    return row if row and row.at <= moment else None


def _asked_again(row: Attestation, moment: datetime) -> Attestation:
    """What a witness said later is taken off again, unsaved."""
    if row.given_at is None or row.given_at <= moment:
        return row
    return Attestation(pk=row.pk, refusal=row.refusal, witness=row.witness)


def receipts_of(plan: Plan, sign_offs: Iterable[SignOff] | None = None) -> list[Receipt]:
    """The receipt of every issued version, oldest first: two queries, one for the plan's sign-offs where they are not
    given, and two more where there was a refusal or a service; none before the issue.
    """
    if not plan.issued:
        return []
    served = Exists(Service.objects.filter(version=OuterRef("version")))
    rows = plan.issuances.select_related("by", "version__refusal__by", "version__lapse").annotate(served=served)
    issuances = list(rows.order_by("at"))
    sign_offs = plan.sign_offs.select_related("user", "deputy_for") if sign_offs is None else sign_offs
    signed = {row.version_id: row for row in sign_offs if row.step == Step.RECEIPT}
    refused = any(_refusal(row) for row in issuances)
    asked = (
        list(Attestation.objects.filter(refusal__plan=plan).select_related("witness", "refusal__by")) if refused else []
    )
    proofs = Prefetch("proofs", ServiceProof.objects.select_related("by"))
    was_served = any(row.served for row in issuances)
    services = list(plan.services.select_related("by").prefetch_related(proofs)) if was_served else []
    return [
        Receipt(
            issuance,
            signed.get(issuance.version_id),
            _refusal(issuance),
            [row for row in asked if row.refusal.version_id == issuance.version_id],
            getattr(issuance.version, "lapse", None),
            [Served(row, list(row.proofs.all())) for row in services if row.version_id == issuance.version_id],
        )
        for issuance in issuances
    ]


def _refusal(issuance: Issuance) -> Refusal | None:
    return getattr(issuance.version, "refusal", None)


def newest_receipt(plan: Plan) -> Receipt | None:
    """That of the version issued last: the one the employee is asked about."""
    return next(reversed(receipts_of(plan)), None)


def against_signing(receipt: Receipt | None) -> Iterator[str]:
    """The employee may sign at any time, also after a refusal or after silence; once."""
    if receipt and receipt.sign_off:
        yield _("You have signed this already.")


def against_refusing(receipt: Receipt | None) -> Iterator[str]:
    if receipt and receipt.sign_off:
        yield _("The receipt of this version is signed already.")
    elif receipt and receipt.refusal:
        yield _("It is on record already that the signature was refused.")


def against_lapsing(receipt: Receipt | None) -> Iterator[str]:
    """Silence is noted once, after the last day of the window, and only where there was nothing but silence."""
    if receipt is None or receipt.state != ReceiptState.WAITING:
        yield _("This receipt does not wait for an answer.")
    elif today_at(receipt) <= receipt.issuance.answer_by:
        yield _("The employee still has time to answer.")


def today_at(receipt: Receipt) -> date:
    """Today where the case is."""
    return timezone.localdate(timezone=ZoneInfo(receipt.issuance.plan.case.time_zone))
