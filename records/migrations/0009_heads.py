"""Daily checkpoints, written once, and the letters that take them outside.

Heads are digests, which do not compress: trying would only cost time.
"""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from cases.evidence import append_only

PLAIN = "ALTER TABLE records_dailycheckpoint ALTER COLUMN leaves SET STORAGE EXTERNAL"
AS_BEFORE = "ALTER TABLE records_dailycheckpoint ALTER COLUMN leaves SET STORAGE EXTENDED"


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0003_chain'),
        ('records', '0007_copy_link'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DailyCheckpoint',
            fields=[
                ('number', models.PositiveIntegerField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('body', models.BinaryField()),
                ('signature', models.BinaryField()),
                ('key', models.BinaryField()),
                ('leaves', models.BinaryField()),
            ],
            options={
                'verbose_name': 'daily checkpoint',
                'verbose_name_plural': 'daily checkpoints',
                'ordering': ('-number',),
                'constraints': [models.CheckConstraint(condition=models.Q(('number__gt', 0)), name='daily_checkpoint_counted_from_one', violation_error_code='number', violation_error_message='Daily checkpoints are counted from one.')],
            },
        ),
        migrations.CreateModel(
            name='CheckpointLetter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('sent', 'Sent'), ('failed', 'Could not be delivered'), ('dropped', 'No longer needed')], default='waiting', max_length=10)),
                ('claim', models.PositiveIntegerField(default=0)),
                ('try_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('fault', models.CharField(blank=True, max_length=80)),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('checkpoint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='records.dailycheckpoint')),
            ],
            options={
                'verbose_name': 'letter of a daily checkpoint',
                'verbose_name_plural': 'letters of daily checkpoints',
                'ordering': ('checkpoint', 'pk'),
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['try_at'], name='letter_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'sent', 'failed', 'dropped'])), name='letter_state_known', violation_error_code='unknown', violation_error_message='This value is not known.'), models.UniqueConstraint(fields=('checkpoint', 'recipient'), name='one_letter_each'), models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('state', 'sent')), models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at', None)), _connector='OR'), name='letter_sent_has_time', violation_error_code='pair', violation_error_message='A letter that was sent has a time, another has none.')],
            },
        ),
        migrations.RunSQL(PLAIN, AS_BEFORE),
        append_only('records_dailycheckpoint'),
    ]
