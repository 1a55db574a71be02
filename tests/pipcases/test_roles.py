"""The database role the app runs as, in tests and in production."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import ProgrammingError, connection, transaction

from pipcases import local

pytestmark = pytest.mark.django_db


def refuses(statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except ProgrammingError as error:
        return "permission denied" in str(error) or "must be owner" in str(error)
    return False


def test_tests_run_as_the_app_role() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, session_user")
        assert cursor.fetchone() == (local.APP, local.APP)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE extra (id int)",
        "CREATE TEMPORARY TABLE extra (id int)",
        "CREATE SCHEMA extra",
        "CREATE FUNCTION extra() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "ALTER TABLE django_content_type ADD COLUMN extra int",
        "ALTER TABLE django_content_type DISABLE TRIGGER ALL",
        "DROP TABLE django_content_type",
        "TRUNCATE django_content_type CASCADE",
        "SET session_replication_role = replica",
        "SET ROLE pipcases_owner",
    ],
)
def test_the_app_role_cannot(statement: str) -> None:
    assert refuses(statement)


def test_the_app_role_reads_and_writes_rows() -> None:
    made = ContentType.objects.create(app_label="made", model="here")
    assert ContentType.objects.filter(pk=made.pk).exists()


@pytest.mark.django_db(transaction=True)
class TestEmptyingTables:
    """Two tests in turn: what the first commits, the second must not find."""

    @pytest.mark.parametrize("turn", [1, 2])
    def test_a_transactional_test_leaves_nothing_behind(self, turn: int) -> None:
        assert not ContentType.objects.filter(app_label="committed").exists()
        ContentType.objects.create(app_label="committed", model=f"turn{turn}")
