"""The project's own settings and one more page: the bare view that the others are compared with."""

from pipcases.settings import *  # noqa: F403
from pipcases.settings import LOCAL, STORAGES

BENCH = LOCAL
ROOT_URLCONF = "pipcases.bench.urls"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # nothing to collect
LOGGING = {"version": 1, "disable_existing_loggers": True}
