from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    name = "records"
    verbose_name = _("Records")

    def ready(self) -> None:
        """Let the sweep and the mails know what to look for."""
        from . import links, making, verifying_files  # noqa: F401 - they register rules; need the models
        from .heads import letters, verifying  # noqa: F401 - so do these
