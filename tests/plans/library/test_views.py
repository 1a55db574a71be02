"""The library's pages."""

import re
import uuid
from typing import Any

import pytest
from django.core.management import call_command

from plans.actions import library as actions
from plans.forms.template import MOST_ITEMS
from plans.library.queries import content_of
from plans.models import LearningEntry, Template, TemplateVersion
from plans.states import LearningKind
from tests.pages import signed_in, text
from tests.plans.library.test_actions import CONTENT, ENTRY, add, save
from tests.world import People, actor

pytestmark = pytest.mark.django_db

READERS = ("ada", "hal", "cleo", "dora")  # a manager, HR who manages, HR
OTHERS = ("ben", "emil", "fay", "gus", "ivy")  # nobody reports to Gus


@pytest.fixture
def library(who: People) -> Template:
    call_command("load_library", verbosity=0)
    return Template.objects.get(key="assembly", language="en")


def fields_of(page: str) -> dict[str, Any]:
    """The form of the page as a browser would send it back."""
    form = page[page.index('<form method="post" data-warn-unsaved>') :]
    form = form[: form.index("</form>")]
    form = re.sub(r"<template.*?</template>", "", form, flags=re.DOTALL)
    sent: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and 'type="checkbox"' not in tag:
            sent[name[1]] = value[1] if value else ""
    for name, body in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', form, flags=re.DOTALL):
        sent[name] = body.removeprefix("\n")
    for name, body in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, flags=re.DOTALL):
        sent[name] = re.findall(r'<option value="([^"]*)" selected', body)
    return sent


class TestReading:
    @pytest.mark.parametrize("name", READERS)
    def test_managers_and_hr_read_it(self, who: People, library: Template, name: str) -> None:
        client = signed_in(getattr(who, name))
        for address in ("", "learning/", f"templates/{library.pk}/", f"templates/{library.pk}/compare/"):
            assert client.get(f"/library/{address}").status_code == 200

    @pytest.mark.parametrize("name", OTHERS)
    def test_nobody_else(self, who: People, library: Template, name: str) -> None:
        client = signed_in(getattr(who, name))
        for address in ("", "learning/", "templates/new/", f"templates/{library.pk}/", f"templates/{library.pk}/edit/"):
            response = client.get(f"/library/{address}")
            assert response.status_code == 403
            assert "rework" not in text(response)

    @pytest.mark.parametrize("name", [*READERS, *OTHERS])
    def test_the_header_leads_there_whom_it_lets_in(self, who: People, name: str) -> None:
        assert ('href="/library/"' in text(signed_in(getattr(who, name)).get("/"))) == (name in READERS)

    def test_one_language_first_and_both_when_asked(self, who: People, library: Template) -> None:
        client = signed_in(who.ada)
        assert "装配" not in text(client.get("/library/"))
        assert "装配" in text(client.get("/library/?words="))

    @pytest.mark.parametrize(
        ("query", "number"),
        [("words=rework", 1), ("field=sales", 1), ("words=装配", 1), ("words=nothing+like+it", 0), ("field=cooking", 8),
         ("language=zh-hans", 8), ("words=" + "x+" * 500, 8)],
    )  # fmt: skip
    def test_search(self, who: People, library: Template, query: str, number: int) -> None:
        if "language" not in query and "装" not in query:
            query += "&language=en"
        page = text(signed_in(who.ada).get(f"/library/?{query}"))
        assert page.count("template-card ") + page.count('template-card"') == number

    def test_ones_own_stands_among_them(self, who: People, library: Template) -> None:
        own = Template(owner=who.ada)
        save(own, who.ada, title="My own way")
        assert "My own way" in text(signed_in(who.ada).get("/library/"))
        for other in (who.hal, who.dora):
            assert "My own way" not in text(signed_in(other).get("/library/?words="))
            assert signed_in(other).get(f"/library/templates/{own.pk}/").status_code == 404

    def test_a_version_that_is_not_there(self, who: People, library: Template) -> None:
        client = signed_in(who.ada)
        for rest in (f"{library.pk}/versions/2/", f"{library.pk}/versions/99999999999/", f"{uuid.uuid4()}/"):
            assert client.get(f"/library/templates/{rest}").status_code == 404

    def test_the_rubric_shows_its_target(self, who: People, library: Template) -> None:
        service = Template.objects.get(key="service", language="en")
        page = text(signed_in(who.ada).get(f"/library/templates/{service.pk}/"))
        assert page.count('<li class="is-target">Says in own words') == 1


