"""The final review, in which the employee sums up first; what stands beside a decided outcome; and an outcome that rests
on what came before it, whoever writes the row.
"""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from cases.evidence import append_only, not_before

MEASURED = """
SELECT greatest(
  (SELECT max(c.submitted_at) FROM reviews_checkpoint c WHERE c.plan_id = NEW.plan_id),
  (SELECT r.opened_at FROM reviews_finalreview r WHERE r.id = NEW.review_id),
  (SELECT o.decided_at FROM reviews_outcome o WHERE o.id = NEW.varies_id)
)
"""
ENDED = """
SELECT l.ends_on::timestamp AT TIME ZONE f.time_zone
FROM plans_plan l JOIN cases_casefile f ON f.id = l.case_id
WHERE l.id = NEW.plan_id AND NEW.varies_id IS NULL AND NOT (NEW.result = 'met' AND NEW.early_reason <> '')
"""
ISSUED = "SELECT i.at FROM plans_issuance i WHERE i.version_id = NEW.version_id"
OPENED = "SELECT r.opened_at FROM reviews_finalreview r WHERE r.id = NEW.review_id"
DECIDED = "SELECT o.decided_at FROM reviews_outcome o WHERE o.id = NEW.outcome_id"


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0025_ending'),
        ('reviews', '0015_coaching_words'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FinalReview',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField(editable=False)),
                ('opened_at', models.DateTimeField(editable=False)),
                ('summary_by', models.DateField(editable=False)),
            ],
            options={
                'verbose_name': 'final review',
                'verbose_name_plural': 'final reviews',
                'ordering': ('number',),
            },
        ),
        migrations.CreateModel(
            name='EmployeeSummary',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('words', models.TextField(blank=True, max_length=10000, verbose_name='in general')),
                ('at', models.DateTimeField(editable=False)),
            ],
            options={
                'verbose_name': "employee's own summary",
                'verbose_name_plural': "employees' own summaries",
            },
        ),
        migrations.CreateModel(
            name='ItemSummary',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('words', models.TextField(max_length=10000, verbose_name='in your own words')),
            ],
            options={
                'verbose_name': "employee's own summary of an item",
                'verbose_name_plural': "employees' own summaries of items",
                'ordering': ('item__position', 'id'),
            },
        ),
        migrations.CreateModel(
            name='OutcomeRefusal',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(editable=False)),
                ('words', models.TextField(blank=True, max_length=10000, verbose_name='reason')),
            ],
            options={
                'verbose_name': 'refusal of an outcome',
                'verbose_name_plural': 'refusals of outcomes',
            },
        ),
        migrations.CreateModel(
            name='Override',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('block', models.CharField(choices=[('commitments', 'What was promised and did not come'), ('checkpoints', 'Checkpoints that were missed'), ('proposals', 'What the employee proposed and nobody answered')], editable=False, max_length=20)),
                ('facts', models.JSONField(default=list, editable=False)),
                ('reason', models.TextField(max_length=10000, verbose_name='reason')),
                ('at', models.DateTimeField(editable=False)),
            ],
            options={
                'verbose_name': 'reason for deciding all the same',
                'verbose_name_plural': 'reasons for deciding all the same',
                'ordering': ('at', 'block'),
            },
        ),
        migrations.RemoveConstraint(
            model_name='addendum',
            name='addendum_part_known',
        ),
        migrations.RemoveConstraint(
            model_name='coachingsession',
            name='coaching_session_part_known',
        ),
        migrations.RemoveConstraint(
            model_name='delivery',
            name='delivery_part_known',
        ),
        migrations.RemoveConstraint(
            model_name='outcome',
            name='outcome_result_known',
        ),
        migrations.RemoveConstraint(
            model_name='outcome',
            name='one_decided_outcome',
        ),
        migrations.RemoveConstraint(
            model_name='outcome',
            name='outcome_decided_by_somebody_else',
        ),
        migrations.RemoveConstraint(
            model_name='rescheduling',
            name='rescheduling_part_known',
        ),
        migrations.RemoveConstraint(
            model_name='seriesend',
            name='series_end_part_known',
        ),
        migrations.RemoveConstraint(
            model_name='service',
            name='service_part_known',
        ),
        migrations.RemoveConstraint(
            model_name='serviceproof',
            name='service_proof_part_known',
        ),
        migrations.RemoveConstraint(
            model_name='sessionseries',
            name='session_series_part_known',
        ),
        migrations.AddField(
            model_name='itemresult',
            name='improved',
            field=models.TextField(blank=True, db_default='', max_length=10000, verbose_name='what improved'),
        ),
        migrations.AddField(
            model_name='itemresult',
            name='why_not',
            field=models.TextField(blank=True, db_default='', max_length=10000, verbose_name='why the rest did not'),
        ),
        migrations.AddField(
            model_name='outcome',
            name='lessons',
            field=models.TextField(blank=True, db_default='', max_length=10000, verbose_name='what the company learns from it'),
        ),
        migrations.AddField(
            model_name='outcome',
            name='recognition',
            field=models.TextField(blank=True, db_default='', max_length=10000, verbose_name='what deserves recognition'),
        ),
        migrations.AddField(
            model_name='outcome',
            name='schema',
            field=models.PositiveSmallIntegerField(db_default=1, default=2, editable=False),
        ),
        migrations.AddField(
            model_name='outcome',
            name='varies',
            field=models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='varied', to='reviews.outcome'),
        ),
        migrations.AlterField(
            model_name='addendum',
            name='part',
            field=models.CharField(choices=[('subject', 'Employee'), ('manager', 'Line manager'), ('second_line', 'Second-line manager'), ('hr_partner', 'HR partner'), ('hr', 'HR'), ('auditor', 'Auditor'), ('mentor', 'Mentor'), ('witness', 'Witness'), ('hearer', 'Appeal hearer'), ('clock', 'pipcases')], editable=False, max_length=20),
        ),
        migrations.AlterField(
            model_name='coachingsession',
            name='part',
            field=models.CharField(choices=[('subject', 'Employee'), ('manager', 'Line manager'), ('second_line', 'Second-line manager'), ('hr_partner', 'HR partner'), ('hr', 'HR'), ('auditor', 'Auditor'), ('mentor', 'Mentor'), ('witness', 'Witness'), ('hearer', 'Appeal hearer'), ('clock', 'pipcases')], editable=False, max_length=20),
        ),
        migrations.AlterField(
            model_name='delivery',
            name='part',
            field=models.CharField(choices=[('subject', 'Employee'), ('manager', 'Line manager'), ('second_line', 'Second-line manager'), ('hr_partner', 'HR partner'), ('hr', 'HR'), ('auditor', 'Auditor'), ('mentor', 'Mentor'), ('witness', 'Witness'), ('hearer', 'Appeal hearer'), ('clock', 'pipcases')], editable=False, max_length=20),
        ),
        migrations.AlterField(
            model_name='outcome',
            name='result',
            field=models.CharField(choices=[('met', 'Met'), ('partially_met', 'Partially met'), ('not_met', 'Not met'), ('extended', 'Extended'), ('cancelled', 'Cancelled'), ('left', 'Left employment')], max_length=20, verbose_name='outcome of the plan'),
        ),
        migrations.AlterField(
            model_name='refusal',
            name='part',
            field=models.CharField(choices=[('subject', 'Employee'), ('manager', 'Line manager'), ('second_line', 'Second-line manager'), ('hr_partner', 'HR partner'), ('hr', 'HR'), ('auditor', 'Auditor'), ('mentor', 'Mentor'), ('witness', 'Witness'), ('hearer', 'Appeal hearer'), ('clock', 'pipcases')], editable=False, max_length=20),
        ),
        migrations.AlterField(
            model_name='rescheduling',
            name='part',
            field=models.CharField(choices=[('subject', 'Employee'), ('manager', 'Line manager'), ('second_line', 'Second-line manager'), ('hr_partner', 'HR partner'), ('hr', 'HR'), ('auditor', 'Auditor'), ('mentor', 'Mentor'), ('witness', 'Witness'), ('hearer', 'Appeal hearer'), ('clock', 'pipcases')], editable=False, max_length=20),
        ),
        migrations.AlterField(
            model_name='seriesend',
            name='part',
            field=models.CharField(choices=[('subject', 'Employee'), ('manager', 'Line manager'), ('second_line', 'Second-line manager'), ('hr_partner', 'HR partner'), ('hr', 'HR'), ('auditor', 'Auditor'), ('mentor', 'Mentor'), ('witness', 'Witness'), ('hearer', 'Appeal hearer'), ('clock', 'pipcases')], editable=False, max_length=20),
        ),
        migrations.AlterField(
            model_name='service',
            name='part',
            field=models.CharField(choices=[('subject', 'Employee'), ('manager', 'Line manager'), ('second_line', 'Second-line manager'), ('hr_partner', 'HR partner'), ('hr', 'HR'), ('auditor', 'Auditor'), ('mentor', 'Mentor'), ('witness', 'Witness'), ('hearer', 'Appeal hearer'), ('clock', 'pipcases')], editable=False, max_length=20),
        ),
        migrations.AlterField(
            model_name='serviceproof',
            name='part',
            field=models.CharField(choices=[('subject', 'Employee'), ('manager', 'Line manager'), ('second_line', 'Second-line manager'), ('hr_partner', 'HR partner'), ('hr', 'HR'), ('auditor', 'Auditor'), ('mentor', 'Mentor'), ('witness', 'Witness'), ('hearer', 'Appeal hearer'), ('clock', 'pipcases')], editable=False, max_length=20),
        ),
        migrations.AlterField(
            model_name='sessionseries',
            name='part',
            field=models.CharField(choices=[('subject', 'Employee'), ('manager', 'Line manager'), ('second_line', 'Second-line manager'), ('hr_partner', 'HR partner'), ('hr', 'HR'), ('auditor', 'Auditor'), ('mentor', 'Mentor'), ('witness', 'Witness'), ('hearer', 'Appeal hearer'), ('clock', 'pipcases')], editable=False, max_length=20),
        ),
        migrations.AddConstraint(
            model_name='addendum',
            constraint=models.CheckConstraint(condition=models.Q(('part__in', ['subject', 'manager', 'second_line', 'hr_partner', 'hr', 'auditor', 'mentor', 'witness', 'hearer', 'clock'])), name='addendum_part_known', violation_error_code='unknown', violation_error_message='This value is not known.'),
        ),
        migrations.AddConstraint(
            model_name='coachingsession',
            constraint=models.CheckConstraint(condition=models.Q(('part__in', ['subject', 'manager', 'second_line', 'hr_partner', 'hr', 'auditor', 'mentor', 'witness', 'hearer', 'clock'])), name='coaching_session_part_known', violation_error_code='unknown', violation_error_message='This value is not known.'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(('part__in', ['subject', 'manager', 'second_line', 'hr_partner', 'hr', 'auditor', 'mentor', 'witness', 'hearer', 'clock'])), name='delivery_part_known', violation_error_code='unknown', violation_error_message='This value is not known.'),
        ),
        migrations.AddConstraint(
            model_name='rescheduling',
            constraint=models.CheckConstraint(condition=models.Q(('part__in', ['subject', 'manager', 'second_line', 'hr_partner', 'hr', 'auditor', 'mentor', 'witness', 'hearer', 'clock'])), name='rescheduling_part_known', violation_error_code='unknown', violation_error_message='This value is not known.'),
        ),
        migrations.AddConstraint(
            model_name='seriesend',
            constraint=models.CheckConstraint(condition=models.Q(('part__in', ['subject', 'manager', 'second_line', 'hr_partner', 'hr', 'auditor', 'mentor', 'witness', 'hearer', 'clock'])), name='series_end_part_known', violation_error_code='unknown', violation_error_message='This value is not known.'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.CheckConstraint(condition=models.Q(('part__in', ['subject', 'manager', 'second_line', 'hr_partner', 'hr', 'auditor', 'mentor', 'witness', 'hearer', 'clock'])), name='service_part_known', violation_error_code='unknown', violation_error_message='This value is not known.'),
        ),
        migrations.AddConstraint(
            model_name='serviceproof',
            constraint=models.CheckConstraint(condition=models.Q(('part__in', ['subject', 'manager', 'second_line', 'hr_partner', 'hr', 'auditor', 'mentor', 'witness', 'hearer', 'clock'])), name='service_proof_part_known', violation_error_code='unknown', violation_error_message='This value is not known.'),
        ),
        migrations.AddConstraint(
            model_name='sessionseries',
            constraint=models.CheckConstraint(condition=models.Q(('part__in', ['subject', 'manager', 'second_line', 'hr_partner', 'hr', 'auditor', 'mentor', 'witness', 'hearer', 'clock'])), name='session_series_part_known', violation_error_code='unknown', violation_error_message='This value is not known.'),
        ),
        migrations.CreateModel(
            name='AssessmentDraft',
            fields=[
                ('review', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='draft', serialize=False, to='reviews.finalreview')),
                ('content', models.JSONField(blank=True, default=dict)),
                ('revision', models.PositiveIntegerField(default=0, editable=False)),
                ('saved_at', models.DateTimeField(editable=False)),
            ],
            options={
                'verbose_name': 'draft of an assessment',
                'verbose_name_plural': 'drafts of assessments',
            },
        ),
        migrations.AddField(
            model_name='finalreview',
            name='opened_by',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='finalreview',
            name='plan',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='final_reviews', to='plans.plan'),
        ),
        migrations.AddField(
            model_name='finalreview',
            name='version',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.planversion'),
        ),
        migrations.AddField(
            model_name='outcome',
            name='version',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.planversion'),
        ),
        migrations.AddField(
            model_name='outcome',
            name='review',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='outcomes', to='reviews.finalreview'),
        ),
        migrations.AddConstraint(
            model_name='outcome',
            constraint=models.CheckConstraint(condition=models.Q(('result__in', ['met', 'partially_met', 'not_met', 'extended', 'cancelled', 'left'])), name='outcome_result_known', violation_error_code='unknown', violation_error_message='This value is not known.'),
        ),
        migrations.AddConstraint(
            model_name='outcome',
            constraint=models.UniqueConstraint(condition=models.Q(('decided_at__isnull', False), ('varies', None), models.Q(('result', 'extended'), _negated=True)), fields=('plan',), name='one_decided_outcome'),
        ),
        migrations.AddConstraint(
            model_name='outcome',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('proposed_by')), _negated=True), ('varies__isnull', False), _connector='OR'), name='outcome_decided_by_somebody_else', violation_error_code='same', violation_error_message='Whoever proposed the outcome cannot decide it.'),
        ),
        migrations.AddConstraint(
            model_name='outcome',
            constraint=models.CheckConstraint(condition=models.Q(('result__in', ('met', 'partially_met', 'not_met', 'extended')), ('varies__isnull', False), _connector='OR'), name='outcome_can_be_proposed', violation_error_code='result', violation_error_message='This outcome cannot be proposed.'),
        ),
        migrations.AddField(
            model_name='employeesummary',
            name='by',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='employeesummary',
            name='review',
            field=models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='summary', to='reviews.finalreview'),
        ),
        migrations.AddField(
            model_name='itemsummary',
            name='item',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.item'),
        ),
        migrations.AddField(
            model_name='itemsummary',
            name='summary',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='views', to='reviews.employeesummary'),
        ),
        migrations.AddField(
            model_name='outcomerefusal',
            name='by',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='outcomerefusal',
            name='outcome',
            field=models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='refusal', to='reviews.outcome'),
        ),
        migrations.AddField(
            model_name='override',
            name='by',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='override',
            name='outcome',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='overrides', to='reviews.outcome'),
        ),
        migrations.AddConstraint(
            model_name='finalreview',
            constraint=models.UniqueConstraint(fields=('plan', 'number'), name='final_review_number_once'),
        ),
        migrations.AddConstraint(
            model_name='itemsummary',
            constraint=models.UniqueConstraint(fields=('summary', 'item'), name='item_summary_once'),
        ),
        migrations.AddConstraint(
            model_name='override',
            constraint=models.CheckConstraint(condition=models.Q(('block__in', ['commitments', 'checkpoints', 'proposals'])), name='override_block_known', violation_error_code='unknown', violation_error_message='This value is not known.'),
        ),
        migrations.AddConstraint(
            model_name='override',
            constraint=models.UniqueConstraint(fields=('outcome', 'block'), name='override_once'),
        ),
        migrations.AddConstraint(
            model_name='override',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='override_says_why', violation_error_code='reason', violation_error_message='Say why you decide all the same.'),
        ),
        migrations.AddIndex(
            model_name='finalreview',
            index=models.Index(fields=['summary_by'], name='final_review_by_day'),
        ),
        migrations.AddIndex(
            model_name='outcome',
            index=models.Index(fields=['decided_at'], name='outcome_by_decision'),
        ),
        append_only('reviews_finalreview'),
        append_only('reviews_employeesummary'),
        append_only('reviews_itemsummary'),
        append_only('reviews_override'),
        append_only('reviews_outcomerefusal'),
        not_before('reviews_finalreview', 'final_review_after_issue', moment='NEW.opened_at', earliest=ISSUED),
        not_before('reviews_employeesummary', 'summary_after_opening', moment='NEW.at', earliest=OPENED),
        not_before('reviews_outcome', 'outcome_after_what_was_measured', moment='NEW.proposed_at', earliest=MEASURED),
        not_before('reviews_outcome', 'outcome_after_the_end', moment='NEW.decided_at', earliest=ENDED),
        not_before('reviews_outcomerefusal', 'refusal_after_decision', moment='NEW.at', earliest=DECIDED),
    ]
