"""The sustain period after a good outcome: its planned check-ins, and what both sides say at them."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from cases.evidence import append_only, not_before

DECIDED = """
SELECT coalesce(max(o.decided_at), 'infinity') FROM reviews_outcome o
WHERE o.plan_id = NEW.plan_id AND o.result <> 'extended'
"""
BEGAN = """
SELECT s.at FROM reviews_checkin c JOIN reviews_sustain s ON s.id = c.sustain_id WHERE c.id = NEW.check_in_id
"""
FIRST_MOMENT = """
SELECT s.first_on::timestamp AT TIME ZONE f.time_zone
FROM reviews_checkin c JOIN reviews_sustain s ON s.id = c.sustain_id JOIN plans_plan l ON l.id = s.plan_id
JOIN cases_casefile f ON f.id = l.case_id WHERE c.id = NEW.check_in_id
"""
LAST_MOMENT_HELD = """(
SELECT (NEW.held_on + 1)::timestamp AT TIME ZONE f.time_zone - interval '1 microsecond'
FROM reviews_checkin c JOIN reviews_sustain s ON s.id = c.sustain_id JOIN plans_plan l ON l.id = s.plan_id
JOIN cases_casefile f ON f.id = l.case_id WHERE c.id = NEW.check_in_id
)"""
RECORDED = "SELECT coalesce(max(r.at), 'infinity') FROM reviews_checkinrecord r WHERE r.check_in_id = NEW.check_in_id"


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0025_ending'),
        ('reviews', '0017_after'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Sustain',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('days', models.PositiveSmallIntegerField(verbose_name='how many days')),
                ('first_on', models.DateField(editable=False)),
                ('last_on', models.DateField(editable=False)),
                ('at', models.DateTimeField(editable=False)),
                ('by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='sustain', to='plans.plan')),
            ],
            options={
                'verbose_name': 'sustain period',
                'verbose_name_plural': 'sustain periods',
            },
        ),
        migrations.CreateModel(
            name='CheckIn',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField(editable=False)),
                ('due_on', models.DateField(editable=False)),
                ('sustain', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='check_ins', to='reviews.sustain')),
            ],
            options={
                'verbose_name': 'check-in',
                'verbose_name_plural': 'check-ins',
                'ordering': ('number',),
            },
        ),
        migrations.CreateModel(
            name='CheckInAnswer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('words', models.TextField(max_length=10000, verbose_name='in your own words')),
                ('at', models.DateTimeField(editable=False)),
                ('by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('check_in', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='answer', to='reviews.checkin')),
            ],
            options={
                'verbose_name': "employee's words to a check-in",
                'verbose_name_plural': "employees' words to check-ins",
                'constraints': [models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='check_in_answer_has_words', violation_error_code='words', violation_error_message='Write a few words.')],
            },
        ),
        migrations.CreateModel(
            name='CheckInRecord',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('keeping', models.CharField(choices=[('keeps_up', 'Keeps it up'), ('needs_help', 'Needs help'), ('slips', 'Slips')], max_length=20, verbose_name='how it goes')),
                ('held_on', models.DateField(verbose_name='on which day')),
                ('words', models.TextField(max_length=10000, verbose_name='in a few words')),
                ('agreed', models.TextField(blank=True, max_length=10000, verbose_name='what was agreed')),
                ('at', models.DateTimeField(editable=False)),
                ('by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('check_in', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='record', to='reviews.checkin')),
            ],
            options={
                'verbose_name': 'record of a check-in',
                'verbose_name_plural': 'records of check-ins',
                'constraints': [models.CheckConstraint(condition=models.Q(('keeping__in', ['keeps_up', 'needs_help', 'slips'])), name='check_in_keeping_known', violation_error_code='unknown', violation_error_message='This value is not known.'), models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='check_in_says_how_it_goes', violation_error_code='words', violation_error_message='Say in a few words how it goes.')],
            },
        ),
        migrations.AddConstraint(
            model_name='sustain',
            constraint=models.CheckConstraint(condition=models.Q(('days__gte', 30), ('days__lt', 181), ('last_on__gt', models.F('first_on'))), name='sustain_of_sensible_length', violation_error_code='days', violation_error_message='A sustain period lasts 30 to 180 days.'),
        ),
        migrations.AddIndex(
            model_name='checkin',
            index=models.Index(fields=['due_on'], name='check_in_by_day'),
        ),
        migrations.AddConstraint(
            model_name='checkin',
            constraint=models.UniqueConstraint(fields=('sustain', 'number'), name='check_in_number_once'),
        ),
        append_only('reviews_sustain'),
        append_only('reviews_checkin'),
        append_only('reviews_checkinrecord'),
        append_only('reviews_checkinanswer'),
        not_before('reviews_sustain', 'sustain_after_decision', moment='NEW.at', earliest=DECIDED),
        not_before('reviews_checkinrecord', 'check_in_after_beginning', moment='NEW.at', earliest=BEGAN),
        not_before('reviews_checkinrecord', 'check_in_held_after', moment=LAST_MOMENT_HELD, earliest=FIRST_MOMENT),
        not_before('reviews_checkinanswer', 'check_in_answer_after_it', moment='NEW.at', earliest=RECORDED),
    ]
