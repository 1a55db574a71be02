"""A plan can end in a sustain period or with the employment; its decision and its appeal are signed."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0014_hearer'),
        ('plans', '0024_reminders'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='plan',
            name='one_live_plan',
        ),
        migrations.RemoveConstraint(
            model_name='plan',
            name='plan_status_known',
        ),
        migrations.RemoveConstraint(
            model_name='signoff',
            name='sign_off_step_known',
        ),
        migrations.RemoveConstraint(
            model_name='signoff',
            name='sign_off_answer_fits_step',
        ),
        migrations.RemoveConstraint(
            model_name='signoff',
            name='sign_off_number_fits_step',
        ),
        migrations.RemoveConstraint(
            model_name='signoff',
            name='sign_off_part_known',
        ),
        migrations.AlterField(
            model_name='plan',
            name='status',
            field=models.CharField(choices=[('draft', 'Draft'), ('consultation', 'In consultation with the employee'), ('hr_review', 'In HR review'), ('second_line', 'With the second-line manager'), ('returned', 'Returned with comments'), ('approved', 'Approved by HR'), ('issued', 'Issued, waiting for receipt'), ('active', 'Running'), ('paused', 'Paused'), ('final_review', 'Outcome proposed'), ('decided', 'Outcome decided'), ('sustain', 'Sustain period'), ('closed', 'Closed'), ('cancelled', 'Cancelled'), ('left', 'Left employment')], default='draft', editable=False, max_length=20),
        ),
        migrations.AlterField(
            model_name='signoff',
            name='part',
            field=models.CharField(choices=[('subject', 'Employee'), ('manager', 'Line manager'), ('second_line', 'Second-line manager'), ('hr_partner', 'HR partner'), ('hr', 'HR'), ('auditor', 'Auditor'), ('mentor', 'Mentor'), ('witness', 'Witness'), ('hearer', 'Appeal hearer'), ('clock', 'pipcases')], max_length=20),
        ),
        migrations.AlterField(
            model_name='signoff',
            name='step',
            field=models.CharField(choices=[('issue', 'Issue of the plan'), ('receipt', 'Receipt of the plan'), ('outcome', 'Receipt of the outcome'), ('minutes', 'Minutes of a checkpoint'), ('decision', 'Decision of the outcome'), ('appeal', 'Decision of the appeal')], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'consultation', 'hr_review', 'second_line', 'returned', 'approved', 'issued', 'active', 'paused', 'final_review', 'decided', 'sustain', 'closed', 'cancelled', 'left'])), name='plan_status_known', violation_error_code='unknown', violation_error_message='This value is not known.'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ('closed', 'cancelled', 'left')), _negated=True), fields=('employee',), name='one_live_plan', violation_error_code='second', violation_error_message='A plan cannot be begun for this person now. HR can tell you more.'),
        ),
        migrations.AddConstraint(
            model_name='signoff',
            constraint=models.CheckConstraint(condition=models.Q(('step__in', ['issue', 'receipt', 'outcome', 'minutes', 'decision', 'appeal'])), name='sign_off_step_known', violation_error_code='unknown', violation_error_message='This value is not known.'),
        ),
        migrations.AddConstraint(
            model_name='signoff',
            constraint=models.CheckConstraint(condition=models.Q(('part__in', ['subject', 'manager', 'second_line', 'hr_partner', 'hr', 'auditor', 'mentor', 'witness', 'hearer', 'clock'])), name='sign_off_part_known', violation_error_code='unknown', violation_error_message='This value is not known.'),
        ),
        migrations.AddConstraint(
            model_name='signoff',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('step__in', ('issue', 'decision', 'appeal')), models.Q(('step', 'minutes'), models.Q(('part', 'subject'), _negated=True)), _connector='OR'), ('answer', 'signed')), models.Q(models.Q(('step__in', ('issue', 'decision', 'appeal')), models.Q(('step', 'minutes'), models.Q(('part', 'subject'), _negated=True)), _connector='OR', _negated=True), models.Q(('answer', 'signed'), _negated=True)), _connector='OR'), name='sign_off_answer_fits_step', violation_error_code='answer', violation_error_message="A receipt says whether one agrees; approval, issue and the manager's own minutes are signed without."),
        ),
        migrations.AddConstraint(
            model_name='signoff',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('number', None), ('step__in', ('issue', 'receipt'))), ('step', 'outcome'), models.Q(models.Q(('step__in', ('issue', 'receipt', 'outcome')), _negated=True), ('number__isnull', False)), _connector='OR'), name='sign_off_number_fits_step', violation_error_code='number', violation_error_message='Minutes, a decision or an appeal that is signed is one of several.'),
        ),
    ]
