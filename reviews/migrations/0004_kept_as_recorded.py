"""What was recorded at a checkpoint, and what was proposed and decided as an outcome, stay as they are.

Both rows are written in steps, so their triggers let each step through once. They run after the constraints, whose own
messages come first.
"""

from django.conf import settings
from django.db import migrations

GUARDS = """
CREATE FUNCTION checkpoint_goes_forward() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    meeting CONSTANT text[] := ARRAY['status', 'held_on', 'submitted_at', 'manager_note', 'next_steps'];
    note CONSTANT text[] := ARRAY['employee_note', 'employee_noted_at'];
    was CONSTANT jsonb := to_jsonb(OLD);
    becomes CONSTANT jsonb := to_jsonb(NEW);
BEGIN
    IF becomes - meeting - note <> was - meeting - note THEN
        RAISE EXCEPTION 'the plan, number and day of a checkpoint are written once: % is refused', TG_OP
            USING ERRCODE = 'integrity_constraint_violation';
    ELSIF becomes - note <> was - note AND NOT (OLD.status = 'planned' AND NEW.status = 'held') THEN
        RAISE EXCEPTION 'what was recorded at a checkpoint is written once: % is refused', TG_OP
            USING ERRCODE = 'integrity_constraint_violation';
    ELSIF becomes - meeting <> was - meeting AND NOT (OLD.status = 'held' AND OLD.employee_noted_at IS NULL) THEN
        RAISE EXCEPTION 'the note on a held checkpoint is written once: % is refused', TG_OP
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION outcome_goes_forward() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    decision CONSTANT text[] := ARRAY['decided_by_id', 'decided_at'];
    was CONSTANT jsonb := to_jsonb(OLD);
    becomes CONSTANT jsonb := to_jsonb(NEW);
BEGIN
    IF becomes - decision - 'digest' <> was - decision - 'digest' THEN
        RAISE EXCEPTION 'a proposed outcome is written once: % is refused', TG_OP
            USING ERRCODE = 'integrity_constraint_violation';
    ELSIF NEW.digest <> OLD.digest AND (OLD.digest <> '' OR OLD.decided_at IS NOT NULL) THEN
        RAISE EXCEPTION 'the digest of an outcome is written once: % is refused', TG_OP
            USING ERRCODE = 'integrity_constraint_violation';
    ELSIF becomes - 'digest' <> was - 'digest' AND OLD.decided_at IS NOT NULL THEN
        RAISE EXCEPTION 'the decision on an outcome is written once: % is refused', TG_OP
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
    dependencies = [("reviews", "0003_outcome_digest"), ("cases", "0003_chain")]
    operations = [
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
        forward_only("reviews_checkpoint", "checkpoint_goes_forward"),
        forward_only("reviews_outcome", "outcome_goes_forward"),
    ]
