# syntax=docker/dockerfile:1
# One image for web, worker and beat; docker-compose.yml says which it is.

FROM python:3.13-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
RUN python -m venv /venv
COPY requirements/base.txt requirements/dev.txt requirements/
RUN /venv/bin/pip install --quiet --require-hashes -r requirements/base.txt
# Babel compiles the translations and stays behind in this stage; its version and hash are those of dev.txt.
RUN sed -n '/^babel==/,/^[a-z].*==/p' requirements/dev.txt | sed '$d' > /tmp/babel.txt \
    && python -m venv /babel && /babel/bin/pip install --quiet --require-hashes --no-deps -r /tmp/babel.txt
COPY . .
RUN for po in locale/*/LC_MESSAGES/*.po; do \
        [ ! -e "$po" ] || /babel/bin/pybabel --quiet compile -i "$po" -o "${po%.po}.mo"; done
# Collecting needs settings, not a database: no value below reaches the image's environment.
RUN DATABASE_URL=postgresql://build@localhost/build SECRET_KEY=used-for-this-line-only PIPCASES_VAR=/app/var \
    REDIS_URL=redis://localhost /venv/bin/python manage.py collectstatic --no-input --verbosity 0 \
    && /venv/bin/python -m compileall -q -j 0 /app

FROM python:3.13-slim
RUN apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --no-create-home pipcases \
    && install -d -o pipcases -m 0700 /data /evidence
COPY --from=build /venv /venv
COPY --from=build /app /app
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIPCASES_VAR=/data EVIDENCE_ROOT=/evidence \
    STATIC_ROOT=/app/var/static
WORKDIR /app
USER pipcases
EXPOSE 8000
# Threads times processes stay below the pool (DATABASE_POOL) and PostgreSQL's connections.
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", \
     "--blocking-threads", "2", "--respawn-failed-workers", "pipcases.wsgi:application"]
