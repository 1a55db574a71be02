"""What a file must be before it is kept: its name, its size, its kind, and that it opens."""

import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat

from .apart import opened_apart
from .kinds import KINDS, kind_of
from .names import clean_name
from .refused import Refused
from .words import in_words


@dataclass(frozen=True)
class Checked:
    """A file that may be kept. `content` is what is kept, a picture encoded anew; `sha256` (hexadecimal) is of that."""

    name: str
    kind: str
    content: bytes
    sha256: str

    @property
    def content_type(self) -> str:
        return KINDS[self.kind].content_type

    @property
    def size(self) -> int:
        return len(self.content)


def checked(upload: UploadedFile[bytes]) -> Checked:
    """Raises `ValidationError` in words for whoever hands it in. Takes a moment: call it before any lock."""
    name = clean_name(upload.name or "")
    kind = kind_of(name)
    try:
        content = opened_apart(_known(kind), _content(upload))
    except Refused as refusal:
        raise _in_words(refusal, kind or "") from None
    return Checked(name, _known(kind), content, hashlib.sha256(content).hexdigest())


def _known(kind: str | None) -> str:
    if kind is None:
        raise Refused("kind")
    return kind


def _content(upload: UploadedFile[bytes]) -> bytes:
    upload.seek(0)
    content: bytes = upload.read(settings.EVIDENCE_FILE_BYTES + 1)
    if not content:
        raise Refused("empty")
    if len(content) > settings.EVIDENCE_FILE_BYTES:
        raise Refused("too_large")
    return content


def _in_words(refusal: Refused, ending: str) -> ValidationError:
    return in_words(refusal, ending=ending, kinds=", ".join(KINDS), most=filesizeformat(settings.EVIDENCE_FILE_BYTES))
