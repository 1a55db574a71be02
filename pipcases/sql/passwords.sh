#!/bin/sh
# Run once by the database container, after roles.sql: the roles' passwords, and who owns the database.
set -eu
psql --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
    --set owner="$OWNER_PASSWORD" --set app="$APP_PASSWORD" --set name="$POSTGRES_DB" <<'SQL'
ALTER ROLE pipcases_owner PASSWORD :'owner';
ALTER ROLE pipcases_app PASSWORD :'app';
ALTER DATABASE :"name" OWNER TO pipcases_owner;
SQL
