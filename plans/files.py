"""Files that a plan names: in its draft, and in the versions frozen from it."""

import uuid
from collections.abc import Iterator
from typing import Any

from cases.files.readers import keeps_files
from cases.models import CaseFile, StoredFile
from cases.queries import files_of
from cases.refusals import NotVisible
from cases.seat import Seat
from cases.verifying import verifies

from .acts import EDIT_PLAN
from .draft import Draft, FileRef
from .models import Plan, PlanVersion
from .queries import plan_of, versions_for


@keeps_files
class PlanFiles:
    """Whoever may write the draft reads what it names; everybody else what a version names that they may read."""

    def may_read(self, seat: Seat, file_id: uuid.UUID) -> bool:
        plan = plan_of(seat)
        if plan is None:
            return False
        if seat.once("drafts", lambda: seat.may(EDIT_PLAN, plan) and not any(EDIT_PLAN.blocks(plan))):
            return file_id in _drafted(plan) or file_id in _in_versions(seat, plan)
        return file_id in _in_versions(seat, plan)

    def in_use(self, case_id: uuid.UUID) -> set[uuid.UUID]:
        plans = Plan.objects.filter(case=case_id).prefetch_related("versions")
        drafted = [_drafted(plan) for plan in plans]
        return set().union(*drafted, *(named_in(version) for plan in plans for version in plan.versions.all()))


def ref_to(file: StoredFile) -> FileRef:
    """How a draft names a file: its id, and what the record needs to say of it."""
    return FileRef(id=file.pk, name=file.name, digest=file.sha256, size=file.size)


def check_files(case: CaseFile, document: Draft) -> None:
    """Refuse (`NotVisible`) a document that names a file which this case does not have, or says of one what its row
    does not: nobody puts another case's file, or a false digest, into what is frozen. Called under the case's lock.
    """
    named = list(document.files())
    kept = files_of(case, {file.id for file in named})
    if any(file.id not in kept or file != ref_to(kept[file.id]) for file in named):
        raise NotVisible


def _drafted(plan: Plan) -> set[uuid.UUID]:
    return {file.id for file in plan.document.files()}


def _in_versions(seat: Seat, plan: Plan) -> set[uuid.UUID]:
    """What the versions name that this person may read."""
    named: set[uuid.UUID] = seat.once(
        "files of versions", lambda: set().union(*(named_in(version) for version in versions_for(seat, plan)))
    )
    return named


def named_in(version: PlanVersion) -> set[uuid.UUID]:
    """Every file the version names; versions of the first schema know none."""
    basis, items = version.data["basis"], version.data["items"]
    holders: list[dict[str, Any]] = [*items, *(row for item in items for row in item["commitments"])]
    rows = [
        *basis.get("files", ()),
        *basis.get("standard_files", ()),
        *(f for h in holders for f in h.get("files", ())),
        *_learning_files(items),
    ]
    return {uuid.UUID(row["id"]) for row in rows}


def _learning_files(items: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Those of resources that a support measure carries; versions before there were any do not know the word."""
    for item in items:
        for row in item["support"]:
            yield from (learning["file"] for learning in row.get("learning", ()) if learning.get("file"))


# What versions say of files, as it was when they were frozen: one that was changed since is told of in `plans.verify`,
# and may be no JSON at all.
NAMED = """
    FROM event e
    JOIN plans_planversion v ON v.plan_id::text = coalesce(e.facts ->> 'plan', e.subject)
        AND v.number = (e.facts ->> 'version')::integer
    CROSS JOIN LATERAL (VALUES ('$.basis.files[*]'::jsonpath), ('$.basis.standard_files[*]'), ('$.items[*].files[*]'),
        ('$.items[*].commitments[*].files[*]'),
        ('$.items[*].support[*].learning[*].file ? (@ != null)')) AS place (path)
    CROSS JOIN LATERAL jsonb_path_query(
        CASE WHEN encode(sha256(v.content), 'hex') = e.facts ->> 'digest'
            THEN convert_from(v.content, 'UTF8')::jsonb END,
        place.path
    ) AS file (ref)
"""

verifies(
    "file",
    acts=["plans.open_consultation", "plans.submit_plan", "plans.submit_amendment", "plans.resume_plan"],
    stored=f"""
        SELECT f.case_id, f.id::text, jsonb_build_object('digest', f.sha256, 'size', f.size) FROM cases_storedfile f
        WHERE f.id IN (SELECT (file.ref ->> 'id')::uuid {NAMED})
    """,  # noqa: S608 - no value is put in
    told=f"""
        SELECT e.case_id, e.seq, file.ref ->> 'id',
            jsonb_build_object('digest', file.ref -> 'digest', 'size', file.ref -> 'size')
        {NAMED}
    """,
)
