"""How pages speak of the library."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template

from plans.labels import VALUES
from plans.library.places import code_in_words
from plans.models import TemplateVersion

register = template.Library()


@register.filter
def code_label(value: str, of: str) -> str:
    """The label of a code: `of` is the field, or the list whose `kind` it is."""
    return code_in_words(of, value) if of in VALUES else code_in_words("kind", value, of)


@register.filter
def items_in(content: Mapping[str, Any]) -> Any:
    """The items of stored content; a template would take `content.items` for the dictionary's own method."""
    return content.get("items", [])


@register.filter
def begin_url(version: TemplateVersion) -> str:
    """Choosing this version, on the page that asks how to begin."""
    return f"?template={version.pk}"


@register.filter
def with_errors(forms: Iterable[Any]) -> list[Any]:
    return [form for form in forms if form.errors]


@register.filter
def words(text: str) -> list[str]:
    return text.split()
