"""What stands open on the way out of a plan, step by step, for `test_every_page`: person, address under the case."""

from collections.abc import Callable

from plans.models import Plan
from reviews.states import Keeping, Result
from tests import appealing, evidencing, following, linking, links, sustaining
from tests.world import People, hold, leave

type Stages = tuple[tuple[tuple[Callable[[Plan, People], object], ...], tuple[tuple[str, str], ...]], ...]


def not_met(plan: Plan, who: People) -> None:
    appealing.decided(who, plan=plan)


def met(plan: Plan, who: People) -> None:
    appealing.decided(who, Result.MET, plan)


def agree(plan: Plan, who: People) -> None:
    following.record(plan, who)


def recognise(plan: Plan, who: People) -> None:
    following.record(plan, who, kind="recognition")


def say_that_it_slips(plan: Plan, who: People) -> None:
    sustaining.check_in(plan, who, Keeping.SLIPS)


def send_link(plan: Plan, who: People) -> None:
    links.confirmed(who.ben)
    links.sent(plan.case, who)


APPEAL: Stages = (  # of a running plan
    ((not_met,), (("ben", "appeal/file/"), ("ben", "outcome/receipt/"), ("ben", "outcome/refuse/"), ("ben", ""))),
    ((appealing.file,), (("cleo", "appeal/hearer/"), ("ben", "appeal/"), ("ben", "appeal/withdraw/"), ("cleo", ""))),
    ((appealing.name,), (("fay", "appeal/hearing/"), ("fay", "appeal/"), ("ada", ""))),
    ((appealing.arrange,), (("fay", "appeal/hearing/record/"), ("ben", "appeal/"))),
    ((appealing.hear,), (("ben", "appeal/hearing/statement/"), ("fay", "appeal/decide/"), ("fay", "appeal/hearing/"))),
    ((appealing.state, appealing.rule), (("ben", "appeal/"), ("ben", ""), ("ada", ""), ("emil", "history/"))),
)
SUCCESS: Stages = (  # of a running plan
    ((met,), (("cleo", "sustain/"), ("cleo", "follow-ons/record/"), ("cleo", ""))),
    ((recognise, sustaining.begin), (("ada", "sustain/check-in/"), ("ada", ""), ("ben", ""))),
    ((say_that_it_slips,), (("ben", "sustain/check-ins/1/"), ("ada", "sustain/relapse/"))),
    ((linking.relapse,), (("ada", ""), ("ben", ""), ("ada", "history/"))),
)
NOT_MET: Stages = (  # of a running plan, under rules with an evidence map
    ((hold,), (("ada", "final-review/"), ("ada", ""))),
    (
        (evidencing.stands,),
        (
            ("cleo", "evidence/"), ("cleo", "evidence/record/training/"), ("cleo", "evidence/record/notice/"),
            ("cleo", "evidence/record/art_42/"), ("cleo", "evidence/<record_id>/correct/"),
            ("cleo", "evidence/<record_id>/withdraw/"), ("emil", "evidence/"), ("cleo", "follow-ons/record/"),
        ),
    ),
    (
        (agree,),
        (
            ("cleo", "follow-ons/<follow_on_id>/"), ("cleo", "follow-ons/<follow_on_id>/drop/"), ("ben", ""),
            ("cleo", ""),
        ),
    ),
)  # fmt: skip
LEAVING: Stages = (  # of a running plan
    ((), (("cleo", "plan/left/"), ("ben", "record/"), ("cleo", "plan/cancel/"))),
    ((leave,), (("ben", ""), ("cleo", ""), ("cleo", "record/link/"))),
    ((send_link,), (("cleo", "record/link/"), ("ben", "record/link/"))),
)
ENDINGS = {"appeal": APPEAL, "success": SUCCESS, "not met": NOT_MET, "leaving": LEAVING}
