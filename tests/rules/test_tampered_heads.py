"""Daily checkpoints find what no chain can: a case that is gone, a database set back, a chain written anew as a whole.

Each attack is by somebody with every right on the database and without the key, at twenty places (fixed by a seed).
"""

import random
import uuid
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cases.models import CaseChain
from cases.verify import verify as verify_chains
from records.models import DailyCheckpoint
from tests import daily
from tests.daily import DAYS, Days, Hand, bodies_of, found, some_days, undone
from tests.roles import tampering
from tests.world import People

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.tampers]

PLACES = 20
SEED = 20261123


@pytest.fixture
def rng() -> random.Random:
    return random.Random(SEED)


@pytest.fixture
def days(who: People, tmp_path: Path, rng: random.Random) -> Days:
    return some_days(who, tmp_path, rng)


@pytest.fixture
def hand(days: Days) -> Iterator[Hand]:
    with tampering() as hand:
        yield hand


def covered(days: Days, rng: random.Random) -> tuple[uuid.UUID, int]:
    """A random event that the newest daily checkpoint covers."""
    case_id, last = rng.choice(sorted(days.heads[-1].items()))
    return case_id, rng.randint(1, last)


def test_nothing_is_found_where_nothing_was_done(days: Days, rng: random.Random) -> None:
    """Also after the cases went on, and before the next is made."""
    assert found() == ""
    for case in days.cases:
        daily.append(case, rng, 4)
        assert found() == ""
    assert verify_chains() == sum(CaseChain.objects.values_list("seq", flat=True))


def test_a_case_that_was_dropped_whole(days: Days, hand: Hand) -> None:
    for case in days.cases:
        with undone(hand):
            daily.drop_case(hand, case.pk)
            first, heads = next((n, heads) for n, heads in enumerate(days.heads, 1) if case.pk in heads)
            # The head is looked for by the last day that held it, which is the first where it moved every day.
            assert found() == (
                f"case {case.pk}, event 1: the whole case is missing; daily checkpoint {first} holds the case up to "
                f"event {heads[case.pk]}"
            )


def test_a_tail_that_was_cut_off(days: Days, hand: Hand, rng: random.Random) -> None:
    for _place in range(PLACES):
        case_id, seq = covered(days, rng)
        with undone(hand):
            daily.cut(hand, case_id, seq - 1)
            assert found().startswith(f"case {days.reference(case_id)}, event {seq}: it is missing; ")
            if seq > 1:  # the chain alone does not see it: that is what daily checkpoints are for
                assert verify_chains(days.reference(case_id)) == seq - 1


def changed(bodies: list[bytes], seq: int, rng: random.Random) -> list[bytes]:
    return [*bodies[: seq - 1], bodies[seq - 1].replace(b'"at"', b'"at" '), *bodies[seq:]]


def swapped(bodies: list[bytes], seq: int, rng: random.Random) -> list[bytes]:
    """With another one after it, or with the one before where it is the last."""
    other = seq if seq < len(bodies) else seq - 2
    anew = list(bodies)
    anew[seq - 1], anew[other] = anew[other], anew[seq - 1]
    return anew


def forged_between(bodies: list[bytes], seq: int, rng: random.Random) -> list[bytes]:
    return [*bodies[: seq - 1], b'{"act":"cases.add_comment","forged":%d}' % rng.randrange(10**6), *bodies[seq - 1 :]]


def removed_between(bodies: list[bytes], seq: int, rng: random.Random) -> list[bytes]:
    return [*bodies[: seq - 1], *bodies[seq:]]


CHANGES = (changed, swapped, forged_between, removed_between)


def test_a_chain_that_was_written_anew(days: Days, hand: Hand, rng: random.Random) -> None:
    """Every hash is right, and it is another history: named by the first event that was signed for."""
    for change in CHANGES * PLACES:
        case_id, seq = covered(days, rng)
        bodies = bodies_of(case_id)
        anew = change(bodies, seq, rng)
        first = next(n for n in range(1, len(bodies) + 1) if anew[n - 1 : n] != bodies[n - 1 : n])
        with undone(hand):
            daily.write_anew(hand, case_id, anew)
            assert found().startswith(f"case {days.reference(case_id)}, event {days.covering(case_id, first)}: it is ")


