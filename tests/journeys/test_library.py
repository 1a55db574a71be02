"""The library, and beginning a plan, in both languages and both themes: clean for axe, never sideways."""

import pytest
from django.core.management import call_command

from people.actions import add_user
from people.states import Language
from plans import actions
from plans.models import Template
from tests.journeys.conftest import Door
from tests.journeys.test_every_page import case_page, entered, looked_at
from tests.plans.library.test_actions import add, save
from tests.world import People, actor, drafted, opened


@pytest.mark.parametrize("language", list(Language))
def test_every_page_is_clean(them: People, enter: Door, language: Language) -> None:
    call_command("load_library", verbosity=0)
    service = Template.objects.get(key="service", language=language)
    save(service, them.dora, title="Another title", after=1)
    retired = Template(language=language)
    save(retired, them.dora)
    actions.retire_template(retired, by=actor(them.dora))
    entry = add(them.dora)
    earlier, lea = drafted(them), add_user("lea@example.com", name="Lea", manager=them.ada)
    plan = actions.start_plan(opened(People(**{**vars(them), "ben": lea})), by=actor(them.ada))
    pages = {name: entered(them, enter, name, language) for name in ("ada", "dora")}
    begin = case_page(plan, "plan/begin/")
    looked = [
        *(("dora", f"/library/{rest}") for rest in ("", "?words=", "?words=nothing", "learning/", "learning/new/")),
        *(("dora", f"/library/templates/{service.pk}/{rest}") for rest in ("", "edit/", "compare/", "versions/1/")),
        ("dora", f"/library/templates/{retired.pk}/"),
        ("dora", f"/library/learning/{entry.pk}/"),
        *(("ada", f"/library/{rest}") for rest in ("", "learning/", "templates/new/")),
        ("ada", begin),
        ("ada", f"{begin}?template={service.versions.get(number=2).pk}"),
        ("ada", f"{begin}?plan={earlier.case.reference}"),
        ("ada", case_page(earlier, "plan/save-as-template/")),
    ]
    assert [fault for name, address in looked for fault in looked_at(pages[name], address)] == []


def test_an_item_is_changed_and_compared(them: People, enter: Door) -> None:
    """As HR does it, in a browser: open an item, change its target, add a measure, save, compare."""
    call_command("load_library", verbosity=0)
    assembly = Template.objects.get(key="assembly", language="en")
    page = enter(them.dora)
    page.goto(f"/library/templates/{assembly.pk}/edit/")
    page.get_by_text("1. Assembly errors found").click()
    item = page.locator("details.item-part").first
    item.get_by_label("Target", exact=True).fill("1.5")
    item.get_by_role("button", name="Add a measure").click()
    row = item.locator("[data-formset-row]:visible").filter(has=page.get_by_label("By whom")).last
    row.get_by_label("What", exact=True).fill("A second look at every tenth unit")
    page.get_by_role("button", name="Save as a new version").click()
    page.get_by_role("link", name="Compare versions").click()
    assert page.locator("ins").all_inner_texts() == ["1.5", "A second look at every tenth unit"]
