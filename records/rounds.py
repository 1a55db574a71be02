"""A round of consultation as a copy of the record tells it."""

from dataclasses import dataclass

from plans.consultation import Point, points
from plans.models import Consultation, ConsultationAnswer, ConsultationReply


@dataclass(frozen=True)
class Round:
    """A round of consultation as it stood; `is_over` says that its last day had passed."""

    asked: Consultation
    answer: ConsultationAnswer | None
    reply: ConsultationReply | None
    is_over: bool

    @property
    def points(self) -> list[Point]:
        items = self.asked.version.data["items"]
        return points(items, self.answer.said if self.answer else None, self.reply.said if self.reply else None)
