"""The employee prepares for a checkpoint."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.actor import Actor
from cases.seat import seat_at
from people.http import Request
from people.kept import submitted
from reviews import actions
from reviews.acts import PREPARE_CHECKPOINT
from reviews.forms import OwnViewForm, PrepareForm
from reviews.meeting_pages import agenda_for
from reviews.minutes import preparation_of
from reviews.models import Checkpoint, SelfAssessment
from reviews.queries import checkpoint_at


@require_http_methods(["GET", "POST"])
def prepare_checkpoint(request: Request, reference: str, number: int) -> HttpResponse:
    """How the employee sees each item and the whole; theirs alone until the meeting."""
    seat = seat_at(request, reference)
    found = checkpoint_at(seat, number)
    seat.check(PREPARE_CHECKPOINT, found)
    shown = agenda_for(seat, found)
    form, rows = _forms(found, shown["views"], submitted(request))
    if request.method == "POST" and all([form.is_valid(), *(row["form"].is_valid() for row in rows)]):
        views = [actions.OwnView(item=row["item"], **row["form"].cleaned_data) for row in rows]
        try:
            actions.prepare_checkpoint(found, by=Actor.of(request), views=views, **form.cleaned_data)
        except actions.SavedMeanwhile as error:
            form.add_error(None, error)
            saved = preparation_of(Checkpoint.objects.get(pk=found.pk))
            form.show_anew(saved.revision if saved else 0)
            shown |= agenda_for(seat, checkpoint_at(seat, number)) | {"is_stale": True}
        except ValidationError as error:
            form.add_error(None, error)
        else:
            said = _("Saved. Nobody else reads it before the meeting, and until then you can change it.")
            messages.success(request, said)
            return redirect("reviews:checkpoint", reference, number)
    context = {"seat": seat, "case": seat.case, "checkpoint": found, "form": form, "rows": rows, **shown}
    return render(request, "reviews/meeting/prepare.html", context, status=422 if request.method == "POST" else 200)


def _forms(found: Checkpoint, views: dict[str, SelfAssessment], data: Any) -> tuple[PrepareForm, list[dict[str, Any]]]:
    saved = preparation_of(found)
    initial = {"general": saved.general, "revision": saved.revision} if saved else {"revision": 0}
    rows = []
    for place, item in enumerate(found.plan.asked_items, start=1):
        own = views.get(str(item.pk))
        said = {"standing": own.standing, "words": own.words} if own else {}
        rows.append({"item": item, "form": OwnViewForm(data, item=item, prefix=f"item-{place}", initial=said)})
    return PrepareForm(data, initial=initial), rows
