"""People are chosen by searching: some hits at a time, never everybody."""

from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from people.actions import add_user, deactivate
from people.choosing import BoundPeople, PeopleField, PersonField, SearchingForm
from people.models import User
from people.queries import active_people, find_people
from tests.world import People

pytestmark = pytest.mark.django_db


class Form(SearchingForm):
    one = PersonField(label="One")
    several = PeopleField(label="Several", required=False, most=2)


def sent(**fields: Any) -> Form:
    data = QueryDict(mutable=True)
    for name, value in fields.items():
        data.setlist(name.replace("_words", "-words"), value if isinstance(value, list) else [value])
    return Form(data)


def field(form: Form, name: str) -> BoundPeople:
    bound = form[name]
    assert isinstance(bound, BoundPeople)
    return bound


def names(people: list[User]) -> list[str]:
    return [person.name for person in people]


class TestFinding:
    @pytest.mark.parametrize(
        ("words", "found"),
        [
            ("ada", ["Ada"]),
            ("EXAMPLE.com ben", ["Ben"]),
            ("", []),
            (" ", []),
            ("nobody", []),
            ("%", []),
            ("a_a", []),
            ("a\0", []),
        ],
    )
    def test_every_word_is_in_the_name_or_the_address(self, who: People, words: str, found: list[str]) -> None:
        assert names(find_people(words)) == found

    def test_chinese_names_are_found_by_one_sign(self, who: People) -> None:
        add_user("li@example.com", name="李明")
        assert names(find_people("李")) == ["李明"]

    def test_whoever_left_is_not_found(self, who: People) -> None:
        deactivate(who.ada)
        assert find_people("ada") == []

    def test_twenty_at_most_in_one_query(self, who: People) -> None:
        for number in range(25):
            add_user(f"kim{number}@example.com", name=f"Kim {number:02}")
        with CaptureQueriesContext(connection) as queries:
            found = find_people("kim")
        assert names(found) == [f"Kim {number:02}" for number in range(20)]
        assert len(queries) == 1

    def test_among_some_only(self, who: People) -> None:
        assert names(find_people("example", active_people().filter(manager=who.hal))) == ["Ada", "Gus"]


class TestSearching:
    def test_nothing_is_refused_and_nothing_is_valid(self, who: People) -> None:
        form = sent(one_words="ada", find="one")
        assert not form.is_valid()
        assert not form.errors
        page = form.as_div()
        assert f'value="{who.ada.pk}"' in page
        assert f'value="{who.ben.pk}"' not in page
        assert 'value="ada"' in page

    def test_who_was_chosen_stays_chosen_while_one_searches_on(self, who: People) -> None:
        page = field(sent(several=[str(who.ben.pk)], several_words="ada", find="several"), "several")
        assert (names(page.chosen), names(page.offered)) == (["Ben"], ["Ben", "Ada"])
        assert str(page).count("checked") == 1

    def test_before_anybody_searches_only_the_suggested_are_there(self, who: People) -> None:
        form = Form()
        form.fields["one"].suggested = [who.gus]  # type: ignore[attr-defined]
        assert names(field(form, "one").offered) == ["Gus"]
        assert field(form, "several").offered == []

    def test_what_was_typed_is_escaped(self, who: People) -> None:
        assert "<script>" not in sent(one_words="<script>", find="one").as_div()


class TestChoosing:
    def test_one_and_several(self, who: People) -> None:
        form = sent(one=str(who.ada.pk), several=[str(who.ben.pk), str(who.cleo.pk)])
        assert form.is_valid(), form.errors
        assert form.cleaned_data == {"one": who.ada, "several": [who.ben, who.cleo]}

    def test_nobody_where_somebody_is_wanted(self, who: People) -> None:
        form = sent(one_words="ada")
        assert form.errors["one"] == ["Search for the person, then choose them."]
        assert names(field(form, "one").offered) == ["Ada"]  # the page that comes back has the hits on it

    @pytest.mark.parametrize("value", ["x", "-1", "1e9", str(2**63), "9" * 5000, "٣", "0", "a\0b", "None"])
    def test_an_id_that_is_none(self, who: People, value: str) -> None:
        assert sent(one=value).errors["one"] == ["Choose somebody of those found."]

    def test_more_than_may_be(self, who: People) -> None:
        three = [str(user.pk) for user in (who.ada, who.ben, who.cleo)]
        assert sent(one=three[0], several=three).errors["several"] == ["Choose at most 2 people."]

    def test_somebody_who_is_not_offered(self, who: People) -> None:
        deactivate(who.ada)
        assert sent(one=str(who.ada.pk)).errors["one"] == ["Choose somebody of those found."]
