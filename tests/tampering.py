"""Rows changed, removed and invented as somebody with every right on the database could, and what is found of it."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import psycopg
from django.db.models import Field, Model
from psycopg import sql

from cases.models import CaseFile
from cases.verify import HistoryBroken, verify
from tests.roles import tampering

CHANGED = {
    "UUIDField": "gen_random_uuid()",
    "ForeignKey": "gen_random_uuid()",
    "OneToOneField": "gen_random_uuid()",
    "PositiveIntegerField": "{column} + 100",
    "PositiveSmallIntegerField": "{column} + 100",
    "DecimalField": "{column} + 0.01",
    "CharField": "{column} || '.'",
    "TextField": "{column} || '.'",
    "DateField": "{column} + 1",
    "DateTimeField": "{column} + interval '1 second'",
    "BinaryField": "{column} || '.'",
    "ArrayField": "{column}[2:]",
}

Hand = psycopg.Connection
Column = Field[Any, Any]
Found = tuple[str, int] | None
OtherValue = Callable[[Model, Column], str]


class Story(NamedTuple):
    """A case, and the rows of it that are tried."""

    case: CaseFile
    rows: Sequence[Model]


def found() -> Found:
    """The case and the event at fault."""
    try:
        verify()
    except HistoryBroken as broken:
        return broken.reference, broken.seq
    return None


def columns(row: Model) -> list[Column]:
    return list(row._meta.concrete_fields)


def name(row: Model, field: Column) -> str:
    return f"{row._meta.db_table}.{field.column}"


def places(rows: Iterable[Model]) -> Iterator[tuple[Model, str]]:
    """Every column of every row, by its name."""
    return ((row, name(row, field)) for row in rows for field in columns(row))


PERSON = "{column} + 100"


def values(special: Mapping[str, str], people: Container[str | None] = ()) -> OtherValue:
    """SQL of another value that a column takes. `special` are those, by table and column, whose table refuses the usual
    one; `people` are the columns with the id of a person.
    """

    def other(row: Model, field: Column) -> str:
        if value := special.get(name(row, field)):
            return value
        usual = PERSON if field.column in people else CHANGED[field.get_internal_type()]
        return usual.format(column=f'"{field.column}"')

    return other


@contextmanager
def undone(hand: Hand, row: Model) -> Iterator[sql.Identifier]:
    """The row's table is put back at the end."""
    table = sql.Identifier(row._meta.db_table)
    hand.execute(sql.SQL("CREATE TEMPORARY TABLE kept AS TABLE {}").format(table))
    try:
        yield table
    finally:
        hand.execute(sql.SQL("DELETE FROM {}").format(table))
        hand.execute(sql.SQL("INSERT INTO {} SELECT * FROM kept").format(table))
        hand.execute("DROP TABLE kept")


def after(hand: Hand, row: Model, statement: str, **parts: sql.Composable) -> Found:
    """What is found once a statement changed this row; it is undone. `{table}` and `{key}` are those of the row."""
    key = sql.Identifier(str(row._meta.pk.column))
    with undone(hand, row) as table:
        done = hand.execute(sql.SQL(statement).format(table=table, key=key, **parts), [row.pk])
        assert done.rowcount == 1
        return found()


SET = "UPDATE {table} SET {setting} WHERE {key} = %s"


def each_column_changed(
    rows: Iterable[Model], other: OtherValue, but: Container[str] = ()
) -> list[tuple[Model, str, Found]]:
    """What is found of every column of every row, by its name, once it has another value."""
    with tampering() as hand:
        return [
            (row, name(row, field), after(hand, row, SET, setting=sql.SQL(f'"{field.column}" = {other(row, field)}')))
            for row in rows
            for field in columns(row)
            if name(row, field) not in but
        ]


def each_row_gone(rows: Iterable[Model]) -> list[tuple[Model, Found]]:
    with tampering() as hand:
        return [(row, after(hand, row, "DELETE FROM {table} WHERE {key} = %s")) for row in rows]


DOUBLED = "INSERT INTO {table} SELECT (jsonb_populate_record(kept, {but_for})).* FROM kept WHERE {key} = %s"


def each_row_doubled(rows: Iterable[Model], but_for: str) -> list[tuple[Model, Found]]:
    """What is found once there is another row like this one, `but_for` what a JSON object says in SQL."""
    with tampering() as hand:
        return [(row, after(hand, row, DOUBLED, but_for=sql.SQL(but_for))) for row in rows]
