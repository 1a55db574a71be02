"""The editor: what is typed becomes the draft, what was sent cannot do more than that."""

import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.actions import add_comment
from plans.actions import return_plan
from plans.draft import MOST_DRAFTED, Draft
from plans.forms.item import prefix_of
from plans.models import Plan
from plans.states import PlanStatus
from tests.forms import fields_of
from tests.pages import signed_in, text
from tests.window import Window
from tests.world import CHECKPOINTS, END, People, actor, drafted, item, plan_in, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_plan")]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def window(who: People) -> Window:
    plan = drafted(who)
    write(plan, who, items=[item(area=area) for area in ("A", "B", "C")])
    return Window(plan, signed_in(who.ada))


def areas(draft: Draft) -> str:
    return " ".join(row.area for row in draft.items)


def test_a_save_of_what_the_page_shows_changes_nothing(window: Window) -> None:
    before = window.saved
    assert window.send().status_code == 302
    assert window.saved == before


class TestButtons:
    """Without script: each saves what was typed, and does one thing to the items."""

    def test_add(self, window: Window) -> None:
        saved = window.press("add", rating="Typed meanwhile")
        assert (areas(saved), saved.basis.rating) == ("A B C ", "Typed meanwhile")

    def test_duplicate(self, window: Window) -> None:
        first = window.saved.items[0]
        saved = window.press(f"duplicate:{first.id.hex}")
        assert areas(saved) == "A A B C"
        ids = [row.id for one in saved.items for row in (one, *one.support, *one.commitments)]
        assert len(set(ids)) == len(ids)

    def test_reorder(self, window: Window) -> None:
        first, _second, third = window.saved.items
        assert areas(window.press(f"down:{first.id.hex}")) == "B A C"
        assert areas(window.press(f"up:{third.id.hex}")) == "B C A"
        assert areas(window.press(f"down:{first.id.hex}")) == "B C A"

    def test_remove_and_bring_back(self, window: Window) -> None:
        second = window.saved.items[1]
        gone = window.press(f"remove:{second.id.hex}")
        assert (areas(gone), [removed.item.area for removed in gone.removed]) == ("A C", ["B"])
        back = window.press(f"back:{second.id.hex}")
        assert (areas(back), back.removed) == ("A B C", [])
        assert back.items[1] == second

    def test_what_was_typed_is_removed_and_comes_back_with_it(self, window: Window) -> None:
        second = window.saved.items[1]
        window.press(f"remove:{second.id.hex}", **{f"{prefix_of(second.id)}-analysis": "Typed just now"})
        assert window.press(f"back:{second.id.hex}").items[1].analysis == "Typed just now"

    def test_there_is_an_end_to_adding(self, window: Window) -> None:
        for _time in range(MOST_DRAFTED):
            saved = window.press("add")
        assert (len(saved.items), saved.removed) == (MOST_DRAFTED, [])
        assert len(window.press(f"duplicate:{saved.items[0].id.hex}").items) == MOST_DRAFTED

    def test_one_more_row(self, window: Window) -> None:
        rows = f"{prefix_of(window.saved.items[0].id)}-support"
        assert window.fields[f"{rows}-TOTAL_FORMS"] == ["1"]
        response = window.send(do=f"row:{rows}")
        again = fields_of(text(window.client.get(response["Location"])), "draft")
        assert again[f"{rows}-TOTAL_FORMS"] == ["2"]

    def test_the_removed_are_gone_once_the_plan_was_shown(self, who: People, window: Window) -> None:
        window.press(f"remove:{window.saved.items[1].id.hex}")
        plan = plan_in(PlanStatus.HR_REVIEW, who, plan=window.plan)
        assert plan.document.removed == []


class TestTargets:
    """R2: numbers, limits and levels."""

    def test_r2_two_limits(self, window: Window) -> None:
        at = prefix_of(window.saved.items[0].id)
        limits = {f"{at}-direction": "within", f"{at}-baseline": "7", f"{at}-lower_limit": "1.5", f"{at}-target": "2.5"}
        assert window.send(**limits).status_code == 302
        saved = window.saved.items[0]
        assert (saved.lower_limit, saved.target) == (Decimal("1.5"), Decimal("2.5"))

    def test_r2_levels_that_one_can_observe(self, window: Window) -> None:
        at = prefix_of(window.saved.items[0].id)
        window.press("", **{f"{at}-measure": "rubric"})
        levels = {f"{at}-level_{number}": words for number, words in enumerate(("Asks first", "", "Alone"), start=1)}
        window.press("", **levels, **{f"{at}-baseline_level": "1", f"{at}-target_level": "3"})
        saved = window.saved.items[0]
        assert (saved.levels, saved.baseline, saved.target) == (["Asks first", "", "Alone"], Decimal(1), Decimal(3))

    def test_r2_interim_targets_stand_at_their_checkpoints(self, window: Window) -> None:
        first = window.saved.items[0]
        window.press("", **{f"{prefix_of(first.id)}-interim_{CHECKPOINTS[0]}": "4"})
        (interim,) = window.saved.items[0].interim
        assert (interim.due_on, interim.value) == (CHECKPOINTS[0], Decimal(4))

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"target": "6"}, "To lower it, the target must be lower than the current level."),
            ({"direction": "raise"}, "To raise it, the target must be higher than the current level."),
            ({"direction": "within", "lower_limit": "3"}, "The lower limit must be below the upper one."),
            ({"direction": "within", "lower_limit": "1", "baseline": "1.5"}, "there is nothing to improve"),
        ],
        ids=str,
    )
    def test_r2_an_impossible_gap_is_refused_in_words(self, window: Window, changes: Any, sentence: str) -> None:
        first = window.saved.items[0]
        response = window.send(**{f"{prefix_of(first.id)}-{name}": value for name, value in changes.items()})
        assert (response.status_code, sentence in text(response)) == (422, True)


