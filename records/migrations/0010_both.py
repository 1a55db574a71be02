"""A copy can be in both languages, side by side; and it names the characters that could not be printed."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0009_heads'),
    ]

    operations = [
        migrations.AddField(
            model_name='recordcopy',
            name='unprintable',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=120), blank=True, db_default=[], default=list, size=None),
        ),
        migrations.RemoveConstraint(
            model_name='recordcopy',
            name='copy_language_known',
        ),
        migrations.AlterField(
            model_name='recordcopy',
            name='language',
            field=models.CharField(choices=[('en', 'English'), ('zh-hans', '简体中文'), ('both', 'English | 简体中文')], max_length=10),
        ),
        migrations.AddConstraint(
            model_name='recordcopy',
            constraint=models.CheckConstraint(condition=models.Q(('language__in', ['en', 'zh-hans', 'both'])), name='copy_language_known', violation_error_code='unknown', violation_error_message='This value is not known.'),
        ),
    ]
