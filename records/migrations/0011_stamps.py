"""What a time-stamp authority says of a daily checkpoint, written once."""

import django.db.models.deletion
from django.db import migrations, models

from cases.evidence import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0010_both'),
    ]

    operations = [
        migrations.CreateModel(
            name='CheckpointStamp',
            fields=[
                ('checkpoint', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='stamp', serialize=False, to='records.dailycheckpoint')),
                ('token', models.BinaryField()),
            ],
            options={
                'verbose_name': 'time stamp of a daily checkpoint',
                'verbose_name_plural': 'time stamps of daily checkpoints',
            },
        ),
        append_only('records_checkpointstamp'),
    ]
