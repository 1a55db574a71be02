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


def append_only(table: str) -> migrations.RunSQL:
    """Rows of this table are added and read, never changed or removed. Needs `cases.0003_chain`."""
    names = {"table": table, "role": settings.APP_ROLE}
    return migrations.RunSQL(GUARD.format(**names), UNGUARD.format(**names))
