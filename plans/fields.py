"""Form fields that this project uses again and again."""

from typing import Any

from django import forms
from django.db import models


def with_native_inputs(field: models.Field[Any, Any], **options: Any) -> forms.Field | None:
    """The browser's own date picker and number keyboard; text areas that are not towering."""
    if isinstance(field, models.DateField):
        options["widget"] = forms.DateInput(
            format="%Y-%m-%d", attrs={"type": "date", "min": "2000-01-01", "max": "2100-12-31"}
        )
    elif isinstance(field, models.DecimalField):
        options["widget"] = forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"})
    elif isinstance(field, models.TextField):
        options["widget"] = forms.Textarea(attrs={"rows": 3})
    return field.formfield(**options)