def test_all_cases_set_back_to_an_earlier_day(days: Days, hand: Hand, rng: random.Random) -> None:
    for _place in range(PLACES):
        day = rng.randrange(DAYS - 1)
        with undone(hand):
            set_back(hand, days, day)
            assert any(
                found().startswith(f"case {case.reference}, event {days.heads[day][case.pk] + 1}: it is missing; ")
                for case in days.cases
            )


def set_back(hand: Hand, days: Days, day: int) -> None:
    for case_id, seq in days.heads[day].items():
        daily.cut(hand, case_id, seq)


def test_a_whole_database_set_back_is_found_by_what_was_kept_outside(days: Days, hand: Hand) -> None:
    for day in range(DAYS - 1):
        with undone(hand):
            set_back(hand, days, day)
            hand.execute("DELETE FROM records_dailycheckpoint WHERE number > %s", [day + 1])
            assert found() == ""  # it was so, one day
            assert "1 is" not in compared(*days.kept[: day + 1])
            assert compared(days.kept[day + 1]) == (
                f"daily checkpoint {day + 2}: it was kept outside and is missing here: this database is an older one"
            )


def compared(*kept: Path) -> str:
    try:
        call_command("checkpoint", "--verify", "--kept", *map(str, kept), stdout=StringIO())
    except CommandError as fault:
        return str(fault)
    return ""


BITS = {"body": 8 * 300, "signature": 8 * 64, "key": 8 * 32, "leaves": 8 * 56}
DATED_ANEW = "UPDATE records_dailycheckpoint SET at = at - interval '1 microsecond' WHERE number = %s"
REASONS = {
    "body": "its signature is not that of its body",
    "signature": "its signature is not that of its body",
    "key": "its signature is not that of its body",
    "leaves": "its heads were changed",
}


def test_any_bit_of_a_daily_checkpoint(days: Days, hand: Hand, rng: random.Random) -> None:
    for column in (*BITS,) * PLACES:
        number = rng.randint(1, DAYS)
        with undone(hand, "records_dailycheckpoint"):
            daily.flip(hand, number, column, rng.randrange(BITS[column]))
            assert found() == f"daily checkpoint {number}: {REASONS[column]}"


def test_a_daily_checkpoint_taken_out_dated_anew_or_signed_by_another(days: Days, hand: Hand) -> None:
    """Whoever may write the table may put their own key into it: it is not one that counts."""
    for number in range(1, DAYS + 1):
        with undone(hand, "records_dailycheckpoint"):
            daily.sign_anew(hand, number, bytes)
            assert found() == f"daily checkpoint {number}: it was signed with another key than those that count"
        with undone(hand, "records_dailycheckpoint"):
            hand.execute(DATED_ANEW, [number])
            assert found() == f"daily checkpoint {number}: its row is not what its body says"
        with undone(hand, "records_dailycheckpoint"):
            hand.execute("DELETE FROM records_dailycheckpoint WHERE number = %s", [number])
            assert found() == (f"daily checkpoint {number}: it is missing" if number < DAYS else "")
            assert compared(days.kept[number - 1]).startswith(f"daily checkpoint {number}: it was kept outside")


LONG_BEFORE = "SELECT case_id, user_id, hour - interval '5 years' FROM cases_reading LIMIT 1"


def test_readings_taken_out_moved_or_put_in(days: Days, hand: Hand) -> None:
    told = "daily checkpoint {}: the readings that it covers were changed"
    for statement, number in (
        ("DELETE FROM cases_reading WHERE hour = (SELECT min(hour) FROM cases_reading)", 2),
        ("UPDATE cases_reading SET user_id = user_id + 1 WHERE hour = (SELECT min(hour) FROM cases_reading)", 2),
        (f"INSERT INTO cases_reading (case_id, user_id, hour) {LONG_BEFORE}", 1),
    ):
        with undone(hand, "cases_reading"):
            hand.execute(statement.encode())
            assert found() == told.format(number)


def test_the_commands_name_it_and_exit_with_1(days: Days, hand: Hand) -> None:
    case = days.cases[0]
    with undone(hand):
        daily.drop_case(hand, case.pk)
        for command in (["checkpoint"], ["checkpoint", "--verify"], ["verify_history"]):
            with pytest.raises(CommandError, match=f"case {case.pk}, event 1: the whole case is missing") as fault:
                call_command(*command, stdout=StringIO())
            assert fault.value.returncode == 1
        assert DailyCheckpoint.objects.count() == DAYS
