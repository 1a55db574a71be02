"""One place turns the three refusals into answers."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from people.kept import typed_in

from .refusals import WrongMoment

Handler = Callable[[HttpRequest], HttpResponse]


class Refusals:
    """409 with the reasons and the words that were sent; 404 and 403 are Django's own handlers."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, WrongMoment):
            return None
        match = request.resolver_match
        context = {
            "reasons": exception.reasons,
            "words": typed_in(request.POST),
            "reference": match.kwargs.get("reference") if match else None,
        }
        return render(request, "409.html", context, status=409)
