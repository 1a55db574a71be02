"""The appeal, written in steps that go forward only, by a hearer who took no part in what they hear; and an outcome that
comes of one is never worse than the first.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from cases.evidence import append_only, not_before

FORWARD = """
CREATE FUNCTION appeal_goes_forward() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    naming CONSTANT text[] := ARRAY['hearer_id', 'named_by_id', 'named_at'];
    arranging CONSTANT text[] := ARRAY['meets_on', 'meets_at', 'place', 'arranged_by_id', 'arranged_at'];
    deciding CONSTANT text[] := ARRAY['decision', 'reasons', 'digest', 'decided_at'];
    ending CONSTANT text[] := ARRAY['withdrawal', 'withdrawn_at'];
    stays CONSTANT text[] := naming || arranging || deciding || ending || 'status'::text;
    was CONSTANT jsonb := to_jsonb(OLD);
    becomes CONSTANT jsonb := to_jsonb(NEW);
    steps CONSTANT text := CASE NEW.status WHEN 'named' THEN 'filed named arranged heard'
        WHEN 'arranged' THEN 'named arranged heard' WHEN 'heard' THEN 'arranged' WHEN 'decided' THEN 'heard'
        WHEN 'withdrawn' THEN 'filed named arranged heard' ELSE '' END;
    may_change CONSTANT text[] := 'status'::text || CASE NEW.status WHEN 'named' THEN naming || arranging
        WHEN 'arranged' THEN arranging WHEN 'decided' THEN deciding WHEN 'withdrawn' THEN ending
        ELSE ARRAY[]::text[] END;
BEGIN
    IF becomes - stays <> was - stays THEN
        RAISE EXCEPTION 'what an appeal says is written once: % is refused', TG_OP
            USING ERRCODE = 'integrity_constraint_violation';
    ELSIF becomes <> was AND (becomes - may_change <> was - may_change
            OR NOT OLD.status = ANY (string_to_array(steps, ' '))) THEN
        RAISE EXCEPTION 'each step of an appeal is written once: % is refused', TG_OP
            USING ERRCODE = 'integrity_constraint_violation';
    ELSIF NEW.status = 'heard' AND OLD.status = 'arranged' AND NOT EXISTS (
            SELECT FROM reviews_hearing h
            WHERE h.appeal_id = NEW.id AND h.by_id = NEW.hearer_id AND h.at >= NEW.arranged_at) THEN
        RAISE EXCEPTION 'an appeal is heard once its hearing is recorded'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'appeal_heard', TABLE = 'reviews_appeal';
    ELSIF NEW.status = 'decided' AND OLD.status = 'heard' AND NOT coalesce((
            SELECT CASE NEW.decision WHEN 'varied' THEN o.result IN ('met', 'partially_met', 'not_met')
                WHEN 'overturned' THEN o.result IN ('met', 'cancelled') ELSE false END
            FROM reviews_outcome o WHERE o.varies_id = NEW.outcome_id), NEW.decision = 'upheld') THEN
        RAISE EXCEPTION 'the outcome is not what this decision leads to'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'appeal_leads_to', TABLE = 'reviews_appeal';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER reviews_appeal_forward AFTER UPDATE ON reviews_appeal
    FOR EACH ROW EXECUTE FUNCTION appeal_goes_forward();
CREATE TRIGGER reviews_appeal_stays BEFORE DELETE ON reviews_appeal
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER reviews_appeal_stays_whole BEFORE TRUNCATE ON reviews_appeal
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
NO_WAY_BACK = """
DROP TRIGGER reviews_appeal_forward ON reviews_appeal;
DROP TRIGGER reviews_appeal_stays ON reviews_appeal;
DROP TRIGGER reviews_appeal_stays_whole ON reviews_appeal;
DROP FUNCTION appeal_goes_forward();
"""

