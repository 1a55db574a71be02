"""Ben prepares for a checkpoint in the plan of `tests.world`, and both sides sign its minutes."""

from typing import Any

from people.models import User
from plans.models import Plan, SignOff
from plans.states import Answer, Step
from reviews import actions as reviews
from reviews.models import Checkpoint, Minutes, Preparation
from reviews.states import Judgement
from tests.world import People, actor, hold, issued_on, measured, proven


def prepare(
    plan: Plan, who: People, number: int = 1, *, general: str = "I feel surer.", words: str = "The sheet helps me."
) -> Preparation:
    """Ben writes down how he sees it, before the meeting."""
    checkpoint = Checkpoint.objects.get(plan=plan, number=number)
    before = getattr(checkpoint, "preparation", None)
    views = [reviews.OwnView(item=item, standing=Judgement.AT_RISK, words=words) for item in plan.asked_items]
    revision = before.revision if before else 0
    return reviews.prepare_checkpoint(checkpoint, by=actor(who.ben), general=general, views=views, revision=revision)


def minutes_digest(plan: Plan, number: int = 1) -> str:
    """The digest of the minutes of a checkpoint, nothing where it has none."""
    minutes = Minutes.objects.filter(checkpoint__plan=plan, checkpoint__number=number).first()
    return minutes.digest if minutes else ""


def sign_minutes(plan: Plan, user: User, number: int = 1, **said: Any) -> SignOff:
    """The manager signs, or the employee, who only received them unless `said` has another answer."""
    words = {"answer": Answer.RECEIVED, "comment": "", **said} if user == plan.employee else said
    shown = proven(plan, user, Step.MINUTES, minutes_digest(plan, number))
    return reviews.sign_minutes(Checkpoint.objects.get(plan=plan, number=number), **words, **shown)


def prepare_and_open(plan: Plan, who: People) -> None:
    prepare(plan, who)
    reviews.open_preparation(plan.checkpoints.get(number=1), by=actor(who.ada))


def prepare_and_hold(plan: Plan, who: People) -> None:
    """Recorded before anybody opened it: the record opens it."""
    prepare(plan, who)
    hold(plan, who)


def sign_both(plan: Plan, who: People) -> None:
    hold(plan, who)
    for user in (who.ada, who.ben):
        sign_minutes(plan, user)


def refuse_minutes(plan: Plan, who: People) -> None:
    hold(plan, who)
    reviews.refuse_minutes(plan.checkpoints.get(number=1), by=actor(who.ben), digest=minutes_digest(plan))


APPENDS = [  # of a running plan: a step, and the events it leaves
    (prepare_and_open, ["reviews.open_preparation"]),
    (prepare_and_hold, ["reviews.hold_checkpoint"]),
    (sign_both, ["reviews.hold_checkpoint", "reviews.sign_minutes", "reviews.sign_minutes"]),
    (refuse_minutes, ["reviews.hold_checkpoint", "reviews.refuse_minutes"]),
]

WORDS = ("prepared", "own view", "encouragement", "companion", "attendees", "unsigned", "of the minutes")


def with_every_word(plan: Plan, who: People, mark: str) -> Checkpoint:
    """Whatever a person can write beside a checkpoint, marked."""
    prepare(plan, who, general=f"{mark} prepared", words=f"{mark} own view")
    marked = dict.fromkeys(("evidence", "helped", "agreed"), mark)
    rows = [reviews.Measured(**{**vars(row), **marked}) for row in measured(plan)]
    said = {name: f"{mark} {name}" for name in ("attendees", "companion", "encouragement")}
    told: dict[str, Any] = {"measured": rows, "meeting": reviews.Meeting(**said)}
    told |= {"note": f"{mark} note", "next_steps": f"{mark} next"}
    first = plan.checkpoints.get(number=1)
    reviews.hold_checkpoint(first, by=actor(who.ada), held_on=max(first.due_on, issued_on(plan)), **told)
    digest = minutes_digest(plan)
    reviews.refuse_minutes(first, by=actor(who.ben), digest=digest, words=f"{mark} unsigned")
    sign_minutes(plan, who.ben, answer=Answer.DISAGREED, comment=f"{mark} of the minutes")
    return first
