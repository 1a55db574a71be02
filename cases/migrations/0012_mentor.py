"""A mentor, who sees the items they mentor. Narrow parts can stand beside each other: a mentor may be asked as a witness."""

import django.contrib.postgres.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0011_deliveries'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='casepart',
            name='one_part_per_person',
        ),
        migrations.RemoveConstraint(
            model_name='casepart',
            name='case_part_known',
        ),
        migrations.RemoveConstraint(
            model_name='casepart',
            name='one_person_per_part',
        ),
        migrations.AlterField(
            model_name='casefile',
            name='awaits',
            field=models.CharField(blank=True, choices=[('subject', 'Employee'), ('manager', 'Line manager'), ('second_line', 'Second-line manager'), ('hr_partner', 'HR partner'), ('hr', 'HR'), ('auditor', 'Auditor'), ('mentor', 'Mentor'), ('witness', 'Witness'), ('clock', 'pipcases')], max_length=20, verbose_name='whose turn'),
        ),
        migrations.AlterField(
            model_name='casepart',
            name='part',
            field=models.CharField(choices=[('subject', 'Employee'), ('manager', 'Line manager'), ('second_line', 'Second-line manager'), ('hr_partner', 'HR partner'), ('mentor', 'Mentor'), ('witness', 'Witness')], max_length=20),
        ),
        migrations.AlterField(
            model_name='comment',
            name='audience',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('subject', 'Employee'), ('manager', 'Line manager'), ('second_line', 'Second-line manager'), ('hr_partner', 'HR partner'), ('hr', 'HR'), ('auditor', 'Auditor'), ('mentor', 'Mentor'), ('witness', 'Witness'), ('clock', 'pipcases')], max_length=20)),
        ),
        migrations.AlterField(
            model_name='comment',
            name='part',
            field=models.CharField(choices=[('subject', 'Employee'), ('manager', 'Line manager'), ('second_line', 'Second-line manager'), ('hr_partner', 'HR partner'), ('hr', 'HR'), ('auditor', 'Auditor'), ('mentor', 'Mentor'), ('witness', 'Witness'), ('clock', 'pipcases')], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='casepart',
            constraint=models.CheckConstraint(condition=models.Q(('part__in', ['subject', 'manager', 'second_line', 'hr_partner', 'hr', 'auditor', 'mentor', 'witness', 'clock'])), name='case_part_known', violation_error_code='unknown', violation_error_message='This value is not known.'),
        ),
        migrations.AddConstraint(
            model_name='casepart',
            constraint=models.UniqueConstraint(condition=models.Q(('until', None), models.Q(('part__in', ('mentor', 'witness')), _negated=True)), fields=('case', 'user'), name='one_part_per_person', violation_error_code='two_parts', violation_error_message='Nobody can have two parts in one case.'),
        ),
        migrations.AddConstraint(
            model_name='casepart',
            constraint=models.UniqueConstraint(condition=models.Q(('until', None)), fields=('case', 'user', 'part'), name='each_part_once', violation_error_code='two_parts', violation_error_message='This person has the part already.'),
        ),
        migrations.AddConstraint(
            model_name='casepart',
            constraint=models.UniqueConstraint(condition=models.Q(('until', None), models.Q(('part__in', ('mentor', 'witness')), _negated=True)), fields=('case', 'part'), name='one_person_per_part', violation_error_code='taken', violation_error_message='This part is taken.'),
        ),
    ]
