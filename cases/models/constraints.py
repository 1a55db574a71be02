"""Constraints that several tables share."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


def known(field: str, choices: type[models.TextChoices], name: str, *, blank: bool = False) -> models.CheckConstraint:
    """The database knows the statuses too; `blank` where none may be recorded."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": [*choices.values, ""] if blank else choices.values}),
        name=name,
        violation_error_code="unknown",
        violation_error_message=_("This value is not known."),
    )
