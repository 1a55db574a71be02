"""The folder that evidence is kept in where it is not S3: outside the web root, written whole or not at all."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible


@deconstructible(path="cases.files.folder.SyncedFolder")
class SyncedFolder(FileSystemStorage):
    """Files of mode 0600 in folders of mode 0700. What is saved is on the disk before `save` returns."""

    def __init__(self, location: str | Path, **options: Any) -> None:
        super().__init__(location=location, file_permissions_mode=0o600, directory_permissions_mode=0o700, **options)

    def _save(self, name: str, content: File[bytes]) -> str:
        """Written under another name, synced, renamed: a crash leaves no half file under a name that a row holds."""
        path = Path(self.path(name))
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix="part-", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).rename(path)
        except BaseException:
            with suppress(FileNotFoundError):
                Path(temporary).unlink()
            raise
        _sync(path.parent)
        return name


def _sync(folder: Path) -> None:
    """Also the name is on the disk only then."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
