"""What follows an outcome: agreed with an owner and a day, and ended once."""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from cases.evidence import append_only, not_before

DECIDED = """
SELECT coalesce(max(o.decided_at), 'infinity') FROM reviews_outcome o
WHERE o.plan_id = NEW.plan_id AND o.result <> 'extended'
"""
LAST_MOMENT = """
SELECT (NEW.due_on + 1)::timestamp AT TIME ZONE f.time_zone - interval '1 microsecond'
FROM plans_plan l JOIN cases_casefile f ON f.id = l.case_id WHERE l.id = NEW.plan_id
"""
AGREED = "SELECT w.at FROM reviews_followon w WHERE w.id = NEW.follow_on_id"
LAST_MOMENT_DONE = """
SELECT (NEW.done_on + 1)::timestamp AT TIME ZONE f.time_zone - interval '1 microsecond'
FROM reviews_followon w JOIN plans_plan l ON l.id = w.plan_id JOIN cases_casefile f ON f.id = l.case_id
WHERE w.id = NEW.follow_on_id
"""


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0025_ending'),
        ('reviews', '0019_evidence'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FollowOn',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField(editable=False)),
                ('basis', models.CharField(choices=[('success', 'What was reached'), ('not_met', 'What was not reached')], editable=False, max_length=10)),
                ('kind', models.CharField(max_length=40, verbose_name='what follows')),
                ('words', models.TextField(max_length=10000, verbose_name='what exactly')),
                ('owner_part', models.CharField(choices=[('subject', 'Employee'), ('manager', 'Line manager'), ('second_line', 'Second-line manager'), ('hr_partner', 'HR partner'), ('hr', 'HR'), ('auditor', 'Auditor'), ('mentor', 'Mentor'), ('witness', 'Witness'), ('hearer', 'Appeal hearer'), ('clock', 'pipcases')], max_length=20, verbose_name='who sees to it')),
                ('due_on', models.DateField(verbose_name='by which day')),
                ('part', models.CharField(choices=[('subject', 'Employee'), ('manager', 'Line manager'), ('second_line', 'Second-line manager'), ('hr_partner', 'HR partner'), ('hr', 'HR'), ('auditor', 'Auditor'), ('mentor', 'Mentor'), ('witness', 'Witness'), ('hearer', 'Appeal hearer'), ('clock', 'pipcases')], editable=False, max_length=20)),
                ('at', models.DateTimeField(editable=False)),
                ('by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='follow_ons', to='plans.plan')),
            ],
            options={
                'verbose_name': 'follow-on',
                'verbose_name_plural': 'follow-ons',
                'ordering': ('number',),
            },
        ),
        migrations.CreateModel(
            name='FollowOnEnd',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('ending', models.CharField(choices=[('done', 'Done'), ('dropped', 'Dropped')], editable=False, max_length=10)),
                ('done_on', models.DateField(blank=True, null=True, verbose_name='on which day')),
                ('words', models.TextField(max_length=10000, verbose_name='words')),
                ('files', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), blank=True, default=list, editable=False)),
                ('part', models.CharField(choices=[('subject', 'Employee'), ('manager', 'Line manager'), ('second_line', 'Second-line manager'), ('hr_partner', 'HR partner'), ('hr', 'HR'), ('auditor', 'Auditor'), ('mentor', 'Mentor'), ('witness', 'Witness'), ('hearer', 'Appeal hearer'), ('clock', 'pipcases')], editable=False, max_length=20)),
                ('at', models.DateTimeField(editable=False)),
                ('by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('follow_on', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='ending', to='reviews.followon')),
            ],
            options={
                'verbose_name': 'end of a follow-on',
                'verbose_name_plural': 'ends of follow-ons',
            },
        ),
        migrations.AddIndex(
            model_name='followon',
            index=models.Index(fields=['due_on'], name='follow_on_by_day'),
        ),
        migrations.AddConstraint(
            model_name='followon',
            constraint=models.CheckConstraint(condition=models.Q(('basis__in', ['success', 'not_met'])), name='follow_on_basis_known', violation_error_code='unknown', violation_error_message='This value is not known.'),
        ),
        migrations.AddConstraint(
            model_name='followon',
            constraint=models.CheckConstraint(condition=models.Q(('part__in', ['subject', 'manager', 'second_line', 'hr_partner', 'hr', 'auditor', 'mentor', 'witness', 'hearer', 'clock'])), name='follow_on_part_known', violation_error_code='unknown', violation_error_message='This value is not known.'),
        ),
        migrations.AddConstraint(
            model_name='followon',
            constraint=models.CheckConstraint(condition=models.Q(('owner_part__in', ('manager', 'second_line', 'hr_partner'))), name='follow_on_is_the_companys', violation_error_code='owner', violation_error_message="Somebody on the company's side sees to it."),
        ),
        migrations.AddConstraint(
            model_name='followon',
            constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='follow_on_says_what', violation_error_code='words', violation_error_message='Say what exactly follows.'),
        ),
        migrations.AddConstraint(
            model_name='followon',
            constraint=models.UniqueConstraint(fields=('plan', 'number'), name='follow_on_number_once'),
        ),
        migrations.AddConstraint(
            model_name='followonend',
            constraint=models.CheckConstraint(condition=models.Q(('ending__in', ['done', 'dropped'])), name='follow_on_end_known', violation_error_code='unknown', violation_error_message='This value is not known.'),
        ),
        migrations.AddConstraint(
            model_name='followonend',
            constraint=models.CheckConstraint(condition=models.Q(('part__in', ['subject', 'manager', 'second_line', 'hr_partner', 'hr', 'auditor', 'mentor', 'witness', 'hearer', 'clock'])), name='follow_on_end_part_known', violation_error_code='unknown', violation_error_message='This value is not known.'),
        ),
        migrations.AddConstraint(
            model_name='followonend',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('done_on__isnull', False), ('ending', 'done')), models.Q(('done_on', None), ('ending', 'dropped')), _connector='OR'), name='follow_on_done_has_a_day', violation_error_code='pair', violation_error_message='What was done has a day; what was dropped has none.'),
        ),
        migrations.AddConstraint(
            model_name='followonend',
            constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='follow_on_end_says_why', violation_error_code='words', violation_error_message='Say what was done, or why it was dropped.'),
        ),
        append_only('reviews_followon'),
        append_only('reviews_followonend'),
        not_before('reviews_followon', 'follow_on_after_decision', moment='NEW.at', earliest=DECIDED),
        not_before('reviews_followon', 'follow_on_due_after_decision', moment=f'({LAST_MOMENT})', earliest=DECIDED),
        not_before('reviews_followonend', 'follow_on_end_after_it', moment='NEW.at', earliest=AGREED),
        not_before('reviews_followonend', 'follow_on_done_after_it', moment=f'({LAST_MOMENT_DONE})', earliest=AGREED),
    ]
