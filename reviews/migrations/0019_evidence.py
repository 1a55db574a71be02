"""What the evidence map rests on beside the plan, written once, and its days in no wrong order, whoever writes the row."""

import datetime
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import uuid
from django.conf import settings
from django.db import migrations, models

from cases.evidence import append_only, not_before

DECIDED = "SELECT min(o.decided_at) FROM reviews_outcome o WHERE o.plan_id = NEW.plan_id AND o.result <> 'extended'"

# A row that was replaced or withdrawn, or is replaced by this one, stands in nobody's way.
IN_ORDER = """
CREATE FUNCTION evidence_in_order() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  recorded_on date; issued_on date; help_ended_on date; first_assessed_on date; last_assessed_on date; told_on date;
  noticed_on date; effective_on date; ended_on date := CASE NEW.kind WHEN 'training' THEN NEW.until_on ELSE NEW.happened_on END;
  fault text;
BEGIN
  SELECT (NEW.at AT TIME ZONE f.time_zone)::date, min(i.at AT TIME ZONE f.time_zone)::date INTO recorded_on, issued_on
  FROM plans_plan l JOIN cases_casefile f ON f.id = l.case_id LEFT JOIN plans_issuance i ON i.plan_id = l.id
  WHERE l.id = NEW.plan_id GROUP BY f.time_zone;
  SELECT
    min(CASE e.kind WHEN 'training' THEN e.until_on ELSE e.happened_on END) FILTER (WHERE e.kind IN ('training', 'transfer')),
    min(e.happened_on) FILTER (WHERE e.kind = 'second_assessment'),
    max(e.happened_on) FILTER (WHERE e.kind = 'second_assessment'),
    max(e.happened_on) FILTER (WHERE e.kind = 'union'),
    max(e.happened_on) FILTER (WHERE e.kind = 'notice'),
    max(e.until_on) FILTER (WHERE e.kind = 'notice')
  INTO help_ended_on, first_assessed_on, last_assessed_on, told_on, noticed_on, effective_on
  FROM reviews_evidencerecord e
  WHERE e.plan_id = NEW.plan_id AND e.id <> NEW.id AND e.id IS DISTINCT FROM NEW.replaces_id
    AND NOT EXISTS (SELECT FROM reviews_evidencerecord r WHERE r.replaces_id = e.id)
    AND NOT EXISTS (SELECT FROM reviews_evidencewithdrawal w WHERE w.record_id = e.id);
  fault := CASE
    WHEN NEW.happened_on > recorded_on OR (NEW.kind <> 'notice' AND NEW.until_on > recorded_on)
      THEN 'evidence_not_ahead'
    WHEN NEW.happened_on < issued_on THEN 'evidence_after_issue'
    WHEN NEW.kind = 'second_assessment' AND help_ended_on >= NEW.happened_on THEN 'evidence_assessed_after_help'
    WHEN NEW.kind IN ('training', 'transfer') AND least(help_ended_on, ended_on) >= first_assessed_on
      THEN 'evidence_help_before_assessment'
    WHEN NEW.kind = 'second_assessment' AND NEW.happened_on > noticed_on THEN 'evidence_assessed_before_notice'
    WHEN NEW.kind = 'union' AND NEW.happened_on > noticed_on THEN 'evidence_union_before_notice'
    WHEN NEW.kind = 'notice' AND noticed_on IS NOT NULL THEN 'evidence_one_notice'
    WHEN NEW.kind = 'notice' AND NEW.happened_on < last_assessed_on THEN 'evidence_notice_after_assessment'
    WHEN NEW.kind = 'notice' AND NEW.happened_on < told_on THEN 'evidence_notice_after_union'
    WHEN NEW.kind = 'art_42' AND NEW.happened_on < noticed_on THEN 'evidence_checked_from_notice_on'
    WHEN NEW.kind = 'art_42' AND NEW.happened_on > effective_on THEN 'evidence_checked_before_effect'
    WHEN NEW.replaces_id IS NOT NULL AND NOT EXISTS (
      SELECT FROM reviews_evidencerecord e WHERE e.id = NEW.replaces_id AND e.plan_id = NEW.plan_id AND e.kind = NEW.kind
        AND NOT EXISTS (SELECT FROM reviews_evidencewithdrawal w WHERE w.record_id = e.id)
    ) THEN 'evidence_replaces_its_like'
  END;
  IF fault IS NOT NULL THEN
    RAISE EXCEPTION '%: % of % is in the wrong order', fault, NEW.kind, NEW.happened_on
      USING ERRCODE = 'check_violation', CONSTRAINT = fault, TABLE = 'reviews_evidencerecord';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER evidence_in_order BEFORE INSERT OR UPDATE ON reviews_evidencerecord
FOR EACH ROW EXECUTE FUNCTION evidence_in_order();
"""
IN_ANY_ORDER = "DROP TRIGGER evidence_in_order ON reviews_evidencerecord; DROP FUNCTION evidence_in_order();"

