"""Races for an appeal: filed twice, two hearers named, decided twice, and decided while it is withdrawn."""

from functools import partial

import pytest

from cases.models import CasePart
from plans.models import SignOff
from reviews.models import Appeal, Outcome
from tests import appealing
from tests.rules.test_races import acts_in, fresh
from tests.together import faults, together
from tests.world import People

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("after_the_plan")]


def test_an_appeal_filed_twice_at_once_is_one(who: People) -> None:
    plan = appealing.decided(who)
    presses = (partial(appealing.file, fresh(plan), who) for _press in range(3))
    assert faults(together(*presses)) == ["WrongMoment"] * 2
    assert acts_in(plan.case).count("reviews.file_appeal") == Appeal.objects.count() == 1


def test_of_two_hearers_named_at_once_one_hears_it(who: People) -> None:
    """The second press says no reason why somebody else should."""
    plan = appealing.file(appealing.decided(who), who).plan
    presses = (partial(appealing.name, fresh(plan), who, hearer) for hearer in (who.fay, who.dora))
    assert faults(together(*presses)) == ["ValidationError"]
    assert CasePart.objects.current().filter(part="hearer").count() == 1


def test_an_appeal_decided_twice_at_once_is_decided_once(who: People) -> None:
    plan = appealing.heard(appealing.decided(who), who)
    presses = (partial(appealing.rule, fresh(plan), who) for _press in range(2))
    assert faults(together(*presses)) == ["NotVisible"]  # whoever decided sees the case no more
    assert Outcome.objects.filter(varies__isnull=False).count() == 1
    assert SignOff.objects.filter(step="appeal").count() == 1


def test_an_appeal_is_decided_or_withdrawn(who: People) -> None:
    plan = appealing.heard(appealing.decided(who), who)
    presses = (partial(appealing.rule, fresh(plan), who), partial(appealing.withdraw, fresh(plan), who))
    assert len(faults(together(*presses))) == 1
    acts = acts_in(plan.case)
    assert acts.count("reviews.decide_appeal") + acts.count("reviews.withdraw_appeal") == 1
