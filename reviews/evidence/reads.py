"""Reads of the evidence of a case, for pages and for one record that somebody names."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from cases.acts import OF_HR
from cases.models import StoredFile
from cases.queries import files_of
from cases.refusals import NotVisible, NotYourPart
from cases.seat import Seat
from plans import rulesets
from plans.along import rows_of
from plans.models import Plan
from reviews.acts.evidence import RECORD_EVIDENCE
from reviews.models import EvidenceRecord

from . import EvidenceMap, Facts, map_of, standing_at


def may_have_evidence(plan: Plan) -> bool:
    """Whether the case has come to where its rules ask for the map: an outcome is decided that is not "met"."""
    return plan.status in (RECORD_EVIDENCE.when or ()) and not any(RECORD_EVIDENCE.blocks(plan))


def records_of(plan: Plan) -> list[EvidenceRecord]:
    """Everything that was recorded, also what fell, by day: one query."""
    return list(plan.evidence_records.select_related("by", "replaced", "withdrawal__by"))


def records_for(seat: Seat, plan: Plan) -> list[EvidenceRecord]:
    """What this person may read of it, read once for a page: what the employee took part in, and for HR all."""
    rows = rows_of(seat, plan, "evidence_records", lambda: records_of(plan))
    return rows if seat.is_any_of(*OF_HR) else [row for row in rows if row.is_help and not seat.is_narrow]


def facts_of(plan: Plan, rows: Sequence[EvidenceRecord], moment: datetime) -> Facts:
    """What the map of a moment is worked out from."""
    first = plan.issuances.filter(at__lte=moment).select_related("version").order_by("at").first()
    zone = ZoneInfo(plan.case.time_zone)
    return Facts(
        rules=rulesets.get(plan.ruleset),
        version=first.version if first else None,
        issued_on=timezone.localdate(first.at, zone) if first else None,
        records=standing_at(rows, moment),
    )


def map_for(seat: Seat, plan: Plan) -> EvidenceMap:
    """The map of today. `NotYourPart` where it is not this person's; `NotVisible` where the rules ask for none."""
    if not seat.is_any_of(*OF_HR):
        raise NotYourPart
    if not rulesets.get(plan.ruleset).evidence_map:
        raise NotVisible
    rows = records_for(seat, plan)
    return map_of(facts_of(plan, rows, timezone.now()), rows)


def files_recorded(seat: Seat, rows: Sequence[EvidenceRecord]) -> Mapping[uuid.UUID, StoredFile]:
    """The files that records name, by id: no query where there are none."""
    named = [file_id for row in rows for file_id in row.files]
    return files_of(seat.case, named) if named else {}


def record_at(plan: Plan, record_id: uuid.UUID) -> EvidenceRecord:
    """One record of this plan that stands; `NotVisible` where there is none of this id."""
    found = next((row for row in records_of(plan) if row.pk == record_id and row.stands), None)
    if found is None:
        raise NotVisible
    return found
