"""The project's own settings, on the connection of somebody who may do anything to the database."""

from pipcases import local
from pipcases.settings import *  # noqa: F403
from pipcases.settings import DATABASES, LOCAL, STORAGES, VAR, env

ATTACKS = LOCAL
DATABASES["default"] |= env.db_url_config(local.database_url(VAR, local.SUPERUSER))
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # nothing to collect
LOGGING = {  # what is found is told by the table
    "version": 1,
    "disable_existing_loggers": True,
    "handlers": {"none": {"class": "logging.NullHandler"}},
    "root": {"handlers": ["none"]},
}
