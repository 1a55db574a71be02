"""The manager's draft of an assessment, as the page's fields held it: theirs alone until it is proposed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from plans.models import Plan

from .final_review import current_review
from .models import AssessmentDraft


@dataclass(frozen=True)
class Drafted:
    """`content` by the names of the page's fields; `revision` is 0 where nothing was saved."""

    content: Mapping[str, str] = field(default_factory=dict)
    revision: int = 0

    @property
    def whole(self) -> dict[str, object]:
        return {**self.content, "revision": self.revision}

    def of_item(self, prefix: str) -> dict[str, str]:
        """What was drafted of the item whose fields have this prefix."""
        lead = f"{prefix}-"
        return {name.removeprefix(lead): value for name, value in self.content.items() if name.startswith(lead)}


def draft_of(plan: Plan) -> Drafted:
    found = AssessmentDraft.objects.filter(review=current_review(plan)).first()
    return Drafted(found.content, found.revision) if found else Drafted()
