from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    name = "records"
    verbose_name = _("Records")

    def ready(self) -> None:
        """Let the sweep know what to look for."""
        from . import making  # noqa: F401 - registers its rule; needs the models
