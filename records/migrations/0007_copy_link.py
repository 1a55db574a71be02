"""A link to a copy: made once, taken back once, and counted up by one with each fetch."""


import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


FORWARD = """
CREATE FUNCTION copy_link_goes_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) - '{status,revoked_at,fetches}'::text[] <> to_jsonb(OLD) - '{status,revoked_at,fetches}'::text[]
        OR NEW.fetches NOT IN (OLD.fetches, OLD.fetches + 1)
        OR (OLD.status = 'revoked' AND (NEW.status, NEW.revoked_at, NEW.fetches)
            IS DISTINCT FROM (OLD.status, OLD.revoked_at, OLD.fetches))
    THEN
        RAISE EXCEPTION 'a link to a copy is written once, and moves forward with its events only: % is refused', TG_OP
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER records_copylink_forward AFTER UPDATE ON records_copylink
    FOR EACH ROW EXECUTE FUNCTION copy_link_goes_forward();
CREATE TRIGGER records_copylink_stays BEFORE DELETE ON records_copylink
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER records_copylink_stays_whole BEFORE TRUNCATE ON records_copylink
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
BACK = """
DROP TRIGGER records_copylink_forward ON records_copylink;
DROP TRIGGER records_copylink_stays ON records_copylink;
DROP TRIGGER records_copylink_stays_whole ON records_copylink;
DROP FUNCTION copy_link_goes_forward();
"""
REVOKE = f"REVOKE DELETE ON records_copylink FROM {settings.APP_ROLE}"
GRANT = f"GRANT DELETE ON records_copylink TO {settings.APP_ROLE}"


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0014_hearer'),
        ('records', '0006_everything'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CopyLink',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('digest', models.CharField(max_length=64)),
                ('until_on', models.DateField()),
                ('made_at', models.DateTimeField()),
                ('status', models.CharField(choices=[('open', 'Open'), ('revoked', 'Taken back')], default='open', max_length=10)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('fetches', models.PositiveSmallIntegerField(default=0)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='copy_links', to='cases.casefile')),
                ('copy', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='link', to='records.recordcopy')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'link to a copy',
                'verbose_name_plural': 'links to copies',
                'ordering': ('-made_at',),
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['open', 'revoked'])), name='link_status_known', violation_error_code='unknown', violation_error_message='This value is not known.'), models.CheckConstraint(condition=models.Q(('digest__regex', '^[0-9a-f]{64}$')), name='link_has_secret', violation_error_code='unknown', violation_error_message='This value is not known.'), models.CheckConstraint(condition=models.Q(models.Q(('revoked_at__isnull', False), ('status', 'revoked')), models.Q(('revoked_at', None), ('status', 'open')), _connector='OR'), name='link_revoked_has_time', violation_error_code='pair', violation_error_message='A link that was taken back has a time, another has none.')],
            },
        ),
        migrations.RunSQL(FORWARD, BACK),
        migrations.RunSQL(REVOKE, GRANT),
    ]