class TestAutosave:
    def test_it_answers_with_what_changes(self, window: Window) -> None:
        answer = text(window.send(headers=HTMX, rating=""))
        assert "Saved" in answer
        assert "<main" not in answer
        assert 'id="readiness"' in answer
        assert 'id="pieces"' not in answer

    def test_a_stale_one_is_refused_and_shows_both(self, who: People, window: Window) -> None:
        other = Window(window.plan, signed_in(who.ada))
        other.press("", rating="Saved first")
        answer = window.send(headers=HTMX, rating="Saved second")
        assert answer.status_code == 409
        assert "Saved <del>first</del><ins>second</ins>" in text(answer)
        assert window.saved.basis.rating == "Saved first"

    def test_mine_can_be_saved_over_it(self, who: People, window: Window) -> None:
        Window(window.plan, signed_in(who.ada)).press("", rating="Saved first")
        newest = Plan.objects.get(pk=window.plan.pk).revision
        assert window.send(rating="Saved second", over=newest).status_code == 302
        assert window.saved.basis.rating == "Saved second"

    def test_an_item_that_the_other_window_added_can_be_brought_back(self, who: People, window: Window) -> None:
        other = Window(window.plan, signed_in(who.ada))
        other.press("add")
        newest = Plan.objects.get(pk=window.plan.pk).revision
        assert window.send(over=newest).status_code == 302
        assert (areas(window.saved), len(window.saved.removed)) == ("A B C", 1)

    def test_levels_come_when_they_are_asked_for(self, window: Window) -> None:
        at = prefix_of(window.saved.items[0].id)
        answer = text(window.send(headers=HTMX, **{f"{at}-measure": "rubric"}))
        assert f"{at}-level_1" in answer


@pytest.mark.parametrize("cases", [1, 4])
def test_a_save_of_five_items_asks_at_most_fifteen_questions(who: People, cases: int) -> None:
    plan = drafted(who)
    write(plan, who, items=[item() for _number in range(5)])
    for number in range(1, cases):
        other_case(who, number)
    window = Window(plan, signed_in(who.ada))
    with CaptureQueriesContext(connection) as queries:
        assert window.send(headers=HTMX, rating="Otherwise").status_code == 200
    assert len(queries) <= 15, [query["sql"][:80] for query in queries]


def other_case(who: People, number: int) -> None:
    from people.actions import add_user

    lea = add_user(f"lea{number}@example.com", name="Lea", manager=who.ada)
    plan_in(PlanStatus.DRAFT, People(**{**vars(who), "ben": lea}))


def test_five_items_weigh_little(who: People) -> None:
    plan = drafted(who)
    write(plan, who, items=[item() for _number in range(5)])
    page = signed_in(who.ada).get(f"/cases/{plan.case.reference}/plan/edit/")
    assert len(page.content) < 100_000


def test_the_cadence_makes_the_checkpoints(window: Window) -> None:
    saved = window.press("", cadence="monthly")
    assert saved.calendar.checkpoints[-1] <= END
    assert len(saved.calendar.checkpoints) == 2


def test_ids_of_rows_stay_the_same_from_save_to_save(window: Window) -> None:
    before = [row.id for row in window.saved.items[0].support]
    window.press("", rating="Otherwise")
    assert [row.id for row in window.saved.items[0].support] == before
    assert uuid.UUID(window.fields["item"][0]) == window.saved.items[0].id


def test_a_comment_on_a_field_stands_in_the_editor(who: People) -> None:
    plan = plan_in(PlanStatus.HR_REVIEW, who)
    (one,) = plan.document.items
    about: dict[str, Any] = {"topic": "item", "topic_id": one.id, "field": "target"}
    add_comment(plan.case, by=actor(who.cleo), text="Say by when.", among_hr=True, **about)
    return_plan(plan, by=actor(who.cleo), comment="See the target.")
    page = text(signed_in(who.ada).get(f"/cases/{plan.case.reference}/plan/edit/"))
    assert f'data-for="id_{prefix_of(one.id)}-target" data-tone="is-said"' in page
    assert "Say by when." in page
