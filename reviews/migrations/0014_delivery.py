"""What of the promised help came: recorded, and answered by the employee; written once."""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from cases.evidence import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0024_reminders'),
        ('reviews', '0013_rescheduling'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField(editable=False)),
                ('delivered_on', models.DateField(verbose_name='day')),
                ('words', models.TextField(max_length=10000, verbose_name='what was delivered')),
                ('files', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), blank=True, default=list, editable=False)),
                ('part', models.CharField(choices=[('subject', 'Employee'), ('manager', 'Line manager'), ('second_line', 'Second-line manager'), ('hr_partner', 'HR partner'), ('hr', 'HR'), ('auditor', 'Auditor'), ('mentor', 'Mentor'), ('witness', 'Witness'), ('clock', 'pipcases')], editable=False, max_length=20)),
                ('at', models.DateTimeField(editable=False)),
                ('by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('commitment', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='plans.commitment')),
                ('plan', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='plans.plan')),
                ('support', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='plans.supportmeasure')),
            ],
            options={
                'verbose_name': 'delivery',
                'verbose_name_plural': 'deliveries',
                'ordering': ('at',),
            },
        ),
        migrations.CreateModel(
            name='DeliveryAnswer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('answer', models.CharField(choices=[('confirmed', 'Confirmed'), ('disputed', 'Disputed')], max_length=10, verbose_name='answer')),
                ('words', models.TextField(blank=True, max_length=10000, verbose_name='words')),
                ('at', models.DateTimeField(editable=False)),
                ('by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('delivery', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='answer', to='reviews.delivery')),
            ],
            options={
                'verbose_name': 'answer to a delivery',
                'verbose_name_plural': 'answers to deliveries',
                'ordering': ('at',),
            },
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(('part__in', ['subject', 'manager', 'second_line', 'hr_partner', 'hr', 'auditor', 'mentor', 'witness', 'clock'])), name='delivery_part_known', violation_error_code='unknown', violation_error_message='This value is not known.'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(fields=('commitment', 'number'), name='commitment_delivered_once'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(fields=('support', 'number'), name='support_delivered_once'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('commitment__isnull', False), ('support', None)), models.Q(('commitment', None), ('support__isnull', False)), _connector='OR'), name='delivery_of_one_thing', violation_error_code='one', violation_error_message='A delivery is of one commitment or of one support measure.'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='delivery_says_what', violation_error_code='words', violation_error_message='Say what was delivered.'),
        ),
        migrations.AddConstraint(
            model_name='deliveryanswer',
            constraint=models.CheckConstraint(condition=models.Q(('answer__in', ['confirmed', 'disputed'])), name='delivery_answer_known', violation_error_code='unknown', violation_error_message='This value is not known.'),
        ),
        migrations.AddConstraint(
            model_name='deliveryanswer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', 'disputed'), _negated=True), models.Q(('words', ''), _negated=True), _connector='OR'), name='dispute_says_why', violation_error_code='words', violation_error_message='Say what did not come, or not as it was promised.'),
        ),
        append_only("reviews_delivery"),
        append_only("reviews_deliveryanswer"),
    ]
