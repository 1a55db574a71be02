"""Workers in processes of their own, on the test's database."""

import os
import subprocess
import sys

from django.conf import settings
from django.db import connection

from pipcases import local

WORKER = """
import django
django.setup()
from records.making import make_next
make_next()
"""


def elsewhere(code: str, **environment: str) -> subprocess.Popen[bytes]:
    """A process of its own, on the test's database."""
    url = os.environ.get("DATABASE_URL") or local.database_url(settings.VAR, name=connection.settings_dict["NAME"])
    ours = {"DATABASE_URL": url, "SECRET_KEY": "x" * 50, "PLAIN_HTTP": "1", "REDIS_URL": settings.REDIS_URL}
    command = [sys.executable, "-c", code]
    env = {**os.environ, **ours, "DJANGO_SETTINGS_MODULE": "tests.settings", **environment}
    return subprocess.Popen(command, env=env, cwd=settings.BASE_DIR, stdout=subprocess.PIPE)
