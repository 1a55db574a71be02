from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "cases"
    verbose_name = _("Cases")

    def ready(self) -> None:
        """Load what every room registers, so that the policy is whole before the first request."""
        autodiscover_modules(
            "acts",
            "running",
            "summary",
            "panels",
            "topics",
            "reminders",
            "silence",
            "verify",
            "files",
            "errands",
            "doors",
            "signing",
            "leavers",
            "undelivered",
            "along",
            "inbox",
            "files.sweeping",
        )
