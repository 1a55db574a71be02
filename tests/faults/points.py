"""Named points of a signature, in the order in which they are passed, where a server process can be made to die.

The code of the application knows nothing of this: a server of the tests wraps its functions (`tests.faults.nursery`).
"""

from dataclasses import dataclass

BEFORE, AFTER = "before", "after"


@dataclass(frozen=True)
class Point:
    """Before or after a call of the function or method at `place`; where `since` is given, only once that point was
    passed in the same request. `signed` says what must be there afterwards: the whole signature, or nothing of it.
    """

    name: str
    moment: str
    place: str
    since: str = ""
    signed: bool = False


EVENT = "the event is appended"
POINTS = (
    Point("the request is received", BEFORE, "django.core.handlers.wsgi.WSGIHandler.__call__"),
    Point("an earlier try was looked for", AFTER, "plans.views.signing.is_repeated"),
    Point("the reading was noted", AFTER, "plans.views.review.record_view"),
    Point("the case is about to be locked", BEFORE, "cases.models.casefile.CaseFileQuerySet.locked"),
    Point("the case is locked", AFTER, "cases.models.casefile.CaseFileQuerySet.locked"),
    Point("who and when were checked", AFTER, "cases.acting._begin"),
    Point("the version was checked", AFTER, "cases.signing.check_shown"),
    Point("the token is about to be used", BEFORE, "cases.signing.consume"),
    Point("the token is used", AFTER, "cases.signing.consume"),
    Point("the sign-off is about to be saved", BEFORE, "plans.models.SignOff.save"),
    Point("the sign-off is saved", AFTER, "plans.models.SignOff.save"),
    Point("the plan is laid out", AFTER, "plans.actions.layout.lay_out"),
    Point("the plan is handed over", AFTER, "plans.actions.review.hand_over"),
    Point("the employee sees the case", AFTER, "cases.actions.show_to_subject"),
    Point("the checkpoints are made", AFTER, "reviews.actions.receipt.proceed"),
    Point("the plan is about to move on", BEFORE, "cases.acting._save"),
    Point("the plan has moved on", AFTER, "cases.acting._save"),
    Point("the list columns are fresh", AFTER, "cases.summary.refresh"),
    Point("the event is about to be appended", BEFORE, "cases.chain.append"),
    Point("the event stands without its words", AFTER, "cases.chain._append_bytes"),
    Point(EVENT, AFTER, "cases.chain.append"),
    Point("the notices are put", AFTER, "cases.notices.put"),
    Point("before COMMIT", BEFORE, "django.db.backends.base.base.BaseDatabaseWrapper._commit", since=EVENT),
    Point("after COMMIT", AFTER, "django.db.backends.base.base.BaseDatabaseWrapper._commit", since=EVENT, signed=True),
    Point("a worker was nudged", AFTER, "cases.notices.nudge", signed=True),
    Point("the answer is decided", AFTER, "plans.views.signing.told", signed=True),
    Point("the answer is made", AFTER, "django.core.handlers.wsgi.WSGIHandler.__call__", signed=True),
    Point("the answer is written", BEFORE, "django.http.response.HttpResponse.__iter__", signed=True),
)
NAMED = {point.name: point for point in POINTS}
