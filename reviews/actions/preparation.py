"""What the employee prepares for a checkpoint, and the moment from which others read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cases.acting import Step, acting, drafting
from cases.actor import Actor
from plans.models import Item
from reviews.acts import OPEN_PREPARATION, PREPARE_CHECKPOINT
from reviews.minutes import preparation_of
from reviews.models import Checkpoint, Preparation, SelfAssessment

from .items import check_every_item


@dataclass(frozen=True, kw_only=True)
class OwnView:
    """How the employee sees one item. Both may be empty."""

    item: Item
    standing: str = ""
    words: str = ""


class SavedMeanwhile(ValidationError):
    """The preparation was saved in another window since this page was loaded."""

    def __init__(self) -> None:
        super().__init__(
            _("You saved this in another window meanwhile. Here is what you typed now; save again to keep it instead.")
        )


def prepare_checkpoint(
    checkpoint: Checkpoint, *, by: Actor, general: str, views: Iterable[OwnView], revision: int = 0
) -> Preparation:
    """The employee saves what they prepare for a checkpoint. Nobody else reads it before the meeting, so this is no
    event. `revision` is that of what the page had shown, 0 where nothing was saved. Raises `SavedMeanwhile`.
    """
    views = list(views)
    with drafting(PREPARE_CHECKPOINT, checkpoint, by=by) as step:
        check_every_item(checkpoint.plan, [row.item for row in views])
        found = preparation_of(checkpoint) or Preparation(checkpoint=checkpoint)
        if found.revision != revision:
            raise SavedMeanwhile
        found.general, found.saved_at, found.revision = general, step.at, revision + 1
        found.full_clean()
        found.save()
        found.views.all().delete()
        for row in views:
            _view(found, row)
    return found


def _view(preparation: Preparation, said: OwnView) -> None:
    row = SelfAssessment(preparation=preparation, item=said.item, standing=said.standing, words=said.words)
    row.full_clean()
    row.save()


def open_preparation(checkpoint: Checkpoint, *, by: Actor) -> Preparation:
    """The manager opens what the employee prepared, on the day of the meeting or after it: everybody in the case reads
    it from then on, and nobody changes it.
    """
    with acting(OPEN_PREPARATION, checkpoint, by=by, facts={"number": checkpoint.number}) as step:
        found = checkpoint.preparation
        share(step, found)
    return found


def share(step: Step, preparation: Preparation) -> None:
    """Freeze it inside the act that opens it: its words are committed to by that event."""
    preparation.shared_at = step.at
    preparation.save(update_fields=["shared_at"])
    views = list(preparation.views.all())
    told: list[dict[str, Any]] = [{"view": row.pk, "item": row.item_id, "standing": row.standing} for row in views]
    step.facts.update(preparation=preparation.pk, views=told)
    step.texts["preparation"] = preparation.general
    step.texts |= {f"own:{place}": row.words for place, row in enumerate(views, start=1)}
