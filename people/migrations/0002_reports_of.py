"""Everyone below a person in the reporting line. UNION, not UNION ALL: a cycle ends instead of running for ever."""

from django.conf import settings
from django.db import migrations

CREATE = f"""
CREATE FUNCTION people_reports_of(person bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = public, pg_temp AS $$
    WITH RECURSIVE below AS (
        SELECT id FROM people_user WHERE manager_id = person
        UNION
        SELECT u.id FROM people_user u JOIN below ON u.manager_id = below.id
    )
    SELECT id FROM below
$$;
GRANT EXECUTE ON FUNCTION people_reports_of(bigint) TO {settings.APP_ROLE};
"""
DROP = "DROP FUNCTION people_reports_of(bigint);"


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, DROP)]
