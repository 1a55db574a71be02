"""The two tokens that every form of ours carries, and whether a passkey can be used here."""

from django import template
from django.template.context import RequestContext

from people import passkeys
from people.kept import AUTHOR_FIELD, author_token

register = template.Library()


@register.inclusion_tag("parts/form_tokens.html", takes_context=True)
def form_tokens(context: RequestContext) -> dict[str, object]:
    """CSRF token, and the signed id of the reader, so that words of an ended session find their author."""
    return {
        "csrf_token": context.get("csrf_token"),
        "author_field": AUTHOR_FIELD,
        "author_token": author_token(context["request"].user.pk),
    }


@register.simple_tag(takes_context=True)
def passkeys_work_here(context: RequestContext) -> bool:
    """Whether the browser that asks for this page can use a key at this address."""
    return passkeys.work_at(context["request"])
