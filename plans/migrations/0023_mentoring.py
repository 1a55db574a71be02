"""Who mentors which item, from when until when: a row is written once, and its end once."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

FORWARD = """
CREATE FUNCTION mentoring_goes_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) - 'until' <> to_jsonb(OLD) - 'until' OR OLD.until IS NOT NULL THEN
        RAISE EXCEPTION 'a mentoring is written once, and its end once: % is refused', TG_OP
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER plans_mentoring_forward AFTER UPDATE ON plans_mentoring
    FOR EACH ROW EXECUTE FUNCTION mentoring_goes_forward();
CREATE TRIGGER plans_mentoring_stays BEFORE DELETE ON plans_mentoring
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER plans_mentoring_stays_whole BEFORE TRUNCATE ON plans_mentoring
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
BACK = """
DROP TRIGGER plans_mentoring_forward ON plans_mentoring;
DROP TRIGGER plans_mentoring_stays ON plans_mentoring;
DROP TRIGGER plans_mentoring_stays_whole ON plans_mentoring;
DROP FUNCTION mentoring_goes_forward();
"""
REVOKE = f"REVOKE DELETE ON plans_mentoring FROM {settings.APP_ROLE}"
GRANT = f"GRANT DELETE ON plans_mentoring TO {settings.APP_ROLE}"


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0012_mentor'),
        ('plans', '0022_minutes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Mentoring',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('item', models.UUIDField(editable=False)),
                ('since', models.DateTimeField(editable=False)),
                ('until', models.DateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                'verbose_name': 'mentoring',
                'verbose_name_plural': 'mentorings',
                'ordering': ('since', 'id'),
            },
        ),
        migrations.RemoveConstraint(
            model_name='signoff',
            name='sign_off_part_known',
        ),
        migrations.AlterField(
            model_name='signoff',
            name='part',
            field=models.CharField(choices=[('subject', 'Employee'), ('manager', 'Line manager'), ('second_line', 'Second-line manager'), ('hr_partner', 'HR partner'), ('hr', 'HR'), ('auditor', 'Auditor'), ('mentor', 'Mentor'), ('witness', 'Witness'), ('clock', 'pipcases')], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='signoff',
            constraint=models.CheckConstraint(condition=models.Q(('part__in', ['subject', 'manager', 'second_line', 'hr_partner', 'hr', 'auditor', 'mentor', 'witness', 'clock'])), name='sign_off_part_known', violation_error_code='unknown', violation_error_message='This value is not known.'),
        ),
        migrations.AddField(
            model_name='mentoring',
            name='mentor',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='mentoring',
            name='plan',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='mentorings', to='plans.plan'),
        ),
        migrations.AddConstraint(
            model_name='mentoring',
            constraint=models.UniqueConstraint(condition=models.Q(('until', None)), fields=('plan', 'mentor', 'item'), name='mentors_an_item_once', violation_error_code='taken', violation_error_message='This person mentors this item already.'),
        ),
        migrations.AddConstraint(
            model_name='mentoring',
            constraint=models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='mentoring_ends_after_it_began', violation_error_code='order', violation_error_message='This ends before it begins.'),
        ),
        migrations.RunSQL(FORWARD, BACK),
        migrations.RunSQL(REVOKE, GRANT),
    ]
