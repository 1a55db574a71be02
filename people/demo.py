"""The demo's sign-ins, by role."""

from django.utils.translation import gettext_lazy as _

DOMAIN = "demo.pipcases.example"
PASSWORD = "demo-pipcases"  # noqa: S105 - printed on the demo's own sign-in page

DEMO_ACCOUNTS = {
    f"employee@{DOMAIN}": _("Employee"),
    f"manager@{DOMAIN}": _("Line manager"),
    f"hr@{DOMAIN}": _("HR partner"),
    f"lead@{DOMAIN}": _("HR lead"),
    f"auditor@{DOMAIN}": _("Auditor"),
    f"outsider@{DOMAIN}": _("Somebody with no part in any case"),
}
DEMO_EMAILS = frozenset(DEMO_ACCOUNTS)
