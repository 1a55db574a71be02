"""Celery: a nudge that may be lost. The tables hold what is due (see `cases.tasks`)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pipcases.settings")

app = Celery("pipcases")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
