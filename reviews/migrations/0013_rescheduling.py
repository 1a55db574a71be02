"""Checkpoints move: to which day, why and on whose wish; and a time and a place for them."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from cases.evidence import append_only

# As in 0010, and once more: while it is planned, a checkpoint is arranged, and moved with a row that says why, or by a
# pause. The day that the plan has for it is filled in once, where it lacked.
GUARD = """
CREATE OR REPLACE FUNCTION checkpoint_goes_forward() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    meeting CONSTANT text[] := ARRAY['status', 'held_on', 'submitted_at', 'manager_note', 'next_steps'];
    note CONSTANT text[] := ARRAY['employee_note', 'employee_noted_at'];
    arranged CONSTANT text[] := ARRAY['planned_on', 'due_on', 'meets_at', 'place'];
    was CONSTANT jsonb := to_jsonb(OLD);
    becomes CONSTANT jsonb := to_jsonb(NEW);
BEGIN
    IF becomes - 'replaced_in' = was - 'replaced_in' AND OLD.status = 'planned' AND OLD.replaced_in IS NULL THEN
        RETURN NULL;
    ELSIF becomes - 'planned_on' = was - 'planned_on' AND OLD.planned_on IS NULL AND NEW.planned_on = OLD.due_on THEN
        RETURN NULL;
    ELSIF becomes - arranged = was - arranged AND OLD.status = 'planned' AND OLD.replaced_in IS NULL
        AND NEW.planned_on IS NOT DISTINCT FROM coalesce(OLD.planned_on, NEW.planned_on)
        AND (OLD.planned_on IS NOT NULL OR NEW.planned_on IS NULL OR NEW.planned_on = OLD.due_on)
        AND (NEW.due_on = OLD.due_on
            OR NEW.due_on = (SELECT to_on FROM reviews_rescheduling r WHERE r.checkpoint_id = NEW.id
                ORDER BY r.number DESC LIMIT 1)
            OR EXISTS (SELECT FROM plans_pause p WHERE p.plan_id = NEW.plan_id AND p.until_on IS NOT NULL
                AND p.from_on <= OLD.due_on AND NEW.due_on > OLD.due_on)) THEN
        RETURN NULL;
    ELSIF becomes - meeting - note <> was - meeting - note THEN
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
"""
FILL = "UPDATE reviews_checkpoint SET planned_on = due_on WHERE planned_on IS NULL"


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0021_holidays'),
        ('reviews', '0012_coaching'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Rescheduling',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField(editable=False)),
                ('was_on', models.DateField(editable=False)),
                ('to_on', models.DateField(verbose_name='new day')),
                ('wish', models.CharField(choices=[('employee', "The employee's"), ('manager', "The manager's"), ('company', "The company's")], max_length=10, verbose_name='on whose wish')),
                ('is_postponed', models.BooleanField(default=False, editable=False)),
                ('agreed', models.BooleanField(default=False, editable=False)),
                ('reason', models.TextField(max_length=2000, verbose_name='reason')),
                ('part', models.CharField(choices=[('subject', 'Employee'), ('manager', 'Line manager'), ('second_line', 'Second-line manager'), ('hr_partner', 'HR partner'), ('hr', 'HR'), ('auditor', 'Auditor'), ('mentor', 'Mentor'), ('witness', 'Witness'), ('clock', 'pipcases')], editable=False, max_length=20)),
                ('at', models.DateTimeField(editable=False)),
            ],
            options={
                'verbose_name': 'rescheduling',
                'verbose_name_plural': 'reschedulings',
                'ordering': ('number',),
            },
        ),
        migrations.AddField(
            model_name='checkpoint',
            name='meets_at',
            field=models.TimeField(blank=True, null=True, verbose_name='time'),
        ),
        migrations.AddField(
            model_name='checkpoint',
            name='place',
            field=models.CharField(blank=True, db_default='', max_length=300, verbose_name='place or link'),
        ),
        migrations.AddField(
            model_name='checkpoint',
            name='planned_on',
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.AddConstraint(
            model_name='checkpoint',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('meets_at', None), ('place', '')), models.Q(('meets_at__isnull', False), models.Q(('place', ''), _negated=True)), _connector='OR'), name='checkpoint_arranged_whole', violation_error_code='pair', violation_error_message='Say when on that day you meet, and where.'),
        ),
        migrations.AddField(
            model_name='rescheduling',
            name='by',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='rescheduling',
            name='checkpoint',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='reschedulings', to='reviews.checkpoint'),
        ),
        migrations.AddConstraint(
            model_name='rescheduling',
            constraint=models.CheckConstraint(condition=models.Q(('wish__in', ['employee', 'manager', 'company'])), name='rescheduling_wish_known', violation_error_code='unknown', violation_error_message='This value is not known.'),
        ),
        migrations.AddConstraint(
            model_name='rescheduling',
            constraint=models.CheckConstraint(condition=models.Q(('part__in', ['subject', 'manager', 'second_line', 'hr_partner', 'hr', 'auditor', 'mentor', 'witness', 'clock'])), name='rescheduling_part_known', violation_error_code='unknown', violation_error_message='This value is not known.'),
        ),
        migrations.AddConstraint(
            model_name='rescheduling',
            constraint=models.UniqueConstraint(fields=('checkpoint', 'number'), name='rescheduling_number_once'),
        ),
        migrations.AddConstraint(
            model_name='rescheduling',
            constraint=models.CheckConstraint(condition=models.Q(('to_on', models.F('was_on')), _negated=True), name='rescheduling_moves', violation_error_code='same', violation_error_message='The checkpoint stands for this day already.'),
        ),
        migrations.AddConstraint(
            model_name='rescheduling',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='rescheduling_has_reason', violation_error_code='reason', violation_error_message='Say why it moves.'),
        ),
        migrations.AddConstraint(
            model_name='rescheduling',
            constraint=models.CheckConstraint(condition=models.Q(('is_postponed', False), models.Q(('agreed', False), ('part', 'subject'), ('wish', 'employee')), _connector='OR'), name='rescheduling_right_is_the_employees', violation_error_code='right', violation_error_message="Postponing is the employee's own right."),
        ),
        append_only("reviews_rescheduling"),
        migrations.RunSQL(GUARD, migrations.RunSQL.noop),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
