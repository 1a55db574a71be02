"""What a time-stamp authority (RFC 3161) says of a daily checkpoint, where CHECKPOINT_AUTHORITY names one.

It is shown the SHA-256 of body and signature, one after the other, and is asked after the checkpoint is in place: one
that cannot be reached keeps nothing waiting, and is asked again later.
"""

import hashlib
import logging

from django.conf import settings

from records.models import CheckpointStamp, DailyCheckpoint

log = logging.getLogger(__name__)


def unstamped() -> DailyCheckpoint | None:
    """The newest one, where it has no stamp yet and there is an authority to ask."""
    if not settings.CHECKPOINT_AUTHORITY:
        return None
    newest = DailyCheckpoint.objects.defer("leaves").select_related("stamp").first()
    return newest if newest and not hasattr(newest, "stamp") else None


def stamp_newest() -> bool:
    """Whether there is a new stamp. What the authority sends is kept only where it is of what it was shown."""
    checkpoint = unstamped()
    if checkpoint is None:
        return False
    from . import tokens  # see there

    try:
        token = tokens.fetch(imprint(checkpoint))
    except tokens.NoToken as error:
        log.warning("daily checkpoint %s: no time stamp, %s", checkpoint.number, error)
        return False
    if not is_stamped(checkpoint, token):
        log.error("daily checkpoint %s: the authority's time stamp is not of it", checkpoint.number)
        return False
    CheckpointStamp.objects.bulk_create([CheckpointStamp(checkpoint=checkpoint, token=token)], ignore_conflicts=True)
    return True


def imprint(checkpoint: DailyCheckpoint) -> bytes:
    return hashlib.sha256(bytes(checkpoint.body) + bytes(checkpoint.signature)).digest()


def is_stamped(checkpoint: DailyCheckpoint, token: bytes) -> bool:
    """Whether the token is of this one."""
    from . import tokens  # see there

    return tokens.is_of(token, imprint(checkpoint))
