"""Minutes are signed: once by each side for each checkpoint."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0021_holidays'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='signoff',
            name='signed_once',
        ),
        migrations.RemoveConstraint(
            model_name='signoff',
            name='sign_off_step_known',
        ),
        migrations.RemoveConstraint(
            model_name='signoff',
            name='sign_off_answer_fits_step',
        ),
        migrations.AddField(
            model_name='signoff',
            name='number',
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='signoff',
            name='step',
            field=models.CharField(choices=[('issue', 'Issue of the plan'), ('receipt', 'Receipt of the plan'), ('outcome', 'Receipt of the outcome'), ('minutes', 'Minutes of a checkpoint')], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='signoff',
            constraint=models.CheckConstraint(condition=models.Q(('step__in', ['issue', 'receipt', 'outcome', 'minutes'])), name='sign_off_step_known', violation_error_code='unknown', violation_error_message='This value is not known.'),
        ),
        migrations.AddConstraint(
            model_name='signoff',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('step', 'issue'), models.Q(('step', 'minutes'), models.Q(('part', 'subject'), _negated=True)), _connector='OR'), ('answer', 'signed')), models.Q(models.Q(('step', 'issue'), models.Q(('step', 'minutes'), models.Q(('part', 'subject'), _negated=True)), _connector='OR', _negated=True), models.Q(('answer', 'signed'), _negated=True)), _connector='OR'), name='sign_off_answer_fits_step', violation_error_code='answer', violation_error_message="A receipt says whether one agrees; approval, issue and the manager's own minutes are signed without."),
        ),
        migrations.AddConstraint(
            model_name='signoff',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('number__isnull', False), ('step', 'minutes')), models.Q(models.Q(('step', 'minutes'), _negated=True), ('number', None)), _connector='OR'), name='sign_off_number_fits_step', violation_error_code='number', violation_error_message='The minutes that are signed are those of one checkpoint.'),
        ),
        migrations.AddConstraint(
            model_name='signoff',
            constraint=models.UniqueConstraint(condition=models.Q(('number', None)), fields=('version', 'step', 'part'), name='signed_once_a_version'),
        ),
        migrations.AddConstraint(
            model_name='signoff',
            constraint=models.UniqueConstraint(condition=models.Q(('number__isnull', False)), fields=('plan', 'step', 'number', 'part'), name='signed_once_a_number'),
        ),
    ]
