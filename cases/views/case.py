"""One's own work, the list, the case page, its history, comments."""

import uuid

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases import actions, queries
from cases.actor import Actor
from cases.acts import ADD_COMMENT, OF_HR
from cases.errands import everything_for
from cases.files.serving import attachment
from cases.folding import folded
from cases.forms import CommentForm
from cases.holders import people_of
from cases.models import Comment
from cases.panels import panels_for
from cases.refusals import NotVisible
from cases.seat import Seat, seat_at
from cases.states import Part
from cases.topics import find_topic
from people.http import Request
from people.kept import submitted

LONGEST_NUMBER = 9  # digits of an event's number in an address


@require_GET
def home(request: Request) -> HttpResponse:
    """What is expected of me now, by when?"""
    work = queries.work_of(request.user)
    return render(request, "cases/home.html", {"work": work, "tasks": everything_for(request.user, work.mine)})


@require_GET
def case_list(request: Request) -> HttpResponse:
    """Every case one may see, newest first."""
    page = queries.page_of_cases(request.user, request.GET.get("after"))
    return render(request, "cases/list.html", {"page": page})


@require_GET
def case(request: Request, reference: str) -> HttpResponse:
    """Where the case stands, and its panels from all rooms; or only what a narrow part was asked about."""
    seat = seat_at(request, reference, narrow=True)
    actions.record_reading(seat, by=Actor.of(request))
    context = {"seat": seat, "case": seat.case, "panels": panels_for(seat)}
    if seat.is_narrow:
        return render(request, "cases/narrow.html", context)
    return render(request, "cases/case.html", context | people_of(seat))


@require_GET
def history(request: Request, reference: str) -> HttpResponse:
    """The case's history in words, newest first."""
    seat = seat_at(request, reference)
    actions.record_reading(seat, by=Actor.of(request))
    lines, before = queries.history(seat, _number(request.GET.get("before")))
    context = {"seat": seat, "case": seat.case, "entries": folded(lines), "before": before}
    return render(request, "cases/history.html", context | {"sees_less": seat.reads_as.isdisjoint(OF_HR)})


@require_GET
def file(request: Request, reference: str, file_id: uuid.UUID) -> HttpResponse:
    """One file of the case, to be saved."""
    seat = seat_at(request, reference)
    found = queries.readable_file(seat, file_id)
    actions.record_reading(seat, by=Actor.of(request))
    return attachment(found)


@require_http_methods(["GET", "POST"])
def add_comment(request: Request, reference: str, topic: str, topic_id: uuid.UUID | None = None) -> HttpResponse:
    """Say something about one thing in the case, or answer what was said."""
    seat = seat_at(request, reference)
    question = _question(seat, request.GET.get("answers"))
    field = question.field if question else request.GET.get("field", "")
    about = find_topic(seat, topic, topic_id, field)
    seat.check(ADD_COMMENT, seat.case)
    form = CommentForm(submitted(request), initial={"among_hr": not _sees(seat, Part.SUBJECT)})
    if request.method == "POST" and form.is_valid():
        words = {**form.cleaned_data, "field": field, "answers": question}
        actions.add_comment(seat.case, by=Actor.of(request), topic=topic, topic_id=topic_id, **words)
        messages.success(request, _("Your comment is in the case."))
        return redirect(about.url)
    offered = question is None and not seat.is_any_of(Part.SUBJECT)
    context = {
        "seat": seat, "case": seat.case, "form": form, "about": about, "question": question,
        "among_hr_offered": offered,
    }  # fmt: skip
    return render(request, "cases/comment.html", context, status=422 if form.errors else 200)


def _sees(seat: Seat, part: Part) -> bool:
    return any(row.part == part and row.sees for row in seat.parties)


def _question(seat: Seat, answers: str | None) -> Comment | None:
    if not answers:
        return None
    visible: QuerySet[Comment] = queries.comments(seat)
    try:
        return visible.get(pk=uuid.UUID(answers))
    except (ValueError, Comment.DoesNotExist) as error:
        raise NotVisible from error


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else None
