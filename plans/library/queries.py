"""Reads of the library."""

import uuid
from functools import cached_property

from django.db.models import Case, Q, QuerySet, Value, When

from cases.models import CaseFile
from cases.states import Part
from people.models import User
from plans.draft import Learning
from plans.models import LearningEntry, Plan, Template, TemplateVersion
from plans.states import FieldOfWork

from .content import TemplateContent
from .keepers import keeps_the_library
from .names import Names

# As the fields of work are listed, not as they are spelled.
FIELD_ORDER = Case(*(When(template__field=field, then=Value(place)) for place, field in enumerate(FieldOfWork.values)))


def templates_for(user: User) -> QuerySet[Template]:
    """The company's templates and one's own; retired ones only where one keeps them."""
    company = Q(owner=None) if keeps_the_library(user) else Q(owner=None, retired_at=None)
    return Template.objects.filter(company | Q(owner=user)).select_related("owner")


def offered_to(
    user: User, *, retired: bool = False, words: str = "", field: str = "", language: str = ""
) -> QuerySet[TemplateVersion]:
    """The newest version of each template, by field of work and title; with `retired`, those no longer offered."""
    templates = templates_for(user).filter(retired_at__isnull=not retired)
    newest = TemplateVersion.objects.filter(template__in=templates).order_by("template_id", "-number")
    found = TemplateVersion.objects.filter(pk__in=newest.distinct("template_id").values("pk"))
    if field in FieldOfWork.values:
        found = found.filter(template__field=field)
    if language:
        found = found.filter(template__language=language)
    for word in words.split()[:10]:
        found = found.filter(_says(word))
    return found.select_related("template__owner", "author").order_by(FIELD_ORDER, "title", "pk")


def _says(word: str) -> Q:
    fields = [field.value for field in FieldOfWork if word.casefold() in str(field.label).casefold()]
    return Q(title__icontains=word) | Q(about__icontains=word) | Q(template__field__in=fields)


def version_for(user: User, template_id: uuid.UUID, number: int | None = None) -> TemplateVersion | None:
    """A version this person may read, the newest without a number."""
    versions = TemplateVersion.objects.filter(template__in=templates_for(user), template_id=template_id)
    versions = versions.select_related("template__owner", "author")
    return versions.filter(number=number).first() if number is not None else versions.last()


def content_of(version: TemplateVersion) -> TemplateContent:
    return TemplateContent.model_validate(version.content)


def learning_for(user: User, *, words: str = "") -> QuerySet[LearningEntry]:
    """What there is to learn from; what HR retired is seen by HR alone."""
    entries = LearningEntry.objects.select_related("upload").defer("upload__content")
    if not keeps_the_library(user):
        entries = entries.filter(retired_at=None)
    for word in words.split()[:10]:
        entries = entries.filter(Q(title__icontains=word) | Q(done_when__icontains=word))
    return entries


def earlier_plans(user: User, *, besides: CaseFile) -> list[Plan]:
    """Plans of cases this person manages now, newest first: those they may see, with something in them."""
    plans = (
        Plan.objects.filter(
            case__in=CaseFile.objects.visible_to(user),
            case__parts__user=user,
            case__parts__part=Part.MANAGER,
            case__parts__until=None,
        )
        .exclude(case=besides)
        .select_related("case")
        .order_by("-case__opened_at", "pk")
    )
    return [plan for plan in plans[:50] if plan.document.items]


def names_in(case: CaseFile) -> Names:
    """Everybody who has or had a part in the case, and the full names of all others in the company."""
    people = tuple(User.objects.filter(Q(case_parts__case=case) | Q(pk=case.subject_id)).distinct())
    others = User.objects.exclude(pk__in=[user.pk for user in people]).values_list("name", flat=True)
    return Names(people, tuple(others))


class LearningShelf:
    """What somebody may choose to learn from, read when it is first asked for."""

    def __init__(self, user: User) -> None:
        self.user = user

    @cached_property
    def entries(self) -> list[LearningEntry]:
        return list(learning_for(self.user).filter(retired_at=None))

    def by_title(self, title: str) -> Learning | None:
        """The entry as a plan keeps it; titles are compared without regard to case."""
        wanted = title.strip().casefold()
        entry = next((entry for entry in self.entries if entry.title.casefold() == wanted), None)
        if entry is None:
            return None
        return Learning(
            entry=entry.pk, kind=entry.kind, title=entry.title, address=entry.address, done_when=entry.done_when
        )
