"""The library's templates: managers read them, HR keeps the company's, everybody keeps their own."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.actor import Actor
from cases.refusals import NotVisible, NotYourPart
from people.http import Request
from people.kept import submitted
from plans.actions import library as actions
from plans.forms.library import SearchForm
from plans.forms.template import TemplateEditor
from plans.library.content import TemplateContent
from plans.library.keepers import check_keeps, keeps, keeps_the_library, reads_the_library
from plans.library.places import compared
from plans.library.queries import content_of, learning_for, offered_to, version_for
from plans.models import Template, TemplateVersion

type Page = Callable[..., HttpResponse]


def for_readers(page: Page) -> Page:
    """For those who write plans, and for HR; others are told that it is not theirs."""

    @wraps(page)
    def asked(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if not reads_the_library(request.user):
            raise NotYourPart
        return page(request, *args, **kwargs)

    return asked


@require_GET
@for_readers
def library(request: Request) -> HttpResponse:
    """Every template on offer, by field of work."""
    form = SearchForm(request.GET or {"language": request.user.language})
    keeper = keeps_the_library(request.user)
    context = {
        "form": form, "keeper": keeper, "versions": offered_to(request.user, **form.asked),
        "retired": offered_to(request.user, retired=True),
    }  # fmt: skip
    return render(request, "plans/library/templates.html", context)


@require_GET
@for_readers
def template(request: Request, template_id: uuid.UUID, number: int | None = None) -> HttpResponse:
    """One version as whoever begins with it gets it, and the list of all."""
    version = found(request, template_id, number)
    context = {
        "version": version, "template": version.template, "content": content_of(version),
        "versions": list(version.template.versions.select_related("author").reverse()),
        "mine": keeps(request.user, version.template),
    }  # fmt: skip
    return render(request, "plans/library/template.html", context)


def found(request: Request, template_id: uuid.UUID, number: int | None = None) -> TemplateVersion:
    version = version_for(request.user, template_id, number)
    if version is None:
        raise NotVisible
    return version


@require_GET
@for_readers
def compare_template(request: Request, template_id: uuid.UUID) -> HttpResponse:
    """Two versions side by side; without numbers the newest one and the one before it."""
    newest = found(request, template_id)
    numbers = [_asked(request, "old", newest.number - 1), _asked(request, "new", newest.number)]
    old, new = (found(request, template_id, max(number, 1)) for number in numbers)
    rows = compared(content_of(old), content_of(new), title=(old.title, new.title), about=(old.about, new.about))
    context = {"template": newest.template, "newest": newest, "old": old, "new": new, "rows": rows,
               "numbers": range(1, newest.number + 1), "different": sum(row.is_one for row in rows)}  # fmt: skip
    return render(request, "plans/library/compare.html", context)


def _asked(request: Request, name: str, otherwise: int) -> int:
    sent = request.GET.get(name, "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 9 else otherwise


@require_http_methods(["GET", "POST"])
@for_readers
def add_template(request: Request) -> HttpResponse:
    """A template written from nothing: the company's where HR writes it, one's own otherwise."""
    owner = None if keeps_the_library(request.user) else request.user
    new = Template(owner=owner, language=request.user.language)
    return _edit(request, new, TemplateContent(), {"after": 0, "language": new.language})


@require_http_methods(["GET", "POST"])
@for_readers
def edit_template(request: Request, template_id: uuid.UUID) -> HttpResponse:
    """Saving makes a new version; the old ones stay."""
    version = found(request, template_id)
    check_keeps(request.user, version.template)
    head = {"after": version.number, "title": version.title, "about": version.about,
            "field": version.template.field, "language": version.template.language}  # fmt: skip
    return _edit(request, version.template, content_of(version), head)


def _edit(request: Request, template: Template, content: TemplateContent, head: dict[str, Any]) -> HttpResponse:
    editor = TemplateEditor(submitted(request), content, learning_for(request.user).filter(retired_at=None), **head)
    if not template._state.adding:
        del editor.frame.fields["language"]  # a translation is a template of its own
    status = 200
    if request.method == "POST":
        status = 422
        if editor.is_valid():
            try:
                return _save(request, template, editor)
            except actions.StaleTemplate:
                status = 409
    context = {"template": template, "editor": editor, "form": editor.frame, "stale": status == 409}
    return render(request, "plans/library/edit_template.html", context, status=status)


def _save(request: Request, template: Template, editor: TemplateEditor) -> HttpResponse:
    said = editor.frame.cleaned_data
    template.field = said["field"]
    template.language = said.get("language", template.language)
    version = actions.save_template(
        template, by=Actor.of(request), title=said["title"], about=said["about"], content=editor.as_content(),
        after=said["after"],
    )  # fmt: skip
    messages.success(request, _("Version %(number)d is saved.") % {"number": version.number})
    return redirect("plans:template", template.pk)


@require_POST
@for_readers
def retire_template(request: Request, template_id: uuid.UUID) -> HttpResponse:
    """No longer offered; it can be restored."""
    actions.retire_template(found(request, template_id).template, by=Actor.of(request))
    messages.success(request, _("The template is retired. Nobody is offered it; you can restore it."))
    return redirect("plans:template", template_id)


@require_POST
@for_readers
def restore_template(request: Request, template_id: uuid.UUID) -> HttpResponse:
    """Offered again."""
    actions.restore_template(found(request, template_id).template, by=Actor.of(request))
    messages.success(request, _("The template is offered again."))
    return redirect("plans:template", template_id)
