"""Acts on the written record."""

from django.utils.translation import gettext_lazy as _

from cases.acts import EVERYONE, declare
from cases.states import Stage

REQUEST_COPY = declare(
    "records.request_copy",
    _("Get the written record"),
    on="cases.CaseFile",
    who=EVERYONE,
    when=set(Stage) - {Stage.OPENING},
)
