"""Form fields that this project uses again and again."""

from typing import Any

from django import forms
from django.db import models

from .models.plan import LONG, SENSIBLE_DAY

DAY = {"type": "date", "min": "2000-01-01", "max": "2100-12-31"}


def with_native_inputs(field: models.Field[Any, Any], **options: Any) -> forms.Field | None:
    """The browser's own date picker and number keyboard; text areas that are not towering."""
    if isinstance(field, models.DateField):
        options |= {"widget": forms.DateInput(format="%Y-%m-%d", attrs=DAY), "validators": SENSIBLE_DAY}
    elif isinstance(field, models.DecimalField | models.IntegerField):
        options["widget"] = forms.NumberInput(attrs={"step": "any"})
    elif isinstance(field, models.TextField):
        options["widget"] = forms.Textarea(attrs={"rows": 3, "cols": False})
    return field.formfield(**options)


def native_day(label: Any, **options: Any) -> forms.DateField:
    """A calendar day between the years 2000 and 2100."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs=DAY)
    return forms.DateField(label=label, widget=widget, validators=SENSIBLE_DAY, **options)


def long_text(label: Any, *, most: int = LONG, rows: int = 3, **options: Any) -> forms.CharField:
    """People's own words, in an area that grows. `most` in characters."""
    return forms.CharField(
        label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows, "cols": False}), **options
    )
