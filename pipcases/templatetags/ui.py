"""Small things pages draw the same way everywhere."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()
SPRITE = "vendor/tabler-icons/sprite.svg"


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """One icon of the sprite: silent for screen readers unless it carries a label of its own."""
    href, classes = f"{static(SPRITE)}#{name}", " ".join(filter(None, ["icon", css]))
    if label:
        return format_html('<svg class="{}" role="img" aria-label="{}"><use href="{}"/></svg>', classes, label, href)
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"/></svg>', classes, href)


@register.filter
def initials(name: str) -> str:
    """Two letters for the round badge: first and last word's, or the last two characters of a Chinese name."""
    words = str(name).split()
    if not words:
        return "?"
    if len(words) > 1:
        return (words[0][0] + words[-1][0]).upper()
    return words[0][-2:] if not words[0].isascii() else words[0][0].upper()
