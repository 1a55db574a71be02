"""A copy can be of everything that somebody may see, with the files in it settled when it is asked for."""


import django.contrib.postgres.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0014_hearer'),
        ('records', '0005_hearer'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='recordcopy',
            name='copy_failed_has_reason',
        ),
        migrations.AddField(
            model_name='recordcopy',
            name='files',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), blank=True, db_default=[], default=list),
        ),
        migrations.AddField(
            model_name='recordcopy',
            name='kind',
            field=models.CharField(choices=[('record', 'Written record'), ('everything', 'Everything you may see')], db_default='record', default='record', max_length=10),
        ),
        migrations.AlterField(
            model_name='recordcopy',
            name='fault',
            field=models.CharField(blank=True, choices=[('too_long', 'The record took too long to print. Ask HR to look at very long texts in the plan.'), ('too_large', 'The record is too large to print. Ask HR to look at very long texts in the plan.'), ('refused', 'The record asked for something from outside, which is never fetched. Tell your administrator.'), ('broken', 'Printing stopped with an error. Tell your administrator the number of this copy.'), ('too_much', 'The files of this case are too large for one download. Get them one by one, or ask HR.'), ('lost', 'Printing was interrupted again and again. Tell your administrator the number of this copy.')], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='recordcopy',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['record', 'everything'])), name='copy_kind_known', violation_error_code='unknown', violation_error_message='This value is not known.'),
        ),
        migrations.AddConstraint(
            model_name='recordcopy',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('fault__in', ['too_long', 'too_large', 'refused', 'broken', 'too_much', 'lost']), ('state', 'failed')), models.Q(models.Q(('state', 'failed'), _negated=True), ('fault', '')), _connector='OR'), name='copy_failed_has_reason', violation_error_code='pair', violation_error_message='A copy that failed has a reason, another has none.'),
        ),
    ]
