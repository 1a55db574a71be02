"""What somebody has read of their own inbox: theirs alone, and no evidence of anything."""

from django.db.models import QuerySet
from django.utils import timezone

from cases.models import Notice


def read_notices(notices: QuerySet[Notice]) -> int:
    """Mark them read, those that are not yet; returns how many."""
    return notices.filter(read_at=None).update(read_at=timezone.now())
