"""The event chain: one head row per case, the only lock; events that only `append_event()` writes.

`append_event()` belongs to the role that runs migrations and runs with its rights (SECURITY DEFINER); the app's role
may call it and read both tables, nothing else. Triggers refuse changes by anybody, the owner too.
"""

from django.conf import settings
from django.db import migrations

from cases.evidence import append_only

ROLE = settings.APP_ROLE

TABLES = f"""
CREATE TABLE case_chain (
    case_id uuid PRIMARY KEY REFERENCES cases_casefile (id),
    seq bigint NOT NULL,
    head bytea NOT NULL CHECK (length(head) = 32)
);
CREATE TABLE case_event (
    case_id uuid NOT NULL REFERENCES cases_casefile (id),
    seq bigint NOT NULL CHECK (seq > 0),
    prev bytea NOT NULL CHECK (length(prev) = 32),
    hash bytea NOT NULL CHECK (length(hash) = 32),
    body bytea NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (case_id, seq),
    UNIQUE (case_id, prev)
);
REVOKE ALL ON case_chain, case_event FROM {ROLE};
GRANT SELECT ON case_chain, case_event TO {ROLE};
"""

GUARDS = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is written once: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE FUNCTION only_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.case_id = OLD.case_id AND NEW.seq = OLD.seq + 1 AND EXISTS (
        SELECT FROM public.case_event e
        WHERE e.case_id = NEW.case_id AND e.seq = NEW.seq AND e.prev = OLD.head AND e.hash = NEW.head
    ) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the head of a chain moves forward with its events only' USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER case_chain_forward BEFORE UPDATE ON case_chain FOR EACH ROW EXECUTE FUNCTION only_forward();
CREATE TRIGGER case_chain_stays BEFORE DELETE ON case_chain FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER case_chain_stays_whole BEFORE TRUNCATE ON case_chain FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER case_event_stays BEFORE UPDATE OR DELETE ON case_event FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER case_event_stays_whole BEFORE TRUNCATE ON case_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""

APPEND = f"""
CREATE FUNCTION append_event(p_case uuid, p_body bytea, OUT seq bigint, OUT hash bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    last record;
BEGIN
    INSERT INTO public.case_chain (case_id, seq, head)
    VALUES (p_case, 0, sha256('\\x00'::bytea || uuid_send(p_case)))
    ON CONFLICT (case_id) DO NOTHING;
    SELECT c.seq, c.head INTO STRICT last FROM public.case_chain c WHERE c.case_id = p_case FOR UPDATE;
    seq := last.seq + 1;
    hash := sha256('\\x01'::bytea || last.head || uuid_send(p_case) || int8send(seq) || sha256(p_body));
    INSERT INTO public.case_event (case_id, seq, prev, hash, body, at)
    VALUES (p_case, seq, last.head, hash, p_body, (convert_from(p_body, 'UTF8')::jsonb ->> 'at')::timestamptz);
    UPDATE public.case_chain c SET seq = append_event.seq, head = append_event.hash WHERE c.case_id = p_case;
END $$;
REVOKE EXECUTE ON FUNCTION append_event(uuid, bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION append_event(uuid, bytea) TO {ROLE};
"""

DROP = """
DROP FUNCTION append_event(uuid, bytea);
DROP TABLE case_event;
DROP TABLE case_chain;
DROP FUNCTION only_forward();
DROP FUNCTION refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_initial"), ("people", "0002_reports_of")]
    operations = [
        migrations.RunSQL(TABLES + GUARDS + APPEND, DROP),
        append_only("cases_eventtext"),
        append_only("cases_comment"),
        append_only("cases_reading"),
    ]
