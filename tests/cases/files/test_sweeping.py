"""What nothing names goes after a week, what has no row after a day; nothing else goes."""

import os
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.db import transaction
from django.utils import timezone

from cases.actions import drop_unused_files
from cases.files import readers, store
from cases.files.sweeping import MINUTES, remove_unused, remove_without_row
from cases.models import CaseFile, StoredFile
from people.models import User
from tests.cases.files.conftest import Shelf
from tests.cases.files.making import kept, path_of
from tests.together import faults, together
from tests.world import People, opened

WEEK = timedelta(days=7)


def all_day(after: timedelta) -> list[datetime]:
    """Every minute of one day, this much later than now."""
    begins = timezone.now() + after
    return [begins + timedelta(minutes=minute) for minute in range(MINUTES)]


def sweep_all(after: timedelta) -> None:
    for now in all_day(after):
        remove_unused(now)


@pytest.mark.django_db(transaction=True)
def test_a_file_that_nothing_names_goes_after_a_week(who: People, shelf: Shelf) -> None:
    case = opened(who)
    used, unused = kept(case, who.ada), kept(case, who.ada)
    shelf.named = {used.pk}
    sweep_all(WEEK - timedelta(days=2))
    assert StoredFile.objects.count() == 2
    sweep_all(WEEK)
    assert StoredFile.objects.get() == used
    assert path_of(used).exists()
    assert not path_of(unused).exists()


def test_the_minutes_of_a_day_share_all_cases_between_them(who: People) -> None:
    seen = []
    for case in (opened(who) for _case in range(3)):
        kept(case, who.ada)
        minutes = [now for now in all_day(WEEK) if goes(case, now)]
        seen.append(len(minutes))
    assert seen == [1, 1, 1]


def goes(case: CaseFile, now: datetime) -> bool:
    with transaction.atomic():
        remove_unused(now)
        gone = not StoredFile.objects.filter(case=case).exists()
        transaction.set_rollback(True)
    return gone


def test_nothing_goes_where_no_room_can_say_what_is_in_use(
    who: People, case: CaseFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(case, who.ada)
    monkeypatch.setattr(readers, "_keepers", [])
    with pytest.raises(LookupError):
        drop_unused_files(case.pk, since=timezone.now())
    assert StoredFile.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_draft_that_takes_a_file_back_at_this_moment_keeps_it(who: People, shelf: Shelf) -> None:
    case = opened(who)
    file = kept(case, who.ada)

    def take_back() -> bool:
        with transaction.atomic():
            CaseFile.objects.locked(case.pk)
            found = StoredFile.objects.filter(pk=file.pk).exists()
            if found:
                shelf.named = {file.pk}
        return found

    results = together(take_back, partial(drop_unused_files, case.pk, since=timezone.now()))
    assert faults(results) == []
    assert StoredFile.objects.exists() == path_of(file).exists() == results[0]


def test_bytes_without_a_row_go_after_a_day(who: People, case: CaseFile) -> None:
    file = kept(case, who.ada)
    folder = path_of(file).parent
    left = [folder / ("0" * 30), folder / "part-x"]
    for path in left:
        path.write_bytes(b"x")
    minute = datetime(2026, 1, 1, int(folder.name, 16) // 60, int(folder.name, 16) % 60, tzinfo=UTC)
    for path in (*left, path_of(file)):
        written = (minute - timedelta(hours=23)).timestamp()
        os.utime(path, (written, written))
    remove_without_row(minute)
    assert all(path.exists() for path in left)
    remove_without_row(minute + timedelta(days=1))
    assert not any(path.exists() for path in left)
    assert path_of(file).exists()


def test_a_folder_that_is_not_there_holds_nothing() -> None:
    assert store.keys_before(datetime(1990, 1, 1, tzinfo=UTC), 255) == []


def test_rows_are_removed_under_the_lock_of_their_case(who: People, case: CaseFile) -> None:
    """Not those of another case, nor newer ones."""
    other = kept(opened(who), User.objects.get(pk=who.ada.pk))
    mine = kept(case, who.ada)
    drop_unused_files(case.pk, since=mine.at)
    assert StoredFile.objects.count() == 2
    drop_unused_files(case.pk, since=timezone.now())
    assert StoredFile.objects.get() == other
