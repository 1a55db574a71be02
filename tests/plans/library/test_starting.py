"""How a draft begins."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command

from cases.refusals import NotVisible, NotYourPart, WrongMoment
from people.actions import add_user
from people.models import User
from plans import actions
from plans.library.content import draft_from_template
from plans.library.queries import content_of
from plans.models import Plan, Template, TemplateVersion
from plans.states import PlanStatus
from tests import world
from tests.pages import signed_in, text
from tests.plans.library.test_actions import save
from tests.world import People, actor, drafted, opened, plan_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_plan")]


@pytest.fixture
def version(who: People) -> TemplateVersion:
    call_command("load_library", verbosity=0)
    return TemplateVersion.objects.get(template__key="assembly", template__language="en")


@pytest.fixture
def blank(who: People) -> Plan:
    return actions.start_plan(opened(who), by=actor(who.ada))


def page_of(draft: Plan, **query: Any) -> str:
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return f"/cases/{draft.case.reference}/plan/begin/?{asked}"


def begin(plan: Plan, version: TemplateVersion, by: User, **more: Any) -> None:
    more = {"revision": plan.revision, **more}
    actions.begin_from(plan, draft_from_template(content_of(version)), by=actor(by), **more)


class TestTheAct:
    def test_the_content_is_in_the_draft(self, who: People, blank: Plan, version: TemplateVersion) -> None:
        begin(blank, version, who.ada)
        assert [item.area for item in Plan.objects.get().document.items] == [
            item.area for item in content_of(version).items
        ]

    def test_a_draft_with_content_is_replaced_only_where_said(self, who: People, version: TemplateVersion) -> None:
        plan = drafted(who)
        with pytest.raises(actions.DraftHasContent):
            begin(plan, version, who.ada)
        before = plan.document
        begin(plan, version, who.ada, replace=True)
        assert plan.document.basis == before.basis
        assert [gone.item for gone in plan.document.removed] == before.items
        assert plan.document.calendar == before.calendar

    def test_a_stale_page_replaces_nothing(self, who: People, blank: Plan, version: TemplateVersion) -> None:
        with pytest.raises(actions.StaleDraft):
            begin(blank, version, who.ada, revision=blank.revision + 1)
        assert not Plan.objects.get().document.items

    @pytest.mark.parametrize(
        ("name", "refusal"),
        [("cleo", NotYourPart), ("dora", NotYourPart), ("emil", NotYourPart), ("ben", NotVisible), ("gus", NotVisible),
         ("fay", NotVisible), ("ivy", NotVisible)],
    )  # fmt: skip
    def test_nobody_but_its_manager(
        self, who: People, blank: Plan, version: TemplateVersion, name: str, refusal: type[Exception]
    ) -> None:
        with pytest.raises(refusal):
            begin(blank, version, getattr(who, name))

    def test_not_once_it_is_shown(self, who: People, version: TemplateVersion) -> None:
        with pytest.raises(WrongMoment):
            begin(plan_in(PlanStatus.HR_REVIEW, who), version, who.ada, replace=True)


class TestThePage:
    def test_it_follows_the_opening_of_a_case(self, who: People) -> None:
        form = {"subject": who.ben.pk, "hr_partner": who.cleo.pk, "language": "en", "ruleset": "general"}
        response = signed_in(who.ada).post("/open-a-case/", form)
        assert response["Location"].endswith("/plan/begin/")

    def test_it_offers_blank_templates_and_ones_own(self, who: People, blank: Plan, version: TemplateVersion) -> None:
        own, theirs = Template(owner=who.ada), Template(owner=who.gus)
        save(own, who.ada, title="My own way")
        save(theirs, who.gus, title="The way of Gus")
        page = text(signed_in(who.ada).get(page_of(blank)))
        assert all(said in page for said in ("Begin with an empty plan", version.title, "My own way"))
        assert "The way of Gus" not in page

    def test_what_is_chosen_is_shown_and_then_taken(self, who: People, blank: Plan, version: TemplateVersion) -> None:
        client, page = signed_in(who.ada), page_of(blank, template=version.pk)
        assert "Checks at the station" in text(client.get(page))
        response = client.post(page, {"revision": blank.revision, "starts_on": "2026-06-01"})
        assert response["Location"].endswith("/plan/edit/")
        document = Plan.objects.get().document
        assert document.calendar.ends_on == date(2026, 6, 1) + timedelta(weeks=8, days=-1)
        assert client.get(response["Location"]).status_code == 200

    def test_replacing_is_asked_for(self, who: People, version: TemplateVersion) -> None:
        plan, client = drafted(who), signed_in(who.ada)
        page, form = page_of(plan, template=version.pk), {"revision": plan.revision}
        assert client.post(page, form).status_code == 422
        assert client.post(page, {**form, "replace": "on"}).status_code == 302

    def test_a_stale_page_is_409(self, who: People, blank: Plan, version: TemplateVersion) -> None:
        page = page_of(blank, template=version.pk)
        assert signed_in(who.ada).post(page, {"revision": blank.revision + 1}).status_code == 409

    @pytest.mark.parametrize(
        "query", ["template=x", "template=00000000-0000-0000-0000-000000000000", "plan=2026-222222", "plan=x"]
    )
    def test_what_is_not_offered_is_not_found(self, who: People, blank: Plan, query: str) -> None:
        assert signed_in(who.ada).get(f"{page_of(blank)}{query}").status_code == 404

    def test_a_retired_template_and_anothers_own_are_not_offered(
        self, who: People, blank: Plan, version: TemplateVersion
    ) -> None:
        theirs = save(Template(owner=who.gus), who.gus)
        actions.retire_template(version.template, by=actor(who.dora))
        for hidden in (theirs, version):
            assert signed_in(who.ada).get(page_of(blank, template=hidden.pk)).status_code == 404

    @pytest.mark.parametrize("form", [{}, {"revision": "x"}, {"revision": 0, "starts_on": "9999-12-31"}], ids=str)
    def test_a_form_that_makes_no_sense(self, who: People, blank: Plan, version: TemplateVersion, form: Any) -> None:
        assert signed_in(who.ada).post(page_of(blank, template=version.pk), form).status_code == 422


class TestAnEarlierPlan:
    @pytest.fixture
    def lea(self, who: People) -> User:
        return add_user("lea@example.com", name="Lea Winter", manager=who.ada)

    @pytest.fixture
    def now(self, who: People, lea: User) -> Plan:
        return actions.start_plan(opened(People(**{**vars(who), "ben": lea})), by=actor(who.ada))

    def test_its_content_comes_over_without_its_people(
        self, who: People, now: Plan, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(world, "ITEM", {**world.ITEM, "assessor": "Ada and Cleo", "unit": "%"})
        earlier = plan_in(PlanStatus.ACTIVE, who)
        client = signed_in(who.ada)
        offered = text(client.get(page_of(now)))
        assert earlier.case.reference in offered
        assert "Assembly errors" in offered
        page = page_of(now, plan=earlier.case.reference)
        shown = text(client.get(page))
        assert "Item 1 · Who assesses it" in shown
        assert "Three gearboxes" not in shown
        assert client.post(page, {"revision": now.revision}).status_code == 302
        now.refresh_from_db()
        (item,) = now.document.items
        assert (item.area, item.assessor, item.observed, item.baseline) == ("Assembly errors", "", "", None)
        assert item.id != earlier.document.items[0].id

    def test_only_ones_own(self, who: People, now: Plan) -> None:
        other = add_user("kim@example.com", name="Kim Stone", manager=who.gus)
        theirs = plan_in(PlanStatus.ACTIVE, People(**{**vars(who), "ada": who.gus, "ben": other}))
        client = signed_in(who.ada)
        assert theirs.case.reference not in text(client.get(page_of(now)))
        assert client.get(page_of(now, plan=theirs.case.reference)).status_code == 404

    def test_not_this_very_one(self, who: People) -> None:
        plan = drafted(who)
        assert signed_in(who.ada).get(page_of(plan, plan=plan.case.reference)).status_code == 404


class TestSavingAsATemplate:
    def test_the_page_tells_what_is_kept_and_what_is_not(self, who: People, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(world, "ITEM", {**world.ITEM, "data_source": "Ben's log"})
        plan = drafted(who)
        client, page = signed_in(who.ada), f"/cases/{plan.case.reference}/plan/save-as-template/"
        shown = text(client.get(page))
        assert "Item 1 · Data source" in shown
        assert "Ben's log" not in shown
        response = client.post(page, {"title": "Fewer errors", "about": "For assemblers", "field": "production"})
        assert response.status_code == 302
        assert "Fewer errors" in text(client.get(response["Location"]))

    def test_sent_empty_it_is_refused(self, who: People) -> None:
        plan = drafted(who)
        assert signed_in(who.ada).post(f"/cases/{plan.case.reference}/plan/save-as-template/").status_code == 422
