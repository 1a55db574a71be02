"""What an amendment and a pause began with stays; and so does everything about one that is over.

Both rows are written in steps, so their triggers let each step through. They run after the constraints, whose own
messages come first.
"""

from django.conf import settings
from django.db import migrations

GUARDS = """
CREATE FUNCTION amendment_goes_forward() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    steps CONSTANT text[] := ARRAY['status', 'version_id', 'in_force_at'];
BEGIN
    IF to_jsonb(NEW) - steps <> to_jsonb(OLD) - steps THEN
        RAISE EXCEPTION 'what an amendment began with is written once: % is refused', TG_OP
            USING ERRCODE = 'integrity_constraint_violation';
    ELSIF OLD.status IN ('in_force', 'withdrawn') AND to_jsonb(NEW) <> to_jsonb(OLD) THEN
        RAISE EXCEPTION 'an amendment that is over is written once: % is refused', TG_OP
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION pause_goes_forward() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    its_end CONSTANT text[] := ARRAY['until_on', 'days', 'amendment_id'];
BEGIN
    IF to_jsonb(NEW) - its_end <> to_jsonb(OLD) - its_end OR OLD.until_on IS NOT NULL THEN
        RAISE EXCEPTION 'a pause is written once, and its end once: % is refused', TG_OP
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
"""
GUARD = """
CREATE TRIGGER {table}_forward AFTER UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {function}();
CREATE TRIGGER {table}_stays BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER {table}_stays_whole BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE DELETE ON {table} FROM {role};
"""
UNGUARD = """
DROP TRIGGER {table}_forward ON {table};
DROP TRIGGER {table}_stays ON {table};
DROP TRIGGER {table}_stays_whole ON {table};
DROP FUNCTION {function}();
GRANT DELETE ON {table} TO {role};
"""


def forward_only(table, function):
    names = {"table": table, "function": function, "role": settings.APP_ROLE}
    return migrations.RunSQL(GUARD.format(**names), UNGUARD.format(**names))


class Migration(migrations.Migration):
    dependencies = [("plans", "0013_amendment"), ("cases", "0003_chain")]
    operations = [
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
        forward_only("plans_amendment", "amendment_goes_forward"),
        forward_only("plans_pause", "pause_goes_forward"),
    ]
