"""Whatever is typed into the forms of coaching: it is taken, or refused with the words kept; never a server error."""

from datetime import timedelta
from typing import Any

import pytest

from cases.models import CaseFile
from plans.models import Mentoring
from tests import coaching
from tests.pages import signed_in, text
from tests.rules.test_bad_input import NASTY, Form, form_at
from tests.rules.test_policy import walk
from tests.world import END, People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_plan")]

DAY = END + timedelta(days=1)
LOG = {"key": "0" * 32, "held_on": DAY, "minutes": "30", "about": "plan", "done": "x", "next_steps": "y"}
WEEKLY = {
    "kind": "team_review", "mentor": "manager", "about": "plan", "weekday": str(DAY.weekday()), "starts_at": "09:00",
    "minutes": "30", "first_on": DAY, "last_on": DAY,
}  # fmt: skip
FORMS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("ada", "plan/mentors/", {"mentor": "Gus", "items": "the first"}),
    ("ada", "plan/mentors/end/", {"mentorings": "the first", "reason": "x"}),
    ("ada", "coaching/log/", LOG),
    ("fay", "coaching/log/", {**LOG, "about": "the first", "occasion": "none"}),
    ("ada", "coaching/plan/", WEEKLY),
    ("fay", "coaching/plan/", {**WEEKLY, "about": "the first"}),
    ("ben", "coaching/<session_id>/", {"said": "confirmed", "words": "x"}),
    ("ada", "coaching/series/<series_id>/end/", {"reason": "x"}),
)
EMPTY_IS_REFUSED = 422


def filled_in(case: CaseFile, who: People, person: str, page: str, fields: dict[str, Any]) -> Form:
    item = str(coaching.item_id(case.plans.get()))
    ids = {"items": item, "about": item, "mentorings": str(Mentoring.objects.get().pk), "mentor": who.gus.pk}
    told = {name: ids[name] if value in ("the first", "Gus") else value for name, value in fields.items()}
    return form_at(case, signed_in(getattr(who, person)), page, told)


def test_every_form_takes_what_is_well_and_refuses_the_rest(who: People) -> None:
    case = walk("l", who)
    wrong: list[tuple[object, ...]] = []
    for person, page, fields in FORMS:
        form = filled_in(case, who, person, page, fields)
        well, empty = form.send().status_code, form.send(**dict.fromkeys(fields, "")).status_code
        if (well, empty) != (302, EMPTY_IS_REFUSED):
            wrong.append((person, page, well, empty))
        names = sorted(fields)
        for turn, value in enumerate(NASTY):
            for chosen in (names, {names[turn % len(names)]}):
                status = form.send(**dict.fromkeys(chosen, value)).status_code
                if status not in (302, 409, 422):
                    wrong.append((person, page, value, status))
    assert wrong == []


def test_what_was_written_comes_back(who: People) -> None:
    case = walk("l", who)
    for person, page, changes in (
        ("ada", "coaching/log/", {"done": "My own words", "minutes": "0"}),
        ("fay", "coaching/log/", {"done": "My own words", "about": ""}),
        ("ben", "coaching/<session_id>/", {"said": "", "words": "My own words"}),
        ("ada", "plan/mentors/end/", {"mentorings": "", "reason": "My own words"}),
    ):
        fields = next(row[2] for row in FORMS if row[:2] == (person, page))
        response = filled_in(case, who, person, page, fields).send(**changes)
        assert (response.status_code, "My own words" in text(response)) == (422, True)
