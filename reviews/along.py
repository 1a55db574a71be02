"""The tables of this room that hang on a plan: whether there are rows is asked along with the plan (`plans.along`)."""

from plans.along import asks_along

from .models import (
    Appeal,
    CoachingSession,
    Delivery,
    EvidenceRecord,
    FinalReview,
    FollowOn,
    LearningStep,
    Outcome,
    SessionSeries,
    Sustain,
)

asks_along(
    appeals=Appeal,
    coaching_sessions=CoachingSession,
    deliveries=Delivery,
    evidence_records=EvidenceRecord,
    final_reviews=FinalReview,
    follow_ons=FollowOn,
    learning_steps=LearningStep,
    outcomes=Outcome,
    session_series=SessionSeries,
    sustain=Sustain,
)
