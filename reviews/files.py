"""Files handed in as proof of a refusal, a service, a delivery or a follow-on, or with an appeal: whoever reads the
case as a whole reads them. Those of the evidence map are for HR and auditors.
"""

import uuid

from cases.acts import OF_HR
from cases.files.readers import keeps_files
from cases.seat import Seat

from .models import Appeal, Delivery, EvidenceRecord, FollowOnEnd, Refusal, Service, ServiceProof
from .states import HELP_AFTER


@keeps_files
class ProofFiles:
    """Both sides read what proves that the plan was handed over, and what it promised; a witness reads none of it."""

    def may_read(self, seat: Seat, file_id: uuid.UUID) -> bool:
        return not seat.is_narrow and file_id in seat.once("proofs", lambda: self.in_use(seat.case.pk))

    def in_use(self, case_id: uuid.UUID) -> set[uuid.UUID]:
        named = [
            *Refusal.objects.filter(plan__case=case_id).values_list("files", flat=True),
            *Service.objects.filter(plan__case=case_id).values_list("files", flat=True),
            *Delivery.objects.filter(plan__case=case_id).values_list("files", flat=True),
            *Appeal.objects.filter(plan__case=case_id).values_list("files", flat=True),
            *FollowOnEnd.objects.filter(follow_on__plan__case=case_id).values_list("files", flat=True),
            *ServiceProof.objects.filter(service__plan__case=case_id).values_list("files", flat=True),
        ]
        return {file_id for files in named for file_id in files}


@keeps_files
class EvidenceFiles:
    """The employee took part in a training or a transfer, and reads what proves it; the rest is HR's."""

    def may_read(self, seat: Seat, file_id: uuid.UUID) -> bool:
        rows = EvidenceRecord.objects.filter(plan__case=seat.case, files__contains=[file_id])
        if not seat.is_any_of(*OF_HR):
            rows = rows.filter(kind__in=HELP_AFTER)
        return not seat.is_narrow and rows.exists()

    def in_use(self, case_id: uuid.UUID) -> set[uuid.UUID]:
        named = EvidenceRecord.objects.filter(plan__case=case_id).values_list("files", flat=True)
        return {file_id for files in named for file_id in files}
