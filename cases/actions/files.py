"""Files of a case: kept with what names them, removed where nothing does."""

import uuid
from datetime import datetime
from functools import partial

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from cases.actor import Actor
from cases.files.checks import Checked, checked
from cases.files.quotas import check_quotas
from cases.files.readers import in_use
from cases.files.store import put, remove
from cases.models import CaseFile, StoredFile
from people.models import User


def keep_file(case: CaseFile, upload: UploadedFile[bytes] | Checked, *, by: Actor) -> StoredFile:
    """Keep a file for this case. Called inside the block of whatever names it, which the caller must do: what no room
    says is in use (`cases.files.readers`) goes again after some days.

    No event by itself. The hash gets into the chain with what names the file: a frozen text that holds its SHA-256, or
    the facts of the act that attaches it. The bytes are there before the row, so that no row is without its file.
    Raises `ValidationError` where the file cannot be kept or finds no room, `TransactionManagementError` outside a
    transaction.
    """
    file = upload if isinstance(upload, Checked) else checked(upload)
    CaseFile.objects.locked(case.pk)  # held by the block already
    User.objects.select_for_update(no_key=True).get(pk=by.user.pk)  # who uploads to two cases at once holds two locks
    check_quotas(case, by.user, file.size)
    row = StoredFile(
        case=case,
        uploaded_by=by.user,
        name=file.name,
        content_type=file.content_type,
        size=file.size,
        sha256=file.sha256,
    )
    row.full_clean()
    put(row.key, file.content)
    row.save()
    return row


@transaction.atomic
def drop_unused_files(case_id: uuid.UUID, *, since: datetime) -> None:
    """Remove files handed in before `since` that nothing of the case names: under its lock, since a draft that is
    saved at this moment may name one again.
    """
    CaseFile.objects.locked(case_id)
    rows = StoredFile.objects.filter(case=case_id, at__lt=since).exclude(pk__in=in_use(case_id))
    for row in rows:
        row.delete()
        transaction.on_commit(partial(remove, row.key))
