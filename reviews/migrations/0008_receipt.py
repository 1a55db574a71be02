"""Refusals with their witnesses, no response, and the service log; written once, an attestation in two steps."""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from cases.evidence import append_only

# A witness is asked, then answers: the one step forward.
ANSWERED_ONCE = """
CREATE FUNCTION attestation_goes_forward() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    said CONSTANT text[] := ARRAY['status', 'answer', 'words', 'given_at'];
BEGIN
    IF to_jsonb(NEW) - said <> to_jsonb(OLD) - said OR OLD.status <> 'asked' OR NEW.status <> 'given' THEN
        RAISE EXCEPTION 'what a witness is asked and says is written once: % is refused', TG_OP
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER reviews_attestation_forward AFTER UPDATE ON reviews_attestation
    FOR EACH ROW EXECUTE FUNCTION attestation_goes_forward();
CREATE TRIGGER reviews_attestation_stays BEFORE DELETE ON reviews_attestation
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER reviews_attestation_stays_whole BEFORE TRUNCATE ON reviews_attestation
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
UNANSWERED = """
DROP TRIGGER reviews_attestation_forward ON reviews_attestation;
DROP TRIGGER reviews_attestation_stays ON reviews_attestation;
DROP TRIGGER reviews_attestation_stays_whole ON reviews_attestation;
DROP FUNCTION attestation_goes_forward();
"""
REVOKE = f"REVOKE DELETE ON reviews_attestation FROM {settings.APP_ROLE}"
GRANT = f"GRANT DELETE ON reviews_attestation TO {settings.APP_ROLE}"


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0012_signing_part'),
        ('reviews', '0007_signoff_moved'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Lapse',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('reminded', django.contrib.postgres.fields.ArrayField(base_field=models.DateField(), blank=True, default=list)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lapses', to='plans.plan')),
                ('version', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='lapse', to='plans.planversion')),
            ],
            options={
                'verbose_name': 'no response',
                'verbose_name_plural': 'no responses',
                'ordering': ('at',),
            },
        ),
        migrations.CreateModel(
            name='Refusal',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('part', models.CharField(choices=[('subject', 'Employee'), ('manager', 'Line manager'), ('second_line', 'Second-line manager'), ('hr_partner', 'HR partner'), ('hr', 'HR'), ('auditor', 'Auditor'), ('witness', 'Witness'), ('clock', 'pipcases')], editable=False, max_length=20)),
                ('at', models.DateTimeField(editable=False)),
                ('words', models.TextField(blank=True, max_length=10000, verbose_name='reason')),
                ('presented_at', models.DateTimeField(blank=True, null=True, verbose_name='when it was presented')),
                ('place', models.CharField(blank=True, max_length=200, verbose_name='place')),
                ('files', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), blank=True, default=list, editable=False)),
                ('by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='refusals', to='plans.plan')),
                ('version', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='refusal', to='plans.planversion')),
            ],
            options={
                'verbose_name': 'refusal',
                'verbose_name_plural': 'refusals',
                'ordering': ('at',),
            },
        ),
        migrations.CreateModel(
            name='Attestation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('status', models.CharField(choices=[('asked', 'Asked'), ('given', 'Given')], default='asked', editable=False, max_length=10)),
                ('answer', models.CharField(blank=True, choices=[('saw', 'I was there and saw it'), ('did_not', 'I did not see it')], max_length=10, verbose_name='what you saw')),
                ('words', models.TextField(blank=True, max_length=10000, verbose_name='in your own words')),
                ('given_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('witness', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('refusal', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='attestations', to='reviews.refusal')),
            ],
            options={
                'verbose_name': 'attestation',
                'verbose_name_plural': 'attestations',
                'ordering': ('refusal', 'witness'),
            },
        ),
        migrations.CreateModel(
            name='Service',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('channel', models.CharField(choices=[('in_person', 'In person'), ('registered_post', 'Registered post'), ('email', 'E-mail to a confirmed address'), ('message', 'Message to a confirmed account')], max_length=20, verbose_name='channel')),
                ('served_on', models.DateField(verbose_name='day')),
                ('served_time', models.TimeField(blank=True, null=True, verbose_name='time')),
                ('handed_over', models.TextField(max_length=10000, verbose_name='what was handed over')),
                ('postal_number', models.CharField(blank=True, max_length=60, verbose_name='number of the registered post')),
                ('sent_to', models.CharField(blank=True, max_length=254, verbose_name='address it was sent to')),
                ('note', models.TextField(blank=True, max_length=10000, verbose_name='note')),
                ('files', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), blank=True, default=list, editable=False)),
                ('settles', models.BooleanField(default=False, editable=False)),
                ('part', models.CharField(choices=[('subject', 'Employee'), ('manager', 'Line manager'), ('second_line', 'Second-line manager'), ('hr_partner', 'HR partner'), ('hr', 'HR'), ('auditor', 'Auditor'), ('witness', 'Witness'), ('clock', 'pipcases')], editable=False, max_length=20)),
                ('at', models.DateTimeField(editable=False)),
                ('by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='services', to='plans.plan')),
                ('version', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='services', to='plans.planversion')),
            ],
            options={
                'verbose_name': 'service',
                'verbose_name_plural': 'services',
                'ordering': ('at',),
            },
        ),
        migrations.CreateModel(
            name='ServiceProof',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('came_on', models.DateField(verbose_name='day')),
                ('result', models.CharField(choices=[('delivered', 'Delivered'), ('returned', 'Came back undelivered'), ('refused', 'Refused at the door'), ('unknown', 'Not known')], max_length=20, verbose_name='what came back')),
                ('note', models.TextField(blank=True, max_length=10000, verbose_name='note')),
                ('files', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), blank=True, default=list, editable=False)),
                ('part', models.CharField(choices=[('subject', 'Employee'), ('manager', 'Line manager'), ('second_line', 'Second-line manager'), ('hr_partner', 'HR partner'), ('hr', 'HR'), ('auditor', 'Auditor'), ('witness', 'Witness'), ('clock', 'pipcases')], editable=False, max_length=20)),
                ('at', models.DateTimeField(editable=False)),
                ('by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('service', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='proofs', to='reviews.service')),
            ],
            options={
                'verbose_name': 'proof of a service',
                'verbose_name_plural': 'proofs of services',
                'ordering': ('at',),
            },
        ),
        migrations.AddConstraint(
            model_name='refusal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('files__len', 0), ('part', 'subject'), ('place', ''), ('presented_at', None)), models.Q(('part__in', ('manager', 'hr_partner')), ('presented_at__lte', models.F('at')), models.Q(('place', ''), _negated=True)), _connector='OR'), name='refusal_own_or_presented', violation_error_code='presented', violation_error_message='A refusal that is recorded for somebody says when and where it was.'),
        ),
        migrations.AddConstraint(
            model_name='attestation',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['asked', 'given'])), name='attestation_status_known', violation_error_code='unknown', violation_error_message='This value is not known.'),
        ),
        migrations.AddConstraint(
            model_name='attestation',
            constraint=models.CheckConstraint(condition=models.Q(('answer__in', ['saw', 'did_not', ''])), name='attestation_answer_known', violation_error_code='unknown', violation_error_message='This value is not known.'),
        ),
        migrations.AddConstraint(
            model_name='attestation',
            constraint=models.UniqueConstraint(fields=('refusal', 'witness'), name='witness_asked_once'),
        ),
        migrations.AddConstraint(
            model_name='attestation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('given_at', None), ('status', 'asked'), ('words', '')), models.Q(('given_at__isnull', False), ('status', 'given'), models.Q(('answer', ''), _negated=True), models.Q(('words', ''), _negated=True)), _connector='OR'), name='attestation_given_whole', violation_error_code='whole', violation_error_message='Say what you saw, in your own words.'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.CheckConstraint(condition=models.Q(('channel__in', ['in_person', 'registered_post', 'email', 'message'])), name='service_channel_known', violation_error_code='unknown', violation_error_message='This value is not known.'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.CheckConstraint(condition=models.Q(('part__in', ['subject', 'manager', 'second_line', 'hr_partner', 'hr', 'auditor', 'witness', 'clock'])), name='service_part_known', violation_error_code='unknown', violation_error_message='This value is not known.'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('channel__in', ('registered_post',)), models.Q(('postal_number', ''), _negated=True)), models.Q(models.Q(('channel__in', ('registered_post',)), _negated=True), ('postal_number', '')), _connector='OR'), name='service_number_of_post', violation_error_code='number', violation_error_message='Registered post has a number; other channels have none.'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('channel__in', ('email', 'message')), models.Q(('sent_to', ''), _negated=True)), models.Q(models.Q(('channel__in', ('email', 'message')), _negated=True), ('sent_to', '')), _connector='OR'), name='service_address_of_message', violation_error_code='address', violation_error_message='An e-mail or a message has an address; other channels have none.'),
        ),
        migrations.AddConstraint(
            model_name='serviceproof',
            constraint=models.CheckConstraint(condition=models.Q(('result__in', ['delivered', 'returned', 'refused', 'unknown'])), name='service_result_known', violation_error_code='unknown', violation_error_message='This value is not known.'),
        ),
        migrations.AddConstraint(
            model_name='serviceproof',
            constraint=models.CheckConstraint(condition=models.Q(('part__in', ['subject', 'manager', 'second_line', 'hr_partner', 'hr', 'auditor', 'witness', 'clock'])), name='service_proof_part_known', violation_error_code='unknown', violation_error_message='This value is not known.'),
        ),
        append_only("reviews_refusal"),
        append_only("reviews_lapse"),
        append_only("reviews_service"),
        append_only("reviews_serviceproof"),
        migrations.RunSQL(ANSWERED_ONCE, UNANSWERED),
        migrations.RunSQL(REVOKE, GRANT),
    ]
