"""Somebody hears an appeal, and a case can stand in its sustain period."""

import django.contrib.postgres.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0013_inbox'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='casefile',
            name='case_stage_known',
        ),
        migrations.RemoveConstraint(
            model_name='casepart',
            name='case_part_known',
        ),
        migrations.AlterField(
            model_name='casefile',
            name='awaits',
            field=models.CharField(blank=True, choices=[('subject', 'Employee'), ('manager', 'Line manager'), ('second_line', 'Second-line manager'), ('hr_partner', 'HR partner'), ('hr', 'HR'), ('auditor', 'Auditor'), ('mentor', 'Mentor'), ('witness', 'Witness'), ('hearer', 'Appeal hearer'), ('clock', 'pipcases')], max_length=20, verbose_name='whose turn'),
        ),
        migrations.AlterField(
            model_name='casefile',
            name='stage',
            field=models.CharField(choices=[('opening', 'Being opened'), ('drafting', 'Drafting'), ('hr_review', 'HR review'), ('receipt', 'Waiting for receipt'), ('running', 'Running'), ('paused', 'Paused'), ('deciding', 'Outcome'), ('sustain', 'Sustain period'), ('closed', 'Closed'), ('cancelled', 'Cancelled')], default='opening', max_length=20, verbose_name='stage'),
        ),
        migrations.AlterField(
            model_name='casepart',
            name='part',
            field=models.CharField(choices=[('subject', 'Employee'), ('manager', 'Line manager'), ('second_line', 'Second-line manager'), ('hr_partner', 'HR partner'), ('mentor', 'Mentor'), ('witness', 'Witness'), ('hearer', 'Appeal hearer')], max_length=20),
        ),
        migrations.AlterField(
            model_name='comment',
            name='audience',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('subject', 'Employee'), ('manager', 'Line manager'), ('second_line', 'Second-line manager'), ('hr_partner', 'HR partner'), ('hr', 'HR'), ('auditor', 'Auditor'), ('mentor', 'Mentor'), ('witness', 'Witness'), ('hearer', 'Appeal hearer'), ('clock', 'pipcases')], max_length=20)),
        ),
        migrations.AlterField(
            model_name='comment',
            name='part',
            field=models.CharField(choices=[('subject', 'Employee'), ('manager', 'Line manager'), ('second_line', 'Second-line manager'), ('hr_partner', 'HR partner'), ('hr', 'HR'), ('auditor', 'Auditor'), ('mentor', 'Mentor'), ('witness', 'Witness'), ('hearer', 'Appeal hearer'), ('clock', 'pipcases')], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='casefile',
            constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['opening', 'drafting', 'hr_review', 'receipt', 'running', 'paused', 'deciding', 'sustain', 'closed', 'cancelled'])), name='case_stage_known', violation_error_code='unknown', violation_error_message='This value is not known.'),
        ),
        migrations.AddConstraint(
            model_name='casepart',
            constraint=models.CheckConstraint(condition=models.Q(('part__in', ['subject', 'manager', 'second_line', 'hr_partner', 'hr', 'auditor', 'mentor', 'witness', 'hearer', 'clock'])), name='case_part_known', violation_error_code='unknown', violation_error_message='This value is not known.'),
        ),
    ]
