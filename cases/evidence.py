"""Tables that are written once: for the migrations of every room.

Two guards: the app's role has no right to change a row, and a trigger refuses even the owner.
"""

from django.conf import settings
from django.db import migrations

GUARD = """
CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER {table}_stays_whole BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE ON {table} FROM {role};
"""
UNGUARD = """
DROP TRIGGER {table}_stays ON {table};
DROP TRIGGER {table}_stays_whole ON {table};
GRANT UPDATE, DELETE ON {table} TO {role};
"""
NEVER_CHANGED = """
CREATE TRIGGER {table}_stays BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER {table}_stays_whole BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE ON {table} FROM {role};
"""


def never_changed(table: str) -> migrations.RunSQL:
    """Rows of this table are added, read and removed one by one, never changed. Needs `cases.0003_chain`."""
    names = {"table": table, "role": settings.APP_ROLE}
    return migrations.RunSQL(NEVER_CHANGED.format(**names), UNGUARD.format(**names))


NOT_BEFORE = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE earliest timestamptz := ({earliest});
BEGIN
  IF {moment} < earliest THEN
    RAISE EXCEPTION '{name}: % is before what it rests on, %', {moment}, earliest
      USING ERRCODE = 'check_violation', CONSTRAINT = '{name}', TABLE = '{table}';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER {name} BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}();
"""
AT_ANY_TIME = "DROP TRIGGER {name} ON {table}; DROP FUNCTION {name}();"


def not_before(table: str, name: str, *, moment: str, earliest: str) -> migrations.RunSQL:
    """No row of this table is dated before what it rests on (R26), which may stand in other tables.

    Both are SQL of the type timestamptz about the row `NEW`; where either is null, nothing is refused. A day becomes a
    moment as the question wants it: its first for `earliest`, its last for `moment`.
    """
    names = {"table": table, "name": name, "moment": moment, "earliest": earliest}
    return migrations.RunSQL(NOT_BEFORE.format(**names), AT_ANY_TIME.format(**names))


def append_only(table: str) -> migrations.RunSQL:
    """Rows of this table are added and read, never changed or removed. Needs `cases.0003_chain`."""
    names = {"table": table, "role": settings.APP_ROLE}
    return migrations.RunSQL(GUARD.format(**names), UNGUARD.format(**names))
