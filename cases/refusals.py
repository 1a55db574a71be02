"""Three refusals, three types, one middleware (`cases.middleware`).

Not visible: 404, exactly like an address that never existed. Visible, but not your part: 403.
Your part, but the wrong moment: 409, with the reason said.
"""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.functional import Promise


class NotVisible(Http404):
    """The case, or this piece of it, does not exist for this person."""


class NotYourPart(PermissionDenied):
    """The person sees the case, but this act belongs to another part."""


class WrongMoment(Exception):
    """The act belongs to this person, but not now. `reasons` are whole sentences for the reader."""

    def __init__(self, *reasons: str | Promise) -> None:
        super().__init__("wrong moment")
        self.reasons = reasons

    @classmethod
    def because(cls, reasons: Iterable[str | Promise]) -> "WrongMoment":
        return cls(*reasons)