# Whatever the tables know; the action knows the history too (`reviews.hearers`).
APART = """
CREATE FUNCTION hearer_took_no_part() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    concerned CONSTANT uuid := (SELECT case_id FROM plans_plan WHERE id = NEW.plan_id);
    employee CONSTANT bigint := (SELECT subject_id FROM cases_casefile WHERE id = concerned);
BEGIN
    IF NEW.hearer_id IS NULL OR (TG_OP = 'UPDATE' AND NEW.named_at IS NOT DISTINCT FROM OLD.named_at
            AND NEW.hearer_id IS NOT DISTINCT FROM OLD.hearer_id) THEN
        RETURN NEW;
    END IF;
    IF NEW.hearer_id = employee
        OR EXISTS (SELECT FROM people_user u WHERE u.id = NEW.hearer_id AND NOT u.is_active)
        OR EXISTS (SELECT FROM cases_casepart p
            WHERE p.case_id = concerned AND (p.user_id = NEW.hearer_id OR p.deputy_for_id = NEW.hearer_id)
              AND NOT (p.part = 'hearer' AND p.since = NEW.named_at))
        OR EXISTS (SELECT FROM reviews_outcome o
            WHERE o.plan_id = NEW.plan_id AND NEW.hearer_id IN (o.proposed_by_id, o.decided_by_id))
        OR EXISTS (SELECT FROM reviews_signoff s
            WHERE s.plan_id = NEW.plan_id AND NEW.hearer_id IN (s.user_id, s.deputy_for_id))
        OR NEW.hearer_id IN (SELECT people_reports_of(employee))
        OR employee IN (SELECT people_reports_of(NEW.hearer_id))
    THEN
        RAISE EXCEPTION 'the hearer of an appeal took part in the case, or stands too near to it'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'hearer_took_no_part', TABLE = 'reviews_appeal';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER hearer_took_no_part BEFORE INSERT OR UPDATE ON reviews_appeal
    FOR EACH ROW EXECUTE FUNCTION hearer_took_no_part();
"""
NOT_APART = "DROP TRIGGER hearer_took_no_part ON reviews_appeal; DROP FUNCTION hearer_took_no_part();"

