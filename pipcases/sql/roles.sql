-- Two roles: the owner changes tables, the app only uses them.
--
-- Run in the database itself, or in template1 so that databases made later inherit it.
-- Running it again changes nothing. Roles are made only by someone who may make roles; the owner
-- may run the rest. Passwords are set elsewhere: this file holds no secret.

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'pipcases_owner') THEN
        CREATE ROLE pipcases_owner LOGIN;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'pipcases_app') THEN
        CREATE ROLE pipcases_app LOGIN;
    END IF;
    -- PUBLIC could make temporary tables, which a search path may put before the real ones.
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO pipcases_app', current_database());
END
$$;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT ALL ON SCHEMA public TO pipcases_owner;
GRANT USAGE ON SCHEMA public TO pipcases_app;

-- The rights on tables are in the first migration. Functions run for whoever is named, also those
-- that act with the owner's rights; a default within a schema could not take this away.
ALTER DEFAULT PRIVILEGES FOR ROLE pipcases_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
