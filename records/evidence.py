"""The evidence map as it stood when a copy was asked for, for the parts that read it; training and transfer for all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from cases.acts import OF_HR
from cases.models import StoredFile
from cases.queries import files_of
from plans import rulesets
from plans.rulesets import Ruleset
from reviews.acts.evidence import AFTER_DECISION
from reviews.evidence import EvidenceMap, map_of, standing_at
from reviews.evidence.reads import facts_of, records_of
from reviews.models import EvidenceRecord

from .asof import CaseAsOf


@dataclass(frozen=True)
class EvidenceAsOf:
    """`map` for HR and auditors; `rows` are what this part reads, also what fell."""

    case: CaseAsOf
    rules: Ruleset
    map: EvidenceMap | None
    rows: Sequence[EvidenceRecord]

    @property
    def standing(self) -> list[EvidenceRecord]:
        return standing_at(self.rows, self.case.moment)

    @property
    def fallen(self) -> list[EvidenceRecord]:
        stands = {row.pk for row in self.standing}
        return [row for row in self.rows if row.pk not in stands]

    @cached_property
    def files(self) -> Mapping[UUID, StoredFile]:
        return files_of(self.case.case, [file_id for row in self.rows for file_id in row.files])


def evidence_as_of(case: CaseAsOf) -> EvidenceAsOf | None:
    """None where the rules ask for no map, the plan has not come so far, or there is nothing for this part to read."""
    plan = case.plan
    if plan is None or not rulesets.get(plan.ruleset).evidence_map or case.status not in AFTER_DECISION:
        return None
    of_hr = case.seat.is_any_of(*OF_HR)
    rows = [row for row in records_of(plan) if row.at <= case.moment and (of_hr or row.is_help)]
    if not rows:
        return None
    found = map_of(facts_of(plan, rows, case.moment), rows) if of_hr else None
    return EvidenceAsOf(case, rulesets.get(plan.ruleset), found, rows)
