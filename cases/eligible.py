"""Whom a part can be given to. The rooms above register what speaks against somebody (R5)."""

from collections.abc import Callable, Iterable, Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from people.models import User
from people.queries import reports_of
from people.states import Role

from .acts import Words
from .models import CaseFile, CasePart
from .states import Part

Objection = Callable[[CaseFile, User], Iterable[Words]]
_objections: list[tuple[Part, Objection]] = []


def objects_to(part: Part) -> Callable[[Objection], Objection]:
    """Register what speaks against a person in this part of a case, in sentences for whoever chose them."""

    def register(objection: Objection) -> Objection:
        _objections.append((part, objection))
        return objection

    return register


def check_eligible(case: CaseFile, part: Part, user: User, *, after: Iterable[CasePart] = ()) -> None:
    """Raises `ValidationError` where this person cannot have this part, as its holder or as a deputy.

    `after` are the parts that end when this one begins.
    """
    if reasons := list(_against(case, part, user, [row.pk for row in after])):
        raise ValidationError({"to": [str(reason) for reason in reasons]})


def _against(case: CaseFile, part: Part, user: User, ending: list[int]) -> Iterator[Words]:
    if not user.is_active:
        yield _("This person's account is closed.")
    if user.pk == case.subject_id:
        yield _("The employee can have no other part in their own case.")
    elif user.pk in reports_of(case.subject):
        yield _("This person reports to the employee.")
    if CasePart.objects.not_over().filter(case=case, user=user).exclude(pk__in=ending).exists():
        yield _("This person has a part in this case already.")
    if part == Part.HR_PARTNER:
        yield from _against_hr_partner(case, user)
    for of, objection in _objections:
        if of == part:
            yield from objection(case, user)


def _against_hr_partner(case: CaseFile, user: User) -> Iterator[Words]:
    if Role.HR not in user.roles:
        yield _("This person is not of HR.")
    if case.subject_id in reports_of(user):
        yield _("The employee reports to this person. Choose somebody else of HR.")
