"""The project's own settings, with mail to our sink and a sweep every second in place of every minute."""

from pipcases.settings import *  # noqa: F403
from pipcases.settings import LOCAL, env

FAULTS = LOCAL
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {"host": "127.0.0.1", "port": env.int("FAULTS_PORT", default=1025), "timeout": 10},
    }
}
SWEEP_SECONDS = 1.0
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "cases.tasks.sweep", "schedule": SWEEP_SECONDS, "options": {"expires": 50}},
}
LOGGING = {"version": 1, "disable_existing_loggers": True}
