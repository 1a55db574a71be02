"""Versions issued before their issue had a row: from the events. Seven days is the shortest window of the rules."""

from django.db import migrations

from cases.evidence import append_only

FROM_EVENTS = """
INSERT INTO plans_issuance (id, plan_id, version_id, by_id, at, answer_by)
SELECT gen_random_uuid(), p.id, v.id, (b.body -> 'by' ->> 'user')::bigint, e.at,
    (e.at AT TIME ZONE f.time_zone)::date + 7
FROM case_event e
CROSS JOIN LATERAL (SELECT convert_from(e.body, 'UTF8')::jsonb AS body OFFSET 0) b
JOIN cases_casefile f ON f.id = e.case_id
JOIN plans_plan p ON p.id = (b.body -> 'subject' ->> 'id')::uuid
JOIN plans_planversion v ON v.plan_id = p.id AND v.number = (b.body -> 'facts' ->> 'version')::integer
WHERE e.body LIKE '{"act":"plans.issue_plan",%'::bytea;
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [("plans", "0010_issuance"), ("cases", "0003_chain")]
    operations = [
        migrations.RunSQL(FROM_EVENTS, migrations.RunSQL.noop),
        append_only("plans_issuance"),
    ]