class TestWriting:
    def test_saved_as_it_was_shown_nothing_is_lost(self, who: People, library: Template) -> None:
        client = signed_in(who.dora)
        for kept in Template.objects.all():
            address = f"/library/templates/{kept.pk}/edit/"
            assert client.post(address, fields_of(text_of(client, address))).status_code == 302
            old, new = kept.versions.all()
            assert content_of(new).kept() == content_of(old).kept()

    def test_items_rows_and_levels_come_and_go(self, who: People, library: Template) -> None:
        client, address = signed_in(who.dora), f"/library/templates/{library.pk}/edit/"
        sent = fields_of(text_of(client, address))
        sent |= {
            "item-1-leave_out": "on", "item-0-support-0-DELETE": "on", "item-0-target": "1.5",
            "item-3-area": "Handing over", "item-3-measure": "rubric", "item-3-levels": "None\n\nSome\nAll",
            "item-3-commitments-0-kind": "tools", "item-3-commitments-0-content": "A board",
        }  # fmt: skip
        assert client.post(address, sent).status_code == 302
        version = library.versions.last()
        assert version
        items = content_of(version).items
        assert [item.area for item in items][2] == "Handing over"
        assert (str(items[0].target), len(items[0].support), items[2].levels) == ("1.5", 2, ["None", "Some", "All"])
        page = text(client.get(f"/library/templates/{library.pk}/compare/"))
        assert "<del>2</del>" in page
        assert "<ins>1.5</ins>" in page

    def test_a_resource_of_the_library_goes_in(self, who: People, library: Template) -> None:
        entry = add(who.dora)
        client, address = signed_in(who.dora), f"/library/templates/{library.pk}/edit/"
        sent = fields_of(text_of(client, address)) | {"item-0-support-0-learning": [str(entry.pk)]}
        client.post(address, sent)
        version = library.versions.last()
        assert version
        (learning,) = content_of(version).items[0].support[0].learning
        assert (learning.entry, learning.done_when) == (entry.pk, entry.done_when)

    def test_a_stale_page_keeps_the_words(self, who: People, library: Template) -> None:
        client, address = signed_in(who.dora), f"/library/templates/{library.pk}/edit/"
        sent = fields_of(text_of(client, address))
        client.post(address, sent)
        response = client.post(address, sent | {"title": "My own words"})
        assert (response.status_code, "My own words" in text(response)) == (409, True)

    @pytest.mark.parametrize(
        "wrong",
        [{"title": ""}, {"title": "x" * 121}, {"weeks": "0"}, {"item-0-target": "many"}, {"field": "cooking"},
         {"item-0-weight": "900"}, {"item-0-support-0-learning": ["x"]}, {"item-0-levels": "\n".join("1234567")},
         {"item-0-support-TOTAL_FORMS": "x"}, {"after": "x"}, {"currency": "euro"}],
        ids=str,
    )  # fmt: skip
    def test_what_makes_no_sense_is_refused_with_the_words_kept(
        self, who: People, library: Template, wrong: dict[str, Any]
    ) -> None:
        client, address = signed_in(who.dora), f"/library/templates/{library.pk}/edit/"
        sent = fields_of(text_of(client, address)) | {"if_met": "My own words"} | wrong
        response = client.post(address, sent)
        assert (response.status_code, "My own words" in text(response)) == (422, True)
        assert library.versions.count() == 1

    @pytest.mark.parametrize("number", ["", "x", "-1", "99", "1000", "٣"])
    def test_any_number_of_items(self, who: People, library: Template, number: str) -> None:
        client, address = signed_in(who.dora), f"/library/templates/{library.pk}/edit/"
        response = client.post(address, fields_of(text_of(client, address)) | {"items": number})
        assert response.status_code in (302, 422)
        assert MOST_ITEMS < 99

    def test_hrs_new_one_is_the_companys_and_a_managers_their_own(self, who: People) -> None:
        for user, owner in ((who.dora, None), (who.ada, who.ada)):
            client = signed_in(user)
            sent = fields_of(text_of(client, "/library/templates/new/"))
            sent |= {"title": "Stock taking", "about": "For the warehouse", "field": "other", "item-0-area": "Counting"}
            assert client.post("/library/templates/new/", sent).status_code == 302
            assert TemplateVersion.objects.latest("made_at").template.owner == owner

    @pytest.mark.parametrize("rest", ["edit/", "retire/", "restore/"])
    def test_a_manager_changes_nothing_of_the_companys(self, who: People, library: Template, rest: str) -> None:
        assert signed_in(who.ada).post(f"/library/templates/{library.pk}/{rest}", {}).status_code == 403

    def test_retired_and_restored(self, who: People, library: Template) -> None:
        hr, manager = signed_in(who.dora), signed_in(who.ada)
        page = f"/library/templates/{library.pk}/"
        hr.post(f"{page}retire/")
        assert [client.get(page).status_code for client in (hr, manager)] == [200, 404]
        hr.post(f"{page}restore/")
        assert manager.get(page).status_code == 200


