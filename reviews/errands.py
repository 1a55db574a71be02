"""What somebody is asked for beside the main line of a running plan."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.errands import Errand, errand
from people.models import User
from plans.models import Issuance, SignOff
from plans.states import PlanStatus, Step

from .models import Attestation
from .states import AttestationStatus


@errand
def attestations_asked_of(user: User) -> Iterable[Errand]:
    """A witness is asked until they have said what they saw."""
    asked = Attestation.objects.filter(witness=user, status=AttestationStatus.ASKED)
    for row in asked.select_related("refusal__plan__case__subject"):
        case = row.refusal.plan.case
        yield Errand(case, _("Say what you saw"), reverse("reviews:attest_refusal", args=[case.reference, row.pk]))


@errand
def changes_to_receive(user: User) -> Iterable[Errand]:
    """The employee is asked to sign that they received the change issued last; once they refused, no more."""
    signed = SignOff.objects.filter(version=OuterRef("version"), step=Step.RECEIPT)
    later = Issuance.objects.filter(plan=OuterRef("plan"), at__gt=OuterRef("at"))
    rows = Issuance.objects.filter(
        ~Exists(signed),
        ~Exists(later),
        version__amendment__isnull=False,
        version__refusal__isnull=True,
        plan__status=PlanStatus.ACTIVE,
        plan__employee=user,
    )
    for row in rows.select_related("plan__case__subject"):
        case = row.plan.case
        page = reverse("reviews:sign_receipt", args=[case.reference])
        yield Errand(case, _("Sign receipt of the change"), page, row.answer_by)
