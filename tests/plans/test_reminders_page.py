"""The page that tells HR and auditors who is reminded of what: made from the rules, as the case's ruleset has them."""

import pytest
from django.utils import translation

from cases.reminder_words import in_words, told
from cases.reminding import RULES, When, register
from people.actions import add_user
from people.states import Role
from pipcases.reminder_page import drawn
from plans import rulesets
from plans.models import Plan
from plans.states import PlanStatus
from tests.pages import signed_in, text
from tests.world import People, plan_in


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (When(()), ""),
        (When.from_day(-2, until=-1), "2 days before"),
        (When.from_day(0), "On the day itself"),
        (When.from_day(1), "1 day after"),
        (When.from_day(-1, every=1, most=5, until=0), "1 day before, then every day, 2 times at most"),
        (When.from_day(10, every=7, most=2), "10 days after, then every 7 days, 2 times at most"),
        (When((2, 5, 6), 7), "2 days after, then 5 days after, 6 days after, 3 times at most"),
    ],
)
def test_days_in_words(when: When, words: str) -> None:
    assert in_words(when) == words


def test_a_kind_is_registered_once() -> None:
    rule = RULES["reviews.checkpoint_overdue"]
    with pytest.raises(ValueError, match="there twice"):
        register(type(rule)(**{**vars(rule), "hour": 5}))


def test_every_setting_of_every_ruleset_is_known() -> None:
    """Nothing stands in a file that no rule reads."""
    named = {rule.setting.removeprefix("reminders.") for rule in RULES.values() if rule.setting}
    assert set(type(rulesets.default().reminders).model_fields) <= named


def test_the_drawn_page_names_every_reminder() -> None:
    with translation.override("en"):
        page = drawn()
    assert [kind for kind in RULES if f"`{kind}`" not in page] == []
    assert "* us: 7 days after, then every 7 days, 2 times at most" in page


@pytest.mark.django_db
class TestThePage:
    def page(self, plan: Plan) -> str:
        return f"/cases/{plan.case.reference}/rules/reminders/"

    def test_hr_and_auditors_read_it_as_the_case_has_it(self, who: People) -> None:
        plan = plan_in(PlanStatus.ISSUED, who)
        for user in (who.cleo, who.dora, who.emil):
            said = text(signed_in(user).get(self.page(plan)))
            assert all(str(row.rule.label) in said for row in told("general"))
            assert "10 days after, then every 7 days, 2 times at most" in said
            assert self.page(plan) in text(signed_in(user).get(self.page(plan).removesuffix("reminders/")))
        Plan.objects.filter(pk=plan.pk).update(ruleset="us")
        assert "7 days after, then every 7 days, 2 times at most" in text(signed_in(who.cleo).get(self.page(plan)))

    def test_the_others_are_refused_and_shown_no_way(self, who: People) -> None:
        plan = plan_in(PlanStatus.ISSUED, who)
        for user in (who.ada, who.ben):
            client = signed_in(user)
            assert client.get(self.page(plan)).status_code == 403
            assert self.page(plan) not in text(client.get(self.page(plan).removesuffix("reminders/")))

    def test_it_says_where_nobody_is_hr_lead(self, who: People) -> None:
        plan = plan_in(PlanStatus.DRAFT, who)
        client = signed_in(who.cleo)
        assert "Nobody is HR lead" in text(client.get(self.page(plan)))
        add_user("lea@example.com", name="Lea", roles=(Role.HR_LEAD,))
        assert "Nobody is HR lead" not in text(client.get(self.page(plan)))
