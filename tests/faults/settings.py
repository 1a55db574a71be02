"""The project's own settings for a server process of the tests, from its environment (`tests.faults.web`).

As in production: another database than the local one, pooled connections, the app's role. Only what a test run has not
got is left out: collected static files, slow password hashes, TLS.
"""

from pipcases.settings import *  # noqa: F403
from pipcases.settings import STORAGES

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # nothing to collect
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # as the test run has them
