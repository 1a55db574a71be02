"""Settings, addresses, Celery and the supervisor: what holds the rooms together."""

from .celery import app as celery_app

__all__ = ["celery_app"]
