"""How much room there is for files, of a case and of a person."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Count, Sum
from django.utils import timezone

from cases.models import CaseFile, StoredFile
from people.models import User

from .refused import Refused
from .words import in_words

DAY = timedelta(days=1)


def check_quotas(case: CaseFile, user: User, size: int) -> None:
    """Whether `size` bytes more find room. Says the truth only under the locks that `cases.actions.keep_file` takes.

    Also counts what no draft names any more, until the sweep has removed it.
    """
    mine = StoredFile.objects.filter(uploaded_by=user, at__gt=timezone.now() - DAY)
    in_case = StoredFile.objects.filter(case=case).aggregate(files=Count("pk"), size=Sum("size", default=0))
    in_a_day = mine.aggregate(size=Sum("size", default=0))
    if in_case["files"] >= settings.EVIDENCE_CASE_FILES:
        raise _refusal("files_in_case")
    if in_case["size"] + size > settings.EVIDENCE_CASE_BYTES:
        raise _refusal("bytes_in_case")
    if in_a_day["size"] + size > settings.EVIDENCE_DAY_BYTES:
        raise _refusal("bytes_in_a_day")


def _refusal(code: str) -> ValidationError:
    return in_words(Refused(code))
