"""R30, R31: the record tells of appeals as they stood at its event."""

import pytest

from plans.models import Plan
from records.actions import request_copy
from records.compose import compose
from records.models import RecordCopy
from tests import appealing
from tests.world import People, actor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_plan")]


def section(copy: RecordCopy) -> str:
    html = compose(copy)
    return html[html.index('<section id="appeal"') : html.index('<section id="comments"')]


def copy_of(plan: Plan, who: People) -> RecordCopy:
    request_copy(plan.case, by=actor(who.ben))
    return RecordCopy.objects.filter(case=plan.case).latest("seq")


def test_r31_each_step_of_an_appeal_stands_in_the_record_and_none_that_came_later(who: People) -> None:
    plan = appealing.decided(who)
    none = copy_of(plan, who)
    appealing.file(plan, who)
    filed = copy_of(plan, who)
    for step in (appealing.name, appealing.arrange, appealing.hear, appealing.state, appealing.rule):
        step(plan, who)
    whole = section(copy_of(plan, who))
    for words in (appealing.WHY, "Fay", appealing.PLACE, *appealing.SAID.values(), "One shift must be left out."):
        assert words in whole
    assert "outcome 2 from now on" in whole
    assert "Nobody appealed against an outcome in this record." in section(none)
    before = section(filed)
    assert (appealing.WHY in before, "Nobody was named yet." in before, "Not decided" in before) == (True, True, True)
    assert "One shift must be left out." not in before
