"""Coaching between checkpoints: series, sessions and the employee's answers, written once."""

import datetime
import django.core.validators
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from cases.evidence import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0023_mentoring'),
        ('reviews', '0011_minutes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CoachingSession',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('minutes', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(600)], verbose_name='minutes')),
                ('part', models.CharField(choices=[('subject', 'Employee'), ('manager', 'Line manager'), ('second_line', 'Second-line manager'), ('hr_partner', 'HR partner'), ('hr', 'HR'), ('auditor', 'Auditor'), ('mentor', 'Mentor'), ('witness', 'Witness'), ('clock', 'pipcases')], editable=False, max_length=20)),
                ('at', models.DateTimeField(editable=False)),
                ('key', models.UUIDField(editable=False)),
                ('planned_on', models.DateField(blank=True, editable=False, null=True)),
                ('held_on', models.DateField(validators=[django.core.validators.MinValueValidator(datetime.date(2000, 1, 1), 'This date is too far in the past.'), django.core.validators.MaxValueValidator(datetime.date(2100, 12, 31), 'This date is too far in the future.')], verbose_name='day')),
                ('done', models.TextField(max_length=2000, verbose_name='what you did')),
                ('next_steps', models.TextField(blank=True, max_length=2000, verbose_name='what comes next')),
            ],
            options={
                'verbose_name': 'coaching session',
                'verbose_name_plural': 'coaching sessions',
                'ordering': ('held_on', 'at'),
            },
        ),
        migrations.CreateModel(
            name='SeriesEnd',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('from_on', models.DateField(editable=False)),
                ('reason', models.CharField(max_length=500, verbose_name='reason')),
                ('part', models.CharField(choices=[('subject', 'Employee'), ('manager', 'Line manager'), ('second_line', 'Second-line manager'), ('hr_partner', 'HR partner'), ('hr', 'HR'), ('auditor', 'Auditor'), ('mentor', 'Mentor'), ('witness', 'Witness'), ('clock', 'pipcases')], editable=False, max_length=20)),
                ('at', models.DateTimeField(editable=False)),
            ],
            options={
                'verbose_name': 'end of a series',
                'verbose_name_plural': 'ends of series',
            },
        ),
        migrations.CreateModel(
            name='SessionAnswer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('said', models.CharField(choices=[('confirmed', 'It was so'), ('otherwise', 'It was otherwise')], max_length=10, verbose_name='your answer')),
                ('words', models.CharField(blank=True, max_length=500, verbose_name='your words')),
                ('at', models.DateTimeField(editable=False)),
            ],
            options={
                'verbose_name': 'answer to a session',
                'verbose_name_plural': 'answers to sessions',
            },
        ),
        migrations.CreateModel(
            name='SessionSeries',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('minutes', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(600)], verbose_name='minutes')),
                ('part', models.CharField(choices=[('subject', 'Employee'), ('manager', 'Line manager'), ('second_line', 'Second-line manager'), ('hr_partner', 'HR partner'), ('hr', 'HR'), ('auditor', 'Auditor'), ('mentor', 'Mentor'), ('witness', 'Witness'), ('clock', 'pipcases')], editable=False, max_length=20)),
                ('at', models.DateTimeField(editable=False)),
                ('kind', models.CharField(choices=[('one_to_one', 'One-to-one'), ('team_review', 'Team review')], max_length=20, verbose_name='kind')),
                ('weekday', models.PositiveSmallIntegerField(verbose_name='day of the week')),
                ('starts_at', models.TimeField(verbose_name='time')),
                ('first_on', models.DateField(validators=[django.core.validators.MinValueValidator(datetime.date(2000, 1, 1), 'This date is too far in the past.'), django.core.validators.MaxValueValidator(datetime.date(2100, 12, 31), 'This date is too far in the future.')], verbose_name='first day')),
                ('last_on', models.DateField(validators=[django.core.validators.MinValueValidator(datetime.date(2000, 1, 1), 'This date is too far in the past.'), django.core.validators.MaxValueValidator(datetime.date(2100, 12, 31), 'This date is too far in the future.')], verbose_name='last day')),
            ],
            options={
                'verbose_name': 'series of sessions',
                'verbose_name_plural': 'series of sessions',
                'ordering': ('first_on', 'at'),
            },
        ),
        migrations.RemoveConstraint(
            model_name='addendum',
            name='addendum_part_known',
        ),
        migrations.RemoveConstraint(
            model_name='service',
            name='service_part_known',
        ),
        migrations.RemoveConstraint(
            model_name='serviceproof',
            name='service_proof_part_known',
        ),
        migrations.AlterField(
            model_name='addendum',
            name='part',
            field=models.CharField(choices=[('subject', 'Employee'), ('manager', 'Line manager'), ('second_line', 'Second-line manager'), ('hr_partner', 'HR partner'), ('hr', 'HR'), ('auditor', 'Auditor'), ('mentor', 'Mentor'), ('witness', 'Witness'), ('clock', 'pipcases')], editable=False, max_length=20),
        ),
        migrations.AlterField(
            model_name='refusal',
            name='part',
            field=models.CharField(choices=[('subject', 'Employee'), ('manager', 'Line manager'), ('second_line', 'Second-line manager'), ('hr_partner', 'HR partner'), ('hr', 'HR'), ('auditor', 'Auditor'), ('mentor', 'Mentor'), ('witness', 'Witness'), ('clock', 'pipcases')], editable=False, max_length=20),
        ),
        migrations.AlterField(
            model_name='service',
            name='part',
            field=models.CharField(choices=[('subject', 'Employee'), ('manager', 'Line manager'), ('second_line', 'Second-line manager'), ('hr_partner', 'HR partner'), ('hr', 'HR'), ('auditor', 'Auditor'), ('mentor', 'Mentor'), ('witness', 'Witness'), ('clock', 'pipcases')], editable=False, max_length=20),
        ),
        migrations.AlterField(
            model_name='serviceproof',
            name='part',
            field=models.CharField(choices=[('subject', 'Employee'), ('manager', 'Line manager'), ('second_line', 'Second-line manager'), ('hr_partner', 'HR partner'), ('hr', 'HR'), ('auditor', 'Auditor'), ('mentor', 'Mentor'), ('witness', 'Witness'), ('clock', 'pipcases')], editable=False, max_length=20),
        ),
        migrations.AddConstraint(
            model_name='addendum',
            constraint=models.CheckConstraint(condition=models.Q(('part__in', ['subject', 'manager', 'second_line', 'hr_partner', 'hr', 'auditor', 'mentor', 'witness', 'clock'])), name='addendum_part_known', violation_error_code='unknown', violation_error_message='This value is not known.'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.CheckConstraint(condition=models.Q(('part__in', ['subject', 'manager', 'second_line', 'hr_partner', 'hr', 'auditor', 'mentor', 'witness', 'clock'])), name='service_part_known', violation_error_code='unknown', violation_error_message='This value is not known.'),
        ),
        migrations.AddConstraint(
            model_name='serviceproof',
            constraint=models.CheckConstraint(condition=models.Q(('part__in', ['subject', 'manager', 'second_line', 'hr_partner', 'hr', 'auditor', 'mentor', 'witness', 'clock'])), name='service_proof_part_known', violation_error_code='unknown', violation_error_message='This value is not known.'),
        ),
        migrations.AddField(
            model_name='coachingsession',
            name='by',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='coachingsession',
            name='item',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.item'),
        ),
        migrations.AddField(
            model_name='coachingsession',
            name='plan',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='coaching_sessions', to='plans.plan'),
        ),
        migrations.AddField(
            model_name='coachingsession',
            name='support',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.supportmeasure'),
        ),
        migrations.AddField(
            model_name='seriesend',
            name='by',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sessionanswer',
            name='by',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sessionanswer',
            name='session',
            field=models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='answer', to='reviews.coachingsession'),
        ),
        migrations.AddField(
            model_name='sessionseries',
            name='by',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sessionseries',
            name='item',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.item'),
        ),
        migrations.AddField(
            model_name='sessionseries',
            name='mentor',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sessionseries',
            name='plan',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='session_series', to='plans.plan'),
        ),
        migrations.AddField(
            model_name='sessionseries',
            name='support',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.supportmeasure'),
        ),
        migrations.AddField(
            model_name='seriesend',
            name='series',
            field=models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='ending', to='reviews.sessionseries'),
        ),
        migrations.AddField(
            model_name='coachingsession',
            name='series',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='reviews.sessionseries'),
        ),
        migrations.AddConstraint(
            model_name='sessionanswer',
            constraint=models.CheckConstraint(condition=models.Q(('said__in', ['confirmed', 'otherwise'])), name='session_said_known', violation_error_code='unknown', violation_error_message='This value is not known.'),
        ),
        migrations.AddConstraint(
            model_name='sessionanswer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('said', 'otherwise'), _negated=True), models.Q(('words', ''), _negated=True), _connector='OR'), name='otherwise_says_how', violation_error_code='words', violation_error_message='Say how it was.'),
        ),
        migrations.AddConstraint(
            model_name='sessionseries',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['one_to_one', 'team_review'])), name='session_kind_known', violation_error_code='unknown', violation_error_message='This value is not known.'),
        ),
        migrations.AddConstraint(
            model_name='sessionseries',
            constraint=models.CheckConstraint(condition=models.Q(('part__in', ['subject', 'manager', 'second_line', 'hr_partner', 'hr', 'auditor', 'mentor', 'witness', 'clock'])), name='session_series_part_known', violation_error_code='unknown', violation_error_message='This value is not known.'),
        ),
        migrations.AddConstraint(
            model_name='sessionseries',
            constraint=models.CheckConstraint(condition=models.Q(('minutes__gte', 1), ('minutes__lte', 600)), name='session_series_minutes', violation_error_code='minutes', violation_error_message='A session lasts from one minute to ten hours.'),
        ),
        migrations.AddConstraint(
            model_name='sessionseries',
            constraint=models.CheckConstraint(condition=models.Q(('weekday__lte', 6)), name='session_weekday_known'),
        ),
        migrations.AddConstraint(
            model_name='sessionseries',
            constraint=models.CheckConstraint(condition=models.Q(('support', None), ('item__isnull', False), _connector='OR'), name='session_series_about'),
        ),
        migrations.AddConstraint(
            model_name='sessionseries',
            constraint=models.CheckConstraint(condition=models.Q(('last_on__gte', models.F('first_on'))), name='session_series_in_order', violation_error_code='order', violation_error_message='The last day must not lie before the first.'),
        ),
        migrations.AddConstraint(
            model_name='seriesend',
            constraint=models.CheckConstraint(condition=models.Q(('part__in', ['subject', 'manager', 'second_line', 'hr_partner', 'hr', 'auditor', 'mentor', 'witness', 'clock'])), name='series_end_part_known', violation_error_code='unknown', violation_error_message='This value is not known.'),
        ),
        migrations.AddConstraint(
            model_name='coachingsession',
            constraint=models.CheckConstraint(condition=models.Q(('part__in', ['subject', 'manager', 'second_line', 'hr_partner', 'hr', 'auditor', 'mentor', 'witness', 'clock'])), name='coaching_session_part_known', violation_error_code='unknown', violation_error_message='This value is not known.'),
        ),
        migrations.AddConstraint(
            model_name='coachingsession',
            constraint=models.CheckConstraint(condition=models.Q(('minutes__gte', 1), ('minutes__lte', 600)), name='coaching_session_minutes', violation_error_code='minutes', violation_error_message='A session lasts from one minute to ten hours.'),
        ),
        migrations.AddConstraint(
            model_name='coachingsession',
            constraint=models.CheckConstraint(condition=models.Q(('support', None), ('item__isnull', False), _connector='OR'), name='coaching_session_about'),
        ),
        migrations.AddConstraint(
            model_name='coachingsession',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('planned_on', None), ('series', None)), models.Q(('planned_on__isnull', False), ('series__isnull', False)), _connector='OR'), name='coaching_session_answers_a_day'),
        ),
        migrations.AddConstraint(
            model_name='coachingsession',
            constraint=models.UniqueConstraint(fields=('series', 'planned_on'), name='planned_session_answered_once', violation_error_code='taken', violation_error_message='This planned session is logged already.'),
        ),
        migrations.AddConstraint(
            model_name='coachingsession',
            constraint=models.UniqueConstraint(fields=('plan', 'by', 'key'), name='coaching_session_logged_once'),
        ),
        append_only("reviews_sessionseries"),
        append_only("reviews_seriesend"),
        append_only("reviews_coachingsession"),
        append_only("reviews_sessionanswer"),
    ]
