"""Parts may be held by a deputy between two moments; beside that nobody has two parts, and no part two deputies.

Two ranges that overlap cannot be refused by an index without an extension of PostgreSQL that the tables' owner may not
add everywhere, so a trigger asks, under the case's own lock.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

CREATE = """
CREATE FUNCTION refuse_two_parts() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM FROM cases_casefile WHERE id = NEW.case_id FOR NO KEY UPDATE;
    IF NEW.since < coalesce(NEW.until, 'infinity') AND EXISTS (
        SELECT FROM cases_casepart p
        WHERE p.case_id = NEW.case_id AND p.id <> NEW.id
          AND p.since < coalesce(p.until, 'infinity')
          AND p.since < coalesce(NEW.until, 'infinity') AND NEW.since < coalesce(p.until, 'infinity')
          AND (p.user_id = NEW.user_id AND (p.deputy_for_id IS NOT NULL OR NEW.deputy_for_id IS NOT NULL)
               OR p.part = NEW.part AND p.deputy_for_id IS NOT NULL AND NEW.deputy_for_id IS NOT NULL)
    ) THEN
        RAISE EXCEPTION 'one deputy at a time, and nobody with another part'
            USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'no_part_beside_a_delegation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER cases_casepart_one_at_a_time BEFORE INSERT OR UPDATE ON cases_casepart
    FOR EACH ROW EXECUTE FUNCTION refuse_two_parts();
"""
DROP = "DROP TRIGGER cases_casepart_one_at_a_time ON cases_casepart; DROP FUNCTION refuse_two_parts();"


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0007_signing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField(
            model_name="casepart",
            name="deputy_for",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="casepart",
            constraint=models.CheckConstraint(
                condition=Q(deputy_for=None)
                | (Q(part__in=("manager", "hr_partner"), until__isnull=False) & ~Q(deputy_for=F("user"))),
                name="deputy_has_an_end",
                violation_error_code="deputy",
                violation_error_message="A deputy is somebody else, and deputises until a day that is known.",
            ),
        ),
        migrations.AddIndex(
            model_name="casepart", index=models.Index(fields=["user", "case"], name="case_part_by_user")
        ),
        migrations.RemoveIndex(model_name="casepart", name="case_part_current"),
        migrations.RunSQL(CREATE, DROP),
    ]
