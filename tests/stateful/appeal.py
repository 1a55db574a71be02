"""Acts of an appeal, as `tests.stateful.acts` has the others."""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from cases import actions as cases
from people.models import User
from plans.states import Step
from reviews import actions as reviews
from reviews.models import Appeal
from reviews.ruling import Ruled, digest_of_ruling, digest_of_the_matter
from reviews.states import Ground, Result, Ruling
from tests.appealing import SAID
from tests.stateful.acts import Try
from tests.stateful.end_model import DECIDED, FROM_WORST, NEVER_HEARS
from tests.stateful.end_model import Appeal as Appealed
from tests.stateful.model import Model, works_on
from tests.stateful.run import FAULTS_OF_SIGNING, Run
from tests.world import actor

DAY = timedelta(days=1)
WEEK = 7 * DAY


def newest(run: Run) -> Appeal:
    return run.plan.appeals.latest("number")


def on(act: str, *statuses: str, **fields: Any) -> Try:
    """Of the newest appeal, while it stands so."""
    return Try(
        act=act,
        there=lambda model: bool(model.end.appeals),
        **{"open": lambda model, part: model.end.appeal.status in statuses, **fields},
    )


OPEN = ("filed", "named", "arranged", "heard")


def file(run: Run, user: User, fault: str) -> None:
    grounds = [] if fault == "no ground" else [Ground.FACTS]
    reviews.file_appeal(run.plan, by=actor(user), grounds=grounds, words="" if fault == "no words" else "It is wrong.")


def may_file(model: Model, part: str) -> bool:
    return model.status in DECIDED and model.end.may_appeal(model.last_to_appeal(), model.today)


def files(model: Model, person: str) -> None:
    assert model.end.standing
    model.end.appeals.append(Appealed(model.end.standing.number))


def ends(model: Model) -> None:
    """Nobody hears it any more."""
    model.holders.pop("hearer", None)


def withdraws(model: Model, person: str) -> None:
    model.end.appeal.status = "withdrawn"
    ends(model)


def name(whom: str) -> Try:
    """Whoever took no part in the case. Somebody else after the first one: the hearing is arranged anew."""

    def do(run: Run, user: User, fault: str) -> None:
        reviews.name_hearer(newest(run), by=actor(user), hearer=getattr(run.who, whom), reason="So it is best.")

    def then(model: Model, person: str) -> None:
        ends(model)
        model.end.appeal.status, model.end.appeal.hearer = "named", whom
        model.holders["hearer"] = whom

    def refused(model: Model, person: str) -> type[Exception] | None:
        return ValidationError if whom in NEVER_HEARS | model.end.involved else None

    return on("reviews.name_hearer", *OPEN, way=whom, parts=("hr_partner", "hr"), refused=refused, do=do, then=then)


def day_ahead(fault: str) -> date:
    """In a week or as soon after it as somebody works; or too soon, or over."""
    if fault:
        return timezone.localdate() + (DAY if fault == "tomorrow" else -DAY)
    days = (timezone.localdate() + WEEK + number * DAY for number in range(WEEK.days))
    return next(day for day in days if works_on(day))


def arrange(run: Run, user: User, fault: str) -> None:
    told: dict[str, Any] = {"meets_on": day_ahead(fault), "meets_at": time(9), "place": "Room 7", "reason": "So."}
    reviews.arrange_hearing(newest(run), by=actor(user), **told)


def becomes(status: str, **changes: Any) -> Callable[[Model, str], None]:
    def then(model: Model, person: str) -> None:
        vars(model.end.appeal).update(status=status, **changes)

    return then


def hear(run: Run, user: User, fault: str) -> None:
    appeal, day = newest(run), timezone.localdate()
    if fault:
        day = day + DAY if fault == "tomorrow" else timezone.localdate(appeal.filed_at) - DAY
    reviews.record_hearing(appeal, by=actor(user), heard=reviews.Heard(held_on=day, came=True, **SAID))


def decide(ruling: Ruling, result: str = "", **fields: Any) -> Try:
    """With every item as the whole, where that has a result of items."""

    def do(run: Run, user: User, fault: str) -> None:
        appeal, kept = newest(run), result not in FROM_WORST[:3]
        items = {row.item_id: row.result if kept else result for row in appeal.outcome.items.all()} if result else {}
        reasons = "" if fault == "no reasons" else "One shift must be left out."
        ruled = Ruled(decision=ruling, result=result, reasons=reasons, items=items)
        signed = run.signing(user, Step.APPEAL, fault, digest_of_ruling(appeal, ruled))
        shown = signed["digest"] if fault == "another digest" else digest_of_the_matter(appeal)
        reviews.decide_appeal(appeal, ruled=ruled, **{**signed, "digest": shown})

    def then(model: Model, person: str) -> None:
        model.end.rules(result, model.today)
        ends(model)

    said = f"{ruling}{result and ' to '}{result}"
    return on("reviews.decide_appeal", "heard", way=said, parts=("hearer",), do=do, then=then, **fields)


def no_better(result: str) -> Callable[[Model, str], type[Exception] | None]:
    """An appeal never makes an outcome worse, and what stays as it is, is upheld."""

    def refused(model: Model, person: str) -> type[Exception] | None:
        before = model.end.outcomes[model.end.appeal.outcome - 1].result
        return ValidationError if FROM_WORST.index(result) <= FROM_WORST.index(before) else None

    return refused


APPEAL = (
    Try(
        act="reviews.file_appeal",
        parts=("subject",),
        open=may_file,
        faults=dict.fromkeys(("no ground", "no words"), ValidationError),
        do=file,
        then=files,
    ),
    on(
        "reviews.withdraw_appeal",
        *OPEN,
        parts=("subject",),
        do=lambda run, user, _: reviews.withdraw_appeal(newest(run), by=actor(user)),
        then=withdraws,
    ),
    name("fay"),
    name("gus"),
    name("dora"),
    name("hal"),
    on(
        "reviews.arrange_hearing",
        *OPEN[1:],
        parts=("hearer", "hr_partner"),
        faults=dict.fromkeys(("tomorrow", "yesterday"), ValidationError),
        do=arrange,
        then=becomes("arranged"),
    ),
    on(
        "reviews.record_hearing",
        "arranged",
        parts=("hearer",),
        faults=dict.fromkeys(("tomorrow", "before the appeal"), ValidationError),
        do=hear,
        then=becomes("heard", stated=False),
    ),
    on(
        "reviews.add_hearing_statement",
        parts=("subject",),
        open=lambda model, part: model.end.appeal.status == "heard" and not model.end.appeal.stated,
        do=lambda run, user, _: reviews.add_hearing_statement(newest(run), by=actor(user), words="So it was."),
        then=becomes("heard", stated=True),
    ),
    decide(Ruling.UPHELD, faults=FAULTS_OF_SIGNING),
    decide(Ruling.VARIED, Result.NOT_MET, refused=no_better(Result.NOT_MET)),
    decide(Ruling.VARIED, Result.PARTIALLY_MET, refused=no_better(Result.PARTIALLY_MET)),
    decide(Ruling.OVERTURNED, Result.MET, faults={"no reasons": ValidationError}),
    decide(Ruling.OVERTURNED, Result.CANCELLED),
    Try(
        act="cases.read_as_hearer",
        parts=("hearer",),
        do=lambda run, user, _: cases.read_as_hearer(run.case, by=actor(user)),
    ),
)
