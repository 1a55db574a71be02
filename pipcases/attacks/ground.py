"""What is attacked: the demo's cases, some days on which something was said in them, a daily checkpoint at the end of
each, its letter kept outside, a dump of the database beside it; and sealed records of cases that have ended.
"""

from dataclasses import dataclass
from pathlib import Path
from random import Random

from django.conf import settings

from cases.actions import add_comment
from cases.actor import Actor
from cases.models import CasePart
from cases.states import Part
from records.heads.letters import written
from records.heads.making import make
from records.heads.stamping import imprint
from records.loop import done
from records.making import make_next
from records.models import CheckpointStamp, DailyCheckpoint, RecordCopy
from records.sealing import demonstration
from records.states import CopyState

from .hand import run

DUMPED = """
DO $$
DECLARE name text;
BEGIN
    CREATE SCHEMA {dump};
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'django_migrations' LOOP
        EXECUTE format('CREATE TABLE {dump}.%I AS TABLE public.%I', name, name);
    END LOOP;
END $$
"""
RESTORED = """
DO $$
DECLARE name text; columns text; differs boolean;
BEGIN
    FOR name, columns IN
        SELECT table_name, string_agg(quote_ident(column_name), ', ') FROM information_schema.columns
        WHERE table_schema = 'public' AND is_generated = 'NEVER'
        AND table_name IN (SELECT tablename FROM pg_tables WHERE schemaname = '{dump}') GROUP BY table_name
    LOOP
        EXECUTE format('SELECT EXISTS ((TABLE public.%1$I EXCEPT ALL TABLE {dump}.%1$I)
            UNION ALL (TABLE {dump}.%1$I EXCEPT ALL TABLE public.%1$I))', name) INTO differs;
        IF differs THEN
            EXECUTE format('DELETE FROM public.%I', name);
            EXECUTE format('INSERT INTO public.%I (%s) SELECT %s FROM {dump}.%I', name, columns, columns, name);
        END IF;
    END LOOP;
END $$
"""  # of each table only where something differs


@dataclass(frozen=True)
class Ground:
    """`letters` are the files that an auditor keeps, by the number of the daily checkpoint; of all days but the last
    there is a dump.
    """

    letters: dict[int, Path]

    @property
    def days(self) -> int:
        return len(self.letters)


def laid(days: int, records: int, some: Random) -> Ground:
    """`records` is how many sealed records there are at least."""
    while RecordCopy.objects.filter(state=CopyState.READY).count() < records and make_next():
        pass
    folder = settings.VAR / "kept"
    folder.mkdir()
    letters = {}
    for _day in range(days):
        _talk(some)
        number = make(wait=True).checkpoint.number
        checkpoint = DailyCheckpoint.objects.get(number=number)
        _stamp(checkpoint)
        letters[number] = folder / f"{number}.json"
        letters[number].write_text(written(checkpoint))
        run(DUMPED.format(dump=f"dump{number}"))
    return Ground(letters)


def restore(number: int) -> None:
    """The database is what it was on that day, to the last row."""
    run(RESTORED.format(dump=f"dump{number}"))


def talk(manager: CasePart, words: str) -> None:
    """A line manager says something, as the application has it."""
    manager.case.refresh_from_db()
    add_comment(manager.case, by=Actor(user=manager.user), text=words, topic="plan")


def talkers() -> list[CasePart]:
    """The line managers who can sign in, one a case."""
    managers = CasePart.objects.current().filter(part=Part.MANAGER, deputy_for=None, user__is_active=True)
    return list(managers.select_related("case", "user").order_by("case"))


def _talk(some: Random) -> None:
    """In half of the cases where somebody can."""
    managers = talkers()
    for manager in some.sample(managers, len(managers) // 2):
        talk(manager, f"So it is: {some.random()}")


def _stamp(checkpoint: DailyCheckpoint) -> None:
    """By the authority of the demonstration, which is in this process."""
    token = done(demonstration.authority().async_timestamp(imprint(checkpoint), "sha256")).dump()
    CheckpointStamp.objects.create(checkpoint=checkpoint, token=token)
