"""What was learned: the employee's word and the manager's answer, written once."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from cases.evidence import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0004_draft'),
        ('cases', '0003_chain'),
        ('reviews', '0004_kept_as_recorded'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='LearningStep',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('learning', models.UUIDField(editable=False)),
                ('number', models.PositiveSmallIntegerField(editable=False)),
                ('said', models.CharField(choices=[('done', 'Done, waits for confirmation'), ('confirmed', 'Confirmed'), ('not_yet', 'Not yet')], max_length=10)),
                ('words', models.CharField(blank=True, max_length=500, verbose_name='words')),
                ('at', models.DateTimeField(editable=False)),
                ('by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='learning_steps', to='plans.plan')),
                ('support', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='plans.supportmeasure')),
            ],
            options={
                'verbose_name': 'step in learning',
                'verbose_name_plural': 'steps in learning',
                'ordering': ('at', 'number'),
                'constraints': [models.CheckConstraint(condition=models.Q(('said__in', ['done', 'confirmed', 'not_yet'])), name='learned_known', violation_error_code='unknown', violation_error_message='This value is not known.'), models.UniqueConstraint(condition=models.Q(('said', 'done')), fields=('plan', 'learning', 'number'), name='learning_ticked_once'), models.UniqueConstraint(condition=models.Q(('said', 'done'), _negated=True), fields=('plan', 'learning', 'number'), name='learning_answered_once'), models.UniqueConstraint(condition=models.Q(('said', 'confirmed')), fields=('plan', 'learning'), name='learning_confirmed_once'), models.CheckConstraint(condition=models.Q(models.Q(('said', 'not_yet'), _negated=True), models.Q(('words', ''), _negated=True), _connector='OR'), name='not_yet_says_why', violation_error_code='words', violation_error_message='Say what is still missing.')],
            },
        ),
        append_only("reviews_learningstep"),
    ]
