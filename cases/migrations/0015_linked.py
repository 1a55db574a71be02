"""A case can follow another one: a relapse after a sustain period, or more time after an outcome that was not met."""

import django.db.models.deletion
from django.db import migrations, models

from cases.evidence import not_before

STAYS = """
CREATE TRIGGER cases_casefile_link_stays BEFORE UPDATE ON cases_casefile FOR EACH ROW
WHEN (OLD.follows_id IS DISTINCT FROM NEW.follows_id OR OLD.follows_because IS DISTINCT FROM NEW.follows_because)
EXECUTE FUNCTION refuse_change();
"""
CHANGES = "DROP TRIGGER cases_casefile_link_stays ON cases_casefile;"


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0014_hearer'),
    ]

    operations = [
        migrations.AddField(
            model_name='casefile',
            name='follows',
            field=models.ForeignKey(blank=True, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='cases.casefile'),
        ),
        migrations.AddField(
            model_name='casefile',
            name='follows_because',
            field=models.CharField(blank=True, choices=[('relapse', 'Relapse'), ('more_time', 'More time')], db_default='', default='', editable=False, max_length=20, verbose_name='why it follows'),
        ),
        migrations.AddConstraint(
            model_name='casefile',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('follows', None), ('follows_because', '')), models.Q(('follows__isnull', False), ('follows_because__in', ['relapse', 'more_time']), models.Q(('follows', models.F('id')), _negated=True)), _connector='OR'), name='case_follows_for_a_reason', violation_error_code='follows', violation_error_message='A case follows another one for a reason that is known.'),
        ),
        migrations.AddConstraint(
            model_name='casefile',
            constraint=models.UniqueConstraint(fields=('follows',), name='case_is_followed_once', violation_error_code='followed', violation_error_message='It went on in another case already.'),
        ),
        migrations.RunSQL(STAYS, CHANGES),
        not_before(
            'cases_casefile',
            'case_follows_later',
            moment='NEW.opened_at',
            earliest='SELECT f.opened_at FROM cases_casefile f WHERE f.id = NEW.follows_id',
        ),
    ]
