"""Handing a file out: to be saved, never to be shown by the browser as a page of this site."""

import logging

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from cases.models import StoredFile
from cases.refusals import WrongMoment

from .store import content_of

log = logging.getLogger(__name__)

DAMAGED = _("This file is gone or was changed since it was handed in, so it is not given out. Tell HR.")


def attachment(file: StoredFile) -> HttpResponse:
    """The file under its own name, once its bytes are found to be what was taken in. Raises `WrongMoment`."""
    content = content_of(file)
    if content is None:
        log.error("file %s of case %s is gone or was changed", file.pk, file.case_id)
        raise WrongMoment(DAMAGED)
    return as_attachment(content, file.name, file.content_type)


def as_attachment(content: bytes, name: str, content_type: str) -> HttpResponse:
    """Bytes that a person handed in, given to another: saved under their name, and shown nowhere."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