def text_of(client: Any, address: str) -> str:
    """The page with its entities resolved."""
    return text(client.get(address))


class TestLearning:
    FORM = {**ENTRY, "language": "en", "hours": "2", "cost": "", "currency": ""}

    def test_hr_adds_changes_retires_and_restores(self, who: People) -> None:
        client = signed_in(who.dora)
        assert client.post("/library/learning/new/", self.FORM).status_code == 302
        page = f"/library/learning/{LearningEntry.objects.get().pk}/"
        assert client.post(page, {**self.FORM, "title": "Torque, edition 5"}).status_code == 302
        client.post(f"{page}retire/")
        assert "Torque" not in text(signed_in(who.ada).get("/library/learning/"))
        client.post(f"{page}restore/")
        assert "Torque, edition 5" in text(signed_in(who.ada).get("/library/learning/"))

    @pytest.mark.parametrize("name", ["ada", *OTHERS])
    def test_nobody_else_does(self, who: People, name: str) -> None:
        entry, client = add(who.dora), signed_in(getattr(who, name))
        for rest in ("new/", f"{entry.pk}/", f"{entry.pk}/retire/", f"{entry.pk}/restore/"):
            assert client.post(f"/library/learning/{rest}", self.FORM).status_code == 403
        assert LearningEntry.objects.get().added_at == entry.added_at

    def test_only_web_addresses_are_links(self, who: People) -> None:
        add(who.dora, kind=LearningKind.MANUAL, address="javascript:alert(1)")
        assert 'href="javascript' not in text(signed_in(who.ada).get("/library/learning/"))

    def test_one_that_is_wrong_is_refused(self, who: People) -> None:
        client = signed_in(who.dora)
        for wrong in ({"address": "nowhere"}, {"cost": "5"}, {"done_when": ""}):
            assert client.post("/library/learning/new/", {**self.FORM, **wrong}).status_code == 422
        assert not LearningEntry.objects.exists()

    def test_a_plan_keeps_what_it_chose(self, who: People) -> None:
        entry = add(who.dora)
        kept = Template()
        save(kept, who.dora, content=CONTENT)
        actions.change_learning_entry(entry, by=actor(who.dora), title="Another")
        assert CONTENT.kept() == content_of(kept.versions.get()).kept()
