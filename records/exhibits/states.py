"""Why the pages of an exhibit are not shown."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Hindrance(models.TextChoices):
    """In words for whoever holds the slip sheet in their hands."""

    GONE = "gone", _("This file is gone, or was changed since it was handed in. It is not in the bundle either.")
    KIND = (
        "kind",
        _("Files of this kind are not printed here: another program might show them otherwise than their author saw "
          "them. The file itself is in the bundle, unchanged."),
    )  # fmt: skip
    ENCRYPTED = "encrypted", _("This file is encrypted and cannot be shown. It is in the bundle, unchanged.")
    UNREADABLE = "unreadable", _("This file is damaged and cannot be shown. It is in the bundle, unchanged.")
    TOO_LARGE = "too_large", _("This file is too large to be shown here. It is in the bundle, unchanged.")
    TOO_MANY = (
        "too_many",
        _("The exhibits before it fill as many pages as are printed. The file itself is in the bundle, unchanged."),
    )
