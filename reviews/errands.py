"""What somebody is asked for beside the main line of a running plan."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.errands import Errand, errand
from people.models import User

from .models import Attestation
from .states import AttestationStatus


@errand
def attestations_asked_of(user: User) -> Iterable[Errand]:
    """A witness is asked until they have said what they saw."""
    asked = Attestation.objects.filter(witness=user, status=AttestationStatus.ASKED)
    for row in asked.select_related("refusal__plan__case__subject"):
        case = row.refusal.plan.case
        yield Errand(case, _("Say what you saw"), reverse("reviews:attest_refusal", args=[case.reference, row.pk]))
