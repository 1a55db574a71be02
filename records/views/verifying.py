"""The public page on which anybody checks a record that they hold. Nothing is kept, and nobody has to sign in."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from people.http import client_address
from people.often import is_too_often
from records.verdict import sealed_from, verdict_of_file

HEAD = re.compile(r"[0-9a-f]{64}")


class FileForm(forms.Form):
    """One file, as somebody got it."""

    file = forms.FileField(
        label=_("The PDF or the ZIP, as you got it"), widget=forms.FileInput(attrs={"accept": ".pdf,.zip"})
    )


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def verify_file(request: HttpRequest) -> HttpResponse:
    """What can be said of a file, in four answers; and of the hash that the code on a printed page leads here with."""
    form, status = FileForm(), 200
    context: dict[str, Any] = {"largest": settings.UPLOAD_BYTES}
    if request.method == "POST":
        if is_too_often("verify", client_address(request), settings.VERIFY_TRIES):
            return render(request, "429.html", status=429)
        form = FileForm(request.POST, request.FILES)
        if form.is_valid():
            with _on_disk(form.cleaned_data["file"]) as path:
                context["verdict"] = verdict_of_file(path)
        else:
            status = 422
    head = request.GET.get("head", "")
    if HEAD.fullmatch(head):
        context |= {"head": head, "copy": sealed_from(head)}
    return render(request, "records/verify.html", {"form": form, **context}, status=status)


@contextmanager
def _on_disk(upload: UploadedFile[bytes]) -> Iterator[Path]:
    """Where the file lies while it is looked at; it is gone after that."""
    with NamedTemporaryFile() as file:
        for chunk in upload.chunks():
            file.write(chunk)
        file.flush()
        yield Path(file.name)
