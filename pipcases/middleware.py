"""What no page should ever have to think about: bytes that PostgreSQL, a header or a codec would choke on."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.utils.translation import activate, get_language_from_request

Handler = Callable[[HttpRequest], HttpResponse]
CHARSETS = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})


def refuse_nul_bytes(get_response: Handler) -> Handler:
    """Answer 400 to a NUL anywhere in a request, and to a charset we do not speak, before anything reads it.

    A body that is too large or has too many fields raises here, once, and Django turns that into the same page.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if _malformed(request):
            activate(get_language_from_request(request))  # LocaleMiddleware has not run yet
            raise BadRequest("A NUL byte or an unknown charset")
        return get_response(request)

    return middleware


def _malformed(request: HttpRequest) -> bool:
    if (request.content_params or {}).get("charset", "utf-8").lower() not in CHARSETS:
        return True
    if _nul_in_head(request):
        return True
    try:
        return _nul_in_body(request)
    except UnreadablePostError:  # the browser went away while it was sending
        return True


def _nul_in_head(request: HttpRequest) -> bool:
    """Path and headers as decoded by the server, the query as sent, cookies as unquoted (octal 000 is a NUL)."""
    if any("\0" in value for value in request.META.values() if isinstance(value, str)):
        return True
    if "%00" in request.META.get("QUERY_STRING", "") or "\0" in request.path_info:
        return True
    return any("\0" in value for value in request.COOKIES.values())


def _nul_in_body(request: HttpRequest) -> bool:
    content_type = request.content_type or ""
    if content_type == "application/json" or content_type.endswith("+json"):
        return b"\0" in request.body or b"\\u0000" in request.body
    if request.method == "POST":
        _ = (
            request.POST
        )  # one that is too large or cannot be read raises here; a NUL in a field is its form's to refuse
    return False
