"""The project's own settings, on servers of the test run's own.

Settings are loaded before any conftest, so what a run needs is put into the environment here: once
by the first process, from which the parallel workers inherit it. `tests.services` starts the
servers. DATABASE_URL and REDIS_URL are honoured where set; that PostgreSQL needs
`pipcases/sql/roles.sql` in its template1, an owner that may make databases (DATABASE_OWNER_URL)
and a superuser for emptying tables (DATABASE_SUPERUSER_URL).
"""

import atexit
import os
import shutil
import tempfile

if "PIPCASES_TEST_VAR" not in os.environ:
    os.environ["PIPCASES_TEST_VAR"] = tempfile.mkdtemp(prefix="pipcases-test-")
    atexit.register(shutil.rmtree, os.environ["PIPCASES_TEST_VAR"], ignore_errors=True)
os.environ["PIPCASES_VAR"] = os.environ["PIPCASES_TEST_VAR"]
os.environ["DATABASE_POOL"] = "0"  # a pool would keep the owner's connections after the role changes
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps an event loop in the thread of the test
os.environ.pop("DEMO", None)

from pipcases import local
from pipcases.settings import *  # noqa: F403
from pipcases.settings import REDIS_URL, VAR, env

WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
if not env.str("REDIS_URL", default=""):
    REDIS_URL = local.redis_url(VAR, WORKER)
    CELERY_BROKER_URL = local.broker_url(REDIS_URL)
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}

STORAGES = {
    "default": {
        "BACKEND": "cases.files.folder.SyncedFolder",
        "OPTIONS": {"location": VAR / f"files-{WORKER}"},
    },
    "evidence": {"BACKEND": "cases.files.folder.SyncedFolder", "OPTIONS": {"location": VAR / f"evidence-{WORKER}"}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CHECKPOINT_KEY, MAKES_KEYS = str(VAR / f"keys-{WORKER}" / "checkpoint.pem"), True
SEAL_IS_DEMONSTRATION = True  # also on a database of somebody else's
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # nothing here is worth guessing
