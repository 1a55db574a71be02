"""Whoever hears an appeal takes a copy in that part."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0014_hearer'),
        ('records', '0004_mentor'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='recordcopy',
            name='copy_part_known',
        ),
        migrations.AlterField(
            model_name='recordcopy',
            name='part',
            field=models.CharField(choices=[('subject', 'Employee'), ('manager', 'Line manager'), ('second_line', 'Second-line manager'), ('hr_partner', 'HR partner'), ('hr', 'HR'), ('auditor', 'Auditor'), ('mentor', 'Mentor'), ('witness', 'Witness'), ('hearer', 'Appeal hearer'), ('clock', 'pipcases')], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='recordcopy',
            constraint=models.CheckConstraint(condition=models.Q(('part__in', ['subject', 'manager', 'second_line', 'hr_partner', 'hr', 'auditor', 'mentor', 'witness', 'hearer', 'clock'])), name='copy_part_known', violation_error_code='unknown', violation_error_message='This value is not known.'),
        ),
    ]
