"""Keeping the bytes: any storage of Django's under the alias "evidence", S3 as well."""

import hashlib
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from cases.models import StoredFile

FOLDERS = 256


def evidence() -> Storage:
    return storages["evidence"]


def put(key: str, content: bytes) -> None:
    """Keep the bytes under a new key. Raises where the storage gave them another name: a key is used once."""
    if evidence().save(key, ContentFile(content)) != key:
        raise FileExistsError(key)


def content_of(file: StoredFile) -> bytes | None:
    """The file as it was taken in; None where it is gone or is no longer what it was."""
    try:
        with evidence().open(file.key) as kept:
            content: bytes = kept.read()
    except (FileNotFoundError, IsADirectoryError):
        return None
    return content if hashlib.sha256(content).hexdigest() == file.sha256 else None


def remove(key: str) -> None:
    evidence().delete(key)


def keys_before(moment: datetime, folder: int) -> list[str]:
    """Of everything in one of the 256 folders, half-written files too, what has been there since before `moment`."""
    path = f"{folder:02x}"
    try:
        _folders, names = evidence().listdir(path)
    except FileNotFoundError:
        return []
    return [key for name in names if evidence().get_modified_time(key := f"{path}/{name}") < moment]
