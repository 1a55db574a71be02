"""The floor: session, user, and 25 indexed rows in a table of 25 rows; three queries."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from people.models import User

ROWS = 25


def bare(request: HttpRequest) -> HttpResponse:
    return render(request, "bench/bare.html", {"rows": User.objects.order_by("email")[:ROWS], "user": request.user})
