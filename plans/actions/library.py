"""Every write on the library. It belongs to no case, so there is no block and no event: each action asks itself who
acts, versions are written once, and nothing is deleted (ADR 12).
"""

from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actor import Actor
from cases.files.checks import Checked
from cases.refusals import NotVisible, NotYourPart, WrongMoment
from cases.seat import Seat
from cases.states import Part
from people.models import User
from plans.library.content import Place, TemplateContent, template_of
from plans.library.keepers import check_keeps, check_keeps_the_library, draft_to_keep, keeps_as, may_keep
from plans.library.queries import names_in
from plans.library.shipped import ShippedTemplate, shipped
from plans.models import LearningEntry, LearningFile, Plan, Template, TemplateVersion


class Said(NamedTuple):
    """What a version says."""

    title: str
    about: str
    content: dict[str, Any]


class StaleTemplate(Exception):
    """There is a newer version than the one the page was loaded from."""


# Templates -------------------------------------------------------------------------------------


@transaction.atomic
def ship_templates() -> int:
    """Put the templates that come with pipcases into the library; returns how many versions are new.

    Safe to repeat. A file that changed becomes a new version only while the newest one is ours: what HR made of a
    template is not overwritten, and one that HR retired stays retired.
    """
    return sum(map(_ship, shipped()))


def _ship(file: ShippedTemplate) -> bool:
    template, _is_new = Template.objects.get_or_create(
        key=file.key, language=file.language, defaults={"field": file.field}
    )
    newest = template.versions.last()
    said = Said(file.title, file.about, file.content.kept())
    if newest and (newest.author_id or said == Said(newest.title, newest.about, newest.content)):
        return False
    _add_version(template, None, said)
    return True


@transaction.atomic
def save_template(
    template: Template, *, by: Actor, title: str, about: str, content: TemplateContent, after: int = 0
) -> TemplateVersion:
    """Add a version to a template, or a template with its first one. The company's are HR's, one's own are one's own.

    `after` is the version the page was loaded from, 0 for a new template. Raises `StaleTemplate`, `NotYourPart`.
    """
    check_keeps(by.user, template)
    template.full_clean()
    template.save()
    return _add_version(template, by.user, Said(title, about, content.kept()), after=after)


def _add_version(template: Template, author: User | None, said: Said, *, after: int | None = None) -> TemplateVersion:
    """Number it under the template's lock."""
    Template.objects.select_for_update().get(pk=template.pk)
    newest = template.versions.aggregate(newest=Max("number"))["newest"] or 0
    if after is not None and after != newest:
        raise StaleTemplate
    version = TemplateVersion(template=template, number=newest + 1, author=author, **said._asdict())
    version.full_clean()
    version.save()
    return version


@transaction.atomic
def save_as_template(
    plan: Plan, *, by: Actor, template: Template | None = None, title: str, about: str, field: str
) -> tuple[TemplateVersion, tuple[Place, ...]]:
    """Keep a plan's content, never names: as a new template or as a new version of one. Tells what was left out.

    A manager's becomes their own, the HR partner's becomes the company's. HR reads no draft that is still with its
    manager, so it cannot keep one either. Raises `NotYourPart`, `WrongMoment`, `NotVisible`.
    """
    part = check_may_keep(plan, by.user)
    stripped = template_of(draft_to_keep(plan), names=names_in(plan.case))
    if template is None:
        owner = by.user if part == Part.MANAGER else None
        template = Template(owner=owner, language=plan.case.language, field=field)
    check_keeps(by.user, template)
    template.full_clean()
    template.save()
    version = _add_version(template, by.user, Said(title, about, stripped.content.kept()))
    return version, stripped.left_out


def check_may_keep(plan: Plan, user: User) -> Part:
    """The part in which this person may keep the plan as a template, also for showing the page."""
    seat = Seat(plan.case, user)
    if not seat.parts:
        raise NotVisible
    part = keeps_as(seat)
    if part is None:
        raise NotYourPart
    if not may_keep(seat, plan):
        raise WrongMoment(_("The draft is with its manager. You can keep its content once it is submitted."))
    return part


@transaction.atomic
def retire_template(template: Template, *, by: Actor) -> None:
    """Offer it no longer. Its versions stay, and plans that began with it are not touched."""
    check_keeps(by.user, template)
    _retire(template, by.user)


@transaction.atomic
def restore_template(template: Template, *, by: Actor) -> None:
    """Offer it again."""
    check_keeps(by.user, template)
    _restore(template)


# Learning resources ----------------------------------------------------------------------------


@transaction.atomic
def add_learning_entry(*, by: Actor, file: Checked | None = None, **fields: Any) -> LearningEntry:
    """Put something to learn from into the company's library. `fields` are the columns of `LearningEntry`."""
    check_keeps_the_library(by.user)
    entry = LearningEntry(added_by=by.user, **fields)
    entry.full_clean()
    entry.save()
    _put_file(entry, file)
    return entry


@transaction.atomic
def change_learning_entry(entry: LearningEntry, *, by: Actor, file: Checked | None = None, **fields: Any) -> None:
    """Plans that chose it before keep what they chose: they hold a copy."""
    check_keeps_the_library(by.user)
    for name, value in fields.items():
        setattr(entry, name, value)
    entry.full_clean()
    entry.save()
    _put_file(entry, file)


def _put_file(entry: LearningEntry, file: Checked | None) -> None:
    """A new file takes the place of the one before; none leaves it as it is."""
    if file is not None:
        said = {"name": file.name, "kind": file.kind, "sha256": file.sha256, "size": file.size}
        LearningFile.objects.update_or_create(entry=entry, defaults={**said, "content": file.content})


@transaction.atomic
def retire_learning_entry(entry: LearningEntry, *, by: Actor) -> None:
    """Offer it no longer."""
    check_keeps_the_library(by.user)
    _retire(entry, by.user)


@transaction.atomic
def restore_learning_entry(entry: LearningEntry, *, by: Actor) -> None:
    """Offer it again."""
    check_keeps_the_library(by.user)
    _restore(entry)


def _retire(kept: Template | LearningEntry, user: User) -> None:
    """Retired twice, the first day stands."""
    if not kept.is_retired:
        kept.retired_at, kept.retired_by = timezone.now(), user
        kept.save(update_fields=["retired_at", "retired_by"])


def _restore(kept: Template | LearningEntry) -> None:
    kept.retired_at = kept.retired_by = None
    kept.save(update_fields=["retired_at", "retired_by"])