class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0025_ending'),
        ('reviews', '0018_appeal'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='EvidenceRecord',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('key', models.UUIDField(editable=False)),
                ('kind', models.CharField(choices=[('training', 'Training'), ('transfer', 'Transfer to another post'), ('second_assessment', 'Second assessment'), ('union', 'Word to the trade union'), ('notice', 'Notice'), ('art_42', 'Check of article 42')], editable=False, max_length=20)),
                ('happened_on', models.DateField(validators=[django.core.validators.MinValueValidator(datetime.date(2000, 1, 1), 'This date is too far in the past.'), django.core.validators.MaxValueValidator(datetime.date(2100, 12, 31), 'This date is too far in the future.')], verbose_name='day')),
                ('since_on', models.DateField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(datetime.date(2000, 1, 1), 'This date is too far in the past.'), django.core.validators.MaxValueValidator(datetime.date(2100, 12, 31), 'This date is too far in the future.')], verbose_name='first day of the period')),
                ('until_on', models.DateField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(datetime.date(2000, 1, 1), 'This date is too far in the past.'), django.core.validators.MaxValueValidator(datetime.date(2100, 12, 31), 'This date is too far in the future.')], verbose_name='last day')),
                ('consulted_on', models.DateField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(datetime.date(2000, 1, 1), 'This date is too far in the past.'), django.core.validators.MaxValueValidator(datetime.date(2100, 12, 31), 'This date is too far in the future.')], verbose_name='when you talked about it with the employee')),
                ('hours_planned', models.DecimalField(blank=True, decimal_places=1, max_digits=6, null=True, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(2000)], verbose_name='hours planned')),
                ('hours_attended', models.DecimalField(blank=True, decimal_places=1, max_digits=6, null=True, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(2000)], verbose_name='hours attended')),
                ('result', models.CharField(blank=True, choices=[('met', 'Met'), ('not_met', 'Not met')], max_length=20, verbose_name='result')),
                ('way', models.CharField(blank=True, choices=[('thirty_days', "30 days' written notice"), ('months_wage', "One month's wage in its place")], max_length=20, verbose_name='kind of notice')),
                ('words', models.JSONField(default=dict, editable=False)),
                ('files', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), blank=True, default=list, editable=False)),
                ('part', models.CharField(choices=[('subject', 'Employee'), ('manager', 'Line manager'), ('second_line', 'Second-line manager'), ('hr_partner', 'HR partner'), ('hr', 'HR'), ('auditor', 'Auditor'), ('mentor', 'Mentor'), ('witness', 'Witness'), ('hearer', 'Appeal hearer'), ('clock', 'pipcases')], editable=False, max_length=20)),
                ('at', models.DateTimeField(editable=False)),
                ('by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='evidence_records', to='plans.plan')),
                ('replaces', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced', to='reviews.evidencerecord')),
            ],
            options={
                'verbose_name': 'piece of evidence',
                'verbose_name_plural': 'pieces of evidence',
                'ordering': ('happened_on', 'at'),
            },
        ),
        migrations.CreateModel(
            name='EvidenceWithdrawal',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('reason', models.TextField(max_length=10000, verbose_name='reason')),
                ('part', models.CharField(choices=[('subject', 'Employee'), ('manager', 'Line manager'), ('second_line', 'Second-line manager'), ('hr_partner', 'HR partner'), ('hr', 'HR'), ('auditor', 'Auditor'), ('mentor', 'Mentor'), ('witness', 'Witness'), ('hearer', 'Appeal hearer'), ('clock', 'pipcases')], editable=False, max_length=20)),
                ('at', models.DateTimeField(editable=False)),
                ('by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('record', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='withdrawal', to='reviews.evidencerecord')),
            ],
            options={
                'verbose_name': 'withdrawal of evidence',
                'verbose_name_plural': 'withdrawals of evidence',
            },
        ),
        migrations.AddConstraint(
            model_name='evidencerecord',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['training', 'transfer', 'second_assessment', 'union', 'notice', 'art_42'])), name='evidence_kind_known', violation_error_code='unknown', violation_error_message='This value is not known.'),
        ),
        migrations.AddConstraint(
            model_name='evidencerecord',
            constraint=models.CheckConstraint(condition=models.Q(('part__in', ['subject', 'manager', 'second_line', 'hr_partner', 'hr', 'auditor', 'mentor', 'witness', 'hearer', 'clock'])), name='evidence_part_known', violation_error_code='unknown', violation_error_message='This value is not known.'),
        ),
        migrations.AddConstraint(
            model_name='evidencerecord',
            constraint=models.UniqueConstraint(fields=('plan', 'by', 'key'), name='evidence_recorded_once'),
        ),
        migrations.AddConstraint(
            model_name='evidencerecord',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'training'), ('words__has_keys', ['content', 'provider'])), models.Q(('kind', 'transfer'), ('words__has_keys', ['former_post', 'new_post', 'reasons'])), models.Q(('kind', 'second_assessment'), ('words__has_keys', ['standard', 'assessed_by'])), models.Q(('kind', 'union'), ('words__has_keys', ['told_whom', 'told_how'])), models.Q(('kind', 'notice'), ('words__has_keys', ['delivered_how'])), models.Q(('kind', 'art_42'), ('words__has_keys', ['checked_by', 'prompts'])), _connector='OR'), name='evidence_says_what', violation_error_code='words', violation_error_message='Something is missing that this kind of evidence needs.'),
        ),
        migrations.AddConstraint(
            model_name='evidencerecord',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('hours_planned__isnull', False), ('kind__in', ('training',))), models.Q(models.Q(('kind__in', ('training',)), _negated=True), ('hours_planned__isnull', True)), _connector='OR'), models.Q(('kind', 'training'), ('hours_attended', None), _connector='OR')), name='evidence_hours_of_training', violation_error_code='hours', violation_error_message='A training has hours; nothing else has.'),
        ),
        migrations.AddConstraint(
            model_name='evidencerecord',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'transfer'), ('consulted_on', None), _connector='OR'), name='evidence_consulted_on_transfer', violation_error_code='consulted', violation_error_message='Only a transfer is talked about beforehand.'),
        ),
        migrations.AddConstraint(
            model_name='evidencerecord',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'second_assessment'), ('result__in', ('met', 'not_met')), ('since_on__isnull', False)), models.Q(models.Q(('kind', 'second_assessment'), _negated=True), ('result', ''), ('since_on', None)), _connector='OR'), name='evidence_result_of_assessment', violation_error_code='result', violation_error_message='A second assessment has a period and a result: met, or not met.'),
        ),
        migrations.AddConstraint(
            model_name='evidencerecord',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'notice'), ('way__in', ['thirty_days', 'months_wage'])), models.Q(models.Q(('kind', 'notice'), _negated=True), ('way', '')), _connector='OR'), name='evidence_way_of_notice', violation_error_code='way', violation_error_message='A notice is of one of two kinds.'),
        ),
        migrations.AddConstraint(
            model_name='evidencerecord',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('way', 'thirty_days'), _negated=True), ('until_on__gte', django.db.models.expressions.CombinedExpression(models.F('happened_on'), '+', models.Value(datetime.timedelta(days=30)))), _connector='OR'), name='evidence_notice_of_thirty_days', violation_error_code='order', violation_error_message='With written notice, 30 days lie before the day on which it takes effect.'),
        ),
        migrations.AddConstraint(
            model_name='evidencerecord',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ('training', 'second_assessment', 'notice')), ('until_on__isnull', False)), models.Q(models.Q(('kind__in', ('training', 'second_assessment', 'notice')), _negated=True), ('until_on__isnull', True)), _connector='OR'), name='evidence_has_its_days', violation_error_code='days', violation_error_message='A day is missing, or there is one too many.'),
        ),
        migrations.AddConstraint(
            model_name='evidencerecord',
            constraint=models.CheckConstraint(condition=models.Q(('until_on', None), ('kind', 'second_assessment'), ('until_on__gte', models.F('happened_on')), _connector='OR'), name='evidence_ends_after_it_began', violation_error_code='order', violation_error_message='The last day must not lie before the first.'),
        ),
        migrations.AddConstraint(
            model_name='evidencerecord',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'second_assessment'), _negated=True), models.Q(('until_on__gte', models.F('since_on')), ('until_on__lte', models.F('happened_on'))), _connector='OR'), name='evidence_assessed_after_its_period', violation_error_code='order', violation_error_message='The period that is assessed ends on the day of the assessment or before.'),
        ),
        migrations.AddConstraint(
            model_name='evidencerecord',
            constraint=models.CheckConstraint(condition=models.Q(('consulted_on', None), ('consulted_on__lte', models.F('happened_on')), _connector='OR'), name='evidence_consulted_before_transfer', violation_error_code='order', violation_error_message='One talks about a transfer before it begins.'),
        ),
        migrations.AddConstraint(
            model_name='evidencewithdrawal',
            constraint=models.CheckConstraint(condition=models.Q(('part__in', ['subject', 'manager', 'second_line', 'hr_partner', 'hr', 'auditor', 'mentor', 'witness', 'hearer', 'clock'])), name='evidence_withdrawal_part_known', violation_error_code='unknown', violation_error_message='This value is not known.'),
        ),
        migrations.AddConstraint(
            model_name='evidencewithdrawal',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='evidence_withdrawal_says_why', violation_error_code='reason', violation_error_message='Say why it does not hold.'),
        ),
        append_only('reviews_evidencerecord'),
        append_only('reviews_evidencewithdrawal'),
        not_before('reviews_evidencerecord', 'evidence_after_decision', moment='NEW.at', earliest=DECIDED),
        migrations.RunSQL(IN_ORDER, IN_ANY_ORDER),
    ]
