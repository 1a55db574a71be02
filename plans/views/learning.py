"""The library's learning resources: managers read them, HR keeps them."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.actor import Actor
from cases.files.serving import as_attachment
from cases.refusals import NotVisible
from people.http import Request
from people.kept import submitted
from plans.actions import library as actions
from plans.forms.library import LearningForm, SearchForm
from plans.library.keepers import check_keeps_the_library, keeps_the_library
from plans.library.queries import learning_for
from plans.models import LearningEntry, LearningFile

from .library import for_readers


@require_GET
@for_readers
def learning(request: Request) -> HttpResponse:
    """Everything there is to learn from."""
    form = SearchForm(request.GET)
    context = {
        "form": form, "keeper": keeps_the_library(request.user),
        "entries": learning_for(request.user, words=form.asked["words"]).order_by("-retired_at", "title", "pk"),
    }  # fmt: skip
    return render(request, "plans/library/learning.html", context)


@require_GET
@for_readers
def learning_file(request: Request, entry_id: uuid.UUID) -> HttpResponse:
    """The file of a resource, to be saved."""
    upload = LearningFile.objects.filter(entry=found(request, entry_id)).first()
    if upload is None:
        raise NotVisible
    return as_attachment(bytes(upload.content), upload.name, upload.checked.content_type)


@require_http_methods(["GET", "POST"])
def add_learning(request: Request) -> HttpResponse:
    """HR adds a resource."""
    check_keeps_the_library(request.user)
    form = LearningForm(submitted(request), request.FILES or None, initial={"language": request.user.language})
    if request.method == "POST" and form.is_valid():
        actions.add_learning_entry(by=Actor.of(request), **form.said)
        messages.success(request, _("It is in the library."))
        return redirect("plans:learning")
    return render(request, "plans/library/edit_learning.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def change_learning(request: Request, entry_id: uuid.UUID) -> HttpResponse:
    """HR changes a resource; plans that chose it before keep their copy."""
    check_keeps_the_library(request.user)
    entry = found(request, entry_id)
    form = LearningForm(submitted(request), request.FILES or None, instance=found(request, entry_id))
    if request.method == "POST" and form.is_valid():
        actions.change_learning_entry(entry, by=Actor.of(request), **form.said)
        messages.success(request, _("The change is saved."))
        return redirect("plans:learning")
    context = {"form": form, "entry": entry}
    return render(request, "plans/library/edit_learning.html", context, status=422 if form.errors else 200)


def found(request: Request, entry_id: uuid.UUID) -> LearningEntry:
    entry = learning_for(request.user).filter(pk=entry_id).first()
    if entry is None:
        raise NotVisible
    return entry


@require_POST
def retire_learning(request: Request, entry_id: uuid.UUID) -> HttpResponse:
    """No longer offered; it can be restored."""
    check_keeps_the_library(request.user)
    actions.retire_learning_entry(found(request, entry_id), by=Actor.of(request))
    messages.success(request, _("It is retired. Nobody is offered it; you can restore it."))
    return redirect("plans:learning")


@require_POST
def restore_learning(request: Request, entry_id: uuid.UUID) -> HttpResponse:
    """Offered again."""
    check_keeps_the_library(request.user)
    actions.restore_learning_entry(found(request, entry_id), by=Actor.of(request))
    messages.success(request, _("It is offered again."))
    return redirect("plans:learning")
