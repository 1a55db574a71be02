"""Minutes that both sides sign, what the employee prepares, and what the figures suggest beside what was decided."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from cases.evidence import append_only


# What the employee prepares is a draft until it is opened; then nobody adds to it, changes it or takes it away.
PREPARED = """
CREATE FUNCTION preparation_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.shared_at IS NOT NULL THEN
        RAISE EXCEPTION 'what was prepared for a meeting is written once: % is refused', TG_OP
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE FUNCTION self_assessment_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM reviews_preparation
        WHERE shared_at IS NOT NULL AND id IN (
            CASE WHEN TG_OP <> 'INSERT' THEN OLD.preparation_id END,
            CASE WHEN TG_OP <> 'DELETE' THEN NEW.preparation_id END
        )
    ) THEN
        RAISE EXCEPTION 'what was prepared for a meeting is written once: % is refused', TG_OP
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER reviews_preparation_stays BEFORE UPDATE OR DELETE ON reviews_preparation
    FOR EACH ROW EXECUTE FUNCTION preparation_stays();
CREATE TRIGGER reviews_preparation_stays_whole BEFORE TRUNCATE ON reviews_preparation
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER reviews_selfassessment_stays BEFORE INSERT OR UPDATE OR DELETE ON reviews_selfassessment
    FOR EACH ROW EXECUTE FUNCTION self_assessment_stays();
CREATE TRIGGER reviews_selfassessment_stays_whole BEFORE TRUNCATE ON reviews_selfassessment
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
UNPREPARED = """
DROP TRIGGER reviews_preparation_stays ON reviews_preparation;
DROP TRIGGER reviews_preparation_stays_whole ON reviews_preparation;
DROP TRIGGER reviews_selfassessment_stays ON reviews_selfassessment;
DROP TRIGGER reviews_selfassessment_stays_whole ON reviews_selfassessment;
DROP FUNCTION preparation_stays();
DROP FUNCTION self_assessment_stays();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0022_minutes'),
        ('reviews', '0010_addendum'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Minutes',
            fields=[
                ('checkpoint', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='minutes', serialize=False, to='reviews.checkpoint')),
                ('attendees', models.TextField(blank=True, max_length=500, verbose_name='who was there')),
                ('companion', models.CharField(blank=True, max_length=200, verbose_name='who came along with the employee')),
                ('encouragement', models.TextField(blank=True, max_length=10000, verbose_name='what went well')),
                ('answer_by', models.DateField(editable=False)),
                ('digest', models.CharField(editable=False, max_length=64)),
            ],
            options={
                'verbose_name': 'minutes',
                'verbose_name_plural': 'minutes',
            },
        ),
        migrations.CreateModel(
            name='MinutesRefusal',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(editable=False)),
                ('words', models.TextField(blank=True, max_length=10000, verbose_name='reason')),
            ],
            options={
                'verbose_name': 'refusal of minutes',
                'verbose_name_plural': 'refusals of minutes',
            },
        ),
        migrations.CreateModel(
            name='Preparation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('general', models.TextField(blank=True, max_length=10000, verbose_name='in general')),
                ('revision', models.PositiveIntegerField(default=0, editable=False)),
                ('saved_at', models.DateTimeField(editable=False)),
                ('shared_at', models.DateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                'verbose_name': 'preparation',
                'verbose_name_plural': 'preparations',
            },
        ),
        migrations.CreateModel(
            name='SelfAssessment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('standing', models.CharField(blank=True, choices=[('met', 'Target met'), ('on_track', 'On track'), ('at_risk', 'At risk'), ('off_track', 'Off track')], max_length=10, verbose_name='how you think it stands')),
                ('words', models.TextField(blank=True, max_length=10000, verbose_name='in your own words')),
            ],
            options={
                'verbose_name': 'self-assessment',
                'verbose_name_plural': 'self-assessments',
                'ordering': ('item__position', 'id'),
            },
        ),
        migrations.AddField(
            model_name='progress',
            name='agreed',
            field=models.TextField(blank=True, db_default='', default='', max_length=10000, verbose_name='what is agreed next'),
        ),
        migrations.AddField(
            model_name='progress',
            name='helped',
            field=models.TextField(blank=True, db_default='', default='', max_length=10000, verbose_name='what helped'),
        ),
        migrations.AddField(
            model_name='progress',
            name='suggested',
            field=models.CharField(blank=True, choices=[('met', 'Target met'), ('on_track', 'On track'), ('at_risk', 'At risk'), ('off_track', 'Off track')], db_default='', default='', editable=False, max_length=10, verbose_name='as the figures suggest'),
        ),
        migrations.AddConstraint(
            model_name='progress',
            constraint=models.CheckConstraint(condition=models.Q(('suggested__in', ['met', 'on_track', 'at_risk', 'off_track', ''])), name='suggested_known', violation_error_code='unknown', violation_error_message='This value is not known.'),
        ),
        migrations.AddField(
            model_name='minutes',
            name='by',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='minutes',
            name='version',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.planversion'),
        ),
        migrations.AddField(
            model_name='minutesrefusal',
            name='by',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='minutesrefusal',
            name='minutes',
            field=models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='refusal', to='reviews.minutes'),
        ),
        migrations.AddField(
            model_name='preparation',
            name='checkpoint',
            field=models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='preparation', to='reviews.checkpoint'),
        ),
        migrations.AddField(
            model_name='selfassessment',
            name='item',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.item'),
        ),
        migrations.AddField(
            model_name='selfassessment',
            name='preparation',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='views', to='reviews.preparation'),
        ),
        migrations.AddConstraint(
            model_name='minutes',
            constraint=models.CheckConstraint(condition=models.Q(('digest__regex', '^[0-9a-f]{64}$')), name='minutes_digest_hex'),
        ),
        migrations.AddConstraint(
            model_name='selfassessment',
            constraint=models.CheckConstraint(condition=models.Q(('standing__in', ['met', 'on_track', 'at_risk', 'off_track', ''])), name='self_assessment_standing_known', violation_error_code='unknown', violation_error_message='This value is not known.'),
        ),
        migrations.AddConstraint(
            model_name='selfassessment',
            constraint=models.UniqueConstraint(fields=('preparation', 'item'), name='self_assessment_once_per_item'),
        ),
        append_only('reviews_minutes'),
        append_only('reviews_minutesrefusal'),
        migrations.RunSQL(PREPARED, UNPREPARED),
    ]