# From the worst to the best; what is cancelled is held against nobody.
NEVER_WORSE = """
CREATE FUNCTION rank_of_result(result text) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
    SELECT array_position(ARRAY['not_met', 'partially_met', 'met', 'cancelled'], result)
$$;
CREATE FUNCTION outcome_of_an_appeal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.varies_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM reviews_outcome o JOIN reviews_appeal a ON a.outcome_id = o.id
        WHERE o.id = NEW.varies_id AND o.plan_id = NEW.plan_id AND a.status = 'heard'
          AND a.hearer_id = NEW.proposed_by_id AND rank_of_result(NEW.result) >= rank_of_result(o.result)
    ) THEN
        RAISE EXCEPTION 'another outcome comes of an appeal that was heard, and is never worse'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'outcome_of_an_appeal', TABLE = 'reviews_outcome';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER outcome_of_an_appeal BEFORE INSERT ON reviews_outcome
    FOR EACH ROW EXECUTE FUNCTION outcome_of_an_appeal();
CREATE FUNCTION item_never_worse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM reviews_outcome o JOIN reviews_itemresult r ON r.outcome_id = o.varies_id
        WHERE o.id = NEW.outcome_id AND r.item_id = NEW.item_id
          AND rank_of_result(NEW.result) < rank_of_result(r.result)
    ) THEN
        RAISE EXCEPTION 'an appeal never makes the result of an item worse'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'item_never_worse', TABLE = 'reviews_itemresult';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER item_never_worse BEFORE INSERT ON reviews_itemresult
    FOR EACH ROW EXECUTE FUNCTION item_never_worse();
"""
MAYBE_WORSE = """
DROP TRIGGER item_never_worse ON reviews_itemresult;
DROP TRIGGER outcome_of_an_appeal ON reviews_outcome;
DROP FUNCTION item_never_worse();
DROP FUNCTION outcome_of_an_appeal();
DROP FUNCTION rank_of_result(text);
"""
RANKS = f"GRANT EXECUTE ON FUNCTION rank_of_result(text) TO {settings.APP_ROLE}"
REVOKE = f"REVOKE DELETE ON reviews_appeal FROM {settings.APP_ROLE}"
GRANT = f"GRANT DELETE ON reviews_appeal TO {settings.APP_ROLE}"
DECIDED = "SELECT o.decided_at FROM reviews_outcome o WHERE o.id = NEW.outcome_id"
ARRANGED = "SELECT a.arranged_at FROM reviews_appeal a WHERE a.id = NEW.appeal_id"
RECORDED = "SELECT h.at FROM reviews_hearing h WHERE h.id = NEW.hearing_id"
HEARD = "SELECT max(h.at) FROM reviews_hearing h WHERE h.appeal_id = NEW.id"
ON_ITS_DAY = """
SELECT h.held_on::timestamp AT TIME ZONE f.time_zone
FROM (SELECT NEW.held_on, NEW.appeal_id) h
JOIN reviews_appeal a ON a.id = h.appeal_id
JOIN plans_plan l ON l.id = a.plan_id
JOIN cases_casefile f ON f.id = l.case_id
"""


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0025_ending'),
        ('reviews', '0016_ending'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Appeal',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField(editable=False)),
                ('status', models.CharField(choices=[('filed', 'Filed'), ('named', 'Hearer named'), ('arranged', 'Hearing arranged'), ('heard', 'Heard'), ('decided', 'Decided'), ('withdrawn', 'Withdrawn')], default='filed', editable=False, max_length=10)),
                ('grounds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('facts', 'The facts are wrong'), ('procedure', 'The procedure was not followed'), ('help', 'Help that was promised did not come'), ('unfair', 'I was treated unfairly'), ('evidence', 'There is new evidence')], max_length=10), verbose_name='grounds')),
                ('words', models.TextField(max_length=10000, verbose_name='why you appeal')),
                ('files', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), blank=True, default=list, editable=False)),
                ('filed_at', models.DateTimeField(editable=False)),
                ('named_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('meets_on', models.DateField(blank=True, null=True, verbose_name='day of the hearing')),
                ('meets_at', models.TimeField(blank=True, null=True, verbose_name='time of the hearing')),
                ('place', models.CharField(blank=True, max_length=300, verbose_name='place of the hearing')),
                ('arranged_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('decision', models.CharField(blank=True, choices=[('upheld', 'Upheld: the outcome stands'), ('varied', 'Varied: another outcome takes its place'), ('overturned', 'Overturned: the outcome falls')], max_length=10, verbose_name='decision')),
                ('reasons', models.TextField(blank=True, max_length=10000, verbose_name='reasons')),
                ('digest', models.CharField(blank=True, editable=False, max_length=64)),
                ('decided_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('withdrawal', models.TextField(blank=True, max_length=10000, verbose_name='why it was withdrawn')),
                ('withdrawn_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('arranged_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('filed_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('hearer', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('named_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('outcome', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='appeal', to='reviews.outcome')),
                ('plan', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='appeals', to='plans.plan')),
            ],
            options={
                'verbose_name': 'appeal',
                'verbose_name_plural': 'appeals',
                'ordering': ('number',),
            },
        ),
        migrations.CreateModel(
            name='Hearing',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField(editable=False)),
                ('held_on', models.DateField(verbose_name='day of the hearing')),
                ('came', models.BooleanField(verbose_name='the employee was there')),
                ('attended', models.TextField(max_length=10000, verbose_name='who was there')),
                ('companion', models.CharField(blank=True, max_length=300, verbose_name='who accompanied the employee')),
                ('employee_said', models.TextField(blank=True, max_length=10000, verbose_name='what the employee said')),
                ('company_said', models.TextField(blank=True, max_length=10000, verbose_name="what the company's side said")),
                ('at', models.DateTimeField(editable=False)),
                ('appeal', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='hearings', to='reviews.appeal')),
                ('by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'hearing of an appeal',
                'verbose_name_plural': 'hearings of appeals',
                'ordering': ('number',),
            },
        ),
        migrations.CreateModel(
            name='HearingStatement',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('words', models.TextField(max_length=10000, verbose_name='your statement')),
                ('at', models.DateTimeField(editable=False)),
                ('by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('hearing', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='statement', to='reviews.hearing')),
            ],
            options={
                'verbose_name': "employee's statement on a hearing",
                'verbose_name_plural': "employees' statements on hearings",
            },
        ),
        migrations.AddIndex(
            model_name='appeal',
            index=models.Index(condition=models.Q(('status', 'filed')), fields=['filed_at'], name='appeal_filed'),
        ),
        migrations.AddIndex(
            model_name='appeal',
            index=models.Index(condition=models.Q(('status', 'named')), fields=['named_at'], name='appeal_named'),
        ),
        migrations.AddIndex(
            model_name='appeal',
            index=models.Index(condition=models.Q(('status', 'arranged')), fields=['meets_on'], name='appeal_arranged'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['filed', 'named', 'arranged', 'heard', 'decided', 'withdrawn'])), name='appeal_status_known', violation_error_code='unknown', violation_error_message='This value is not known.'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(('decision__in', ['upheld', 'varied', 'overturned', ''])), name='appeal_decision_known', violation_error_code='unknown', violation_error_message='This value is not known.'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.UniqueConstraint(fields=('plan', 'number'), name='appeal_number_once'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ('filed', 'named', 'arranged', 'heard'))), fields=('plan',), name='one_open_appeal'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(('grounds__contained_by', ['facts', 'procedure', 'help', 'unfair', 'evidence']), ('grounds__len__gt', 0), models.Q(('words', ''), _negated=True)), name='appeal_says_why', violation_error_code='grounds', violation_error_message='Say what your appeal rests on, and why.'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'filed'), ('hearer', None), ('named_at', None), ('named_by', None)), models.Q(('status__in', ('named', 'arranged', 'heard', 'decided')), ('hearer__isnull', False), ('named_at__gte', models.F('filed_at')), ('named_by__isnull', False)), models.Q(('status', 'withdrawn'), models.Q(models.Q(('hearer__isnull', False), ('named_at__gte', models.F('filed_at')), ('named_by__isnull', False)), models.Q(('hearer', None), ('named_at', None), ('named_by', None)), _connector='OR')), _connector='OR'), name='appeal_hearer_in_its_turn', violation_error_code='pair', violation_error_message='A hearer is named by somebody, at a time after the appeal.'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ('filed', 'named')), ('arranged_at', None), ('arranged_by', None), ('meets_at', None), ('meets_on', None), ('place', '')), models.Q(('status__in', ('arranged', 'heard', 'decided')), ('arranged_at__gte', models.F('named_at')), ('arranged_by__isnull', False), ('meets_at__isnull', False), ('meets_on__isnull', False), models.Q(('place', ''), _negated=True)), models.Q(('status', 'withdrawn'), models.Q(models.Q(('arranged_at__gte', models.F('named_at')), ('arranged_by__isnull', False), ('meets_at__isnull', False), ('meets_on__isnull', False), models.Q(('place', ''), _negated=True)), models.Q(('arranged_at', None), ('arranged_by', None), ('meets_at', None), ('meets_on', None), ('place', '')), _connector='OR')), _connector='OR'), name='appeal_hearing_in_its_turn', violation_error_code='pair', violation_error_message='A hearing is arranged by the hearer: its day, time and place.'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'decided'), ('decided_at__gte', models.F('arranged_at')), models.Q(('decision', ''), _negated=True), models.Q(('reasons', ''), _negated=True), models.Q(('digest', ''), _negated=True)), models.Q(models.Q(('status', 'decided'), _negated=True), ('decided_at', None), ('decision', ''), ('digest', ''), ('reasons', '')), _connector='OR'), name='appeal_decided_whole', violation_error_code='pair', violation_error_message='A decision on an appeal follows the hearing, and has reasons.'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'withdrawn'), ('withdrawn_at__gte', models.F('filed_at')), ('decided_at', None), ('decision', ''), ('digest', ''), ('reasons', '')), models.Q(models.Q(('status', 'withdrawn'), _negated=True), ('withdrawal', ''), ('withdrawn_at', None)), _connector='OR'), name='appeal_withdrawn_whole', violation_error_code='pair', violation_error_message='An appeal is withdrawn after it was filed, before a decision.'),
        ),
        migrations.AddIndex(
            model_name='hearing',
            index=models.Index(fields=['at'], name='hearing_by_moment'),
        ),
        migrations.AddConstraint(
            model_name='hearing',
            constraint=models.UniqueConstraint(fields=('appeal', 'number'), name='hearing_number_once'),
        ),
        migrations.AddConstraint(
            model_name='hearing',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('attended', ''), _negated=True), models.Q(models.Q(('came', False), ('companion', '')), models.Q(('came', True), models.Q(('employee_said', ''), _negated=True)), _connector='OR')), name='hearing_says_what', violation_error_code='came', violation_error_message='Write what the employee said; or that they were not there.'),
        ),
        migrations.RunSQL(FORWARD, NO_WAY_BACK),
        migrations.RunSQL(REVOKE, GRANT),
        migrations.RunSQL(APART, NOT_APART),
        migrations.RunSQL(NEVER_WORSE, MAYBE_WORSE),
        migrations.RunSQL(RANKS, migrations.RunSQL.noop),
        append_only('reviews_hearing'),
        append_only('reviews_hearingstatement'),
        not_before('reviews_appeal', 'appeal_after_decision', moment='NEW.filed_at', earliest=DECIDED),
        not_before('reviews_appeal', 'appeal_decided_after_hearing', moment='NEW.decided_at', earliest=HEARD),
        not_before('reviews_hearing', 'hearing_after_arrangement', moment='NEW.at', earliest=ARRANGED),
        not_before('reviews_hearing', 'hearing_recorded_after_its_day', moment='NEW.at', earliest=ON_ITS_DAY),
        not_before('reviews_hearingstatement', 'statement_after_hearing', moment='NEW.at', earliest=RECORDED),
    ]
