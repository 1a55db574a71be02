from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    name = "plans"
    verbose_name = _("Plans")

    def ready(self) -> None:
        """Read every ruleset, so that a faulty one keeps the application from starting."""
        from . import rulesets  # enums with translated labels, which Django must be ready for

        rulesets.check()
