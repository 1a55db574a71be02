"""Who keeps the library, and what stays of it."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction

from cases.refusals import NotVisible, NotYourPart, WrongMoment
from people.models import User
from plans.actions import library as actions
from plans.library.content import TemplateContent
from plans.library.queries import content_of, offered_to, templates_for, version_for
from plans.library.shipped import shipped
from plans.models import LearningEntry, Template, TemplateVersion
from plans.states import FieldOfWork, LearningKind, PlanStatus
from tests.roles import as_owner
from tests.world import People, actor, drafted, plan_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_plan")]

CONTENT = TemplateContent.model_validate({"items": [{"area": "Errors", "target": "2"}], "weeks": 8})
ENTRY: dict[str, Any] = {
    "kind": LearningKind.LINK, "title": "Torque", "address": "https://learn.example/torque", "done_when": "Test passed",
}  # fmt: skip
NOT_HR = ("ada", "ben", "emil", "fay", "gus", "ivy")  # manager, employee, auditor, employee, manager, administrator


def template(owner: User | None = None, **fields: Any) -> Template:
    return Template(owner=owner, **fields)


def save(new: Template, by: User, **changes: Any) -> TemplateVersion:
    said = {"title": "Errors", "about": "Fewer of them", "content": CONTENT, **changes}
    return actions.save_template(new, by=actor(by), **said)


def add(by: User, **changes: Any) -> LearningEntry:
    return actions.add_learning_entry(by=actor(by), **{**ENTRY, **changes})


class TestShipping:
    def test_once_and_again_changes_nothing(self) -> None:
        assert actions.ship_templates() == len(shipped()) == TemplateVersion.objects.count()
        assert actions.ship_templates() == 0
        call_command("load_library", verbosity=0)
        assert TemplateVersion.objects.count() == len(shipped())

    def test_it_says_how_many_are_new(self, capsys: pytest.CaptureFixture[str]) -> None:
        call_command("load_library")
        assert capsys.readouterr().out.startswith(f"{len(shipped())} ")

    @pytest.fixture
    def changed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """An update of pipcases brings other words for its first template."""
        actions.ship_templates()
        first, *rest = shipped()
        again = first.model_copy(update={"about": "Better words."})
        monkeypatch.setattr(actions, "shipped", lambda: (again, *rest))

    def shipped_first(self) -> Template:
        return Template.objects.get(key=shipped()[0].key, language=shipped()[0].language)

    def test_a_changed_file_is_a_new_version(self, changed: None) -> None:
        assert actions.ship_templates() == 1
        assert [version.about == "Better words." for version in self.shipped_first().versions.all()] == [False, True]

    def test_what_hr_made_of_one_is_not_overwritten(self, who: People, changed: None) -> None:
        save(self.shipped_first(), who.dora, about="Our own words.", after=1)
        assert actions.ship_templates() == 0
        newest = self.shipped_first().versions.last()
        assert newest
        assert newest.about == "Our own words."

    def test_a_retired_one_stays_retired(self, who: People, changed: None) -> None:
        actions.retire_template(self.shipped_first(), by=actor(who.dora))
        assert actions.ship_templates() == 1
        assert self.shipped_first().is_retired


class TestWhoKeepsTheCompanys:
    @pytest.mark.parametrize("name", NOT_HR)
    def test_nobody_but_hr(self, who: People, name: str) -> None:
        user, kept, entry = getattr(who, name), template(), add(who.dora)
        save(kept, who.dora)
        refused: list[Callable[[], object]] = [
            lambda: save(template(), user),
            lambda: save(kept, user, after=1),
            lambda: actions.retire_template(kept, by=actor(user)),
            lambda: actions.restore_template(kept, by=actor(user)),
            lambda: add(user),
            lambda: actions.change_learning_entry(entry, by=actor(user), title="Mine"),
            lambda: actions.retire_learning_entry(entry, by=actor(user)),
            lambda: actions.restore_learning_entry(entry, by=actor(user)),
        ]
        for act in refused:
            with pytest.raises(NotYourPart):
                act()
        assert (TemplateVersion.objects.count(), LearningEntry.objects.count()) == (1, 1)

    def test_not_hr_who_left(self, who: People) -> None:
        who.dora.is_active = False
        with pytest.raises(NotYourPart):
            save(template(), who.dora)

    @pytest.mark.parametrize("name", ["ben", "gus", "cleo", "dora", "emil", "ivy"])
    def test_ones_own_is_nobody_elses(self, who: People, name: str) -> None:
        user, own = getattr(who, name), template(who.ada)
        save(own, who.ada)
        for act in (lambda: save(own, user, after=1), lambda: actions.retire_template(own, by=actor(user))):
            with pytest.raises(NotYourPart):
                act()
        assert own not in templates_for(user)
        assert version_for(user, own.pk) is None


class TestVersions:
    def test_each_save_is_a_version_and_the_old_ones_stay(self, who: People) -> None:
        kept = template()
        save(kept, who.dora)
        save(kept, who.cleo, title="Fewer errors", after=1)
        assert [(v.number, v.title, v.author) for v in kept.versions.all()] == [
            (1, "Errors", who.dora),
            (2, "Fewer errors", who.cleo),
        ]

    @pytest.mark.parametrize("after", [0, 2, 7])
    def test_a_stale_page_saves_nothing(self, who: People, after: int) -> None:
        kept = template()
        save(kept, who.dora)
        with pytest.raises(actions.StaleTemplate):
            save(kept, who.cleo, after=after)
        assert kept.versions.count() == 1

    def test_a_version_is_written_once(self, who: People) -> None:
        save(template(), who.dora)
        for statement in ("UPDATE plans_templateversion SET title = 'x'", "DELETE FROM plans_templateversion"):
            with (
                pytest.raises(ProgrammingError, match="permission denied"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)

    @pytest.mark.django_db(transaction=True)
    def test_even_by_the_owner(self, who: People) -> None:
        save(template(), who.dora)
        with as_owner() as owner, pytest.raises(psycopg.errors.IntegrityConstraintViolation, match="written once"):
            owner.execute("UPDATE plans_templateversion SET title = 'x'")

    def test_a_title_too_long_is_refused(self, who: People) -> None:
        with pytest.raises(ValidationError):
            save(template(), who.dora, title="x" * 121)
        assert not TemplateVersion.objects.exists()


class TestRetired:
    def test_it_is_offered_to_nobody_and_read_by_its_keepers(self, who: People) -> None:
        kept = template()
        version = save(kept, who.dora)
        actions.retire_template(kept, by=actor(who.dora))
        assert (kept.retired_by, version in offered_to(who.ada), version in offered_to(who.dora)) == (
            who.dora,
            False,
            False,
        )
        assert (version_for(who.ada, kept.pk), version_for(who.dora, kept.pk)) == (None, version)
        assert version in offered_to(who.dora, retired=True)
        actions.restore_template(kept, by=actor(who.cleo))
        assert version in offered_to(who.ada)

    def test_twice_is_once(self, who: People) -> None:
        entry = add(who.dora)
        actions.retire_learning_entry(entry, by=actor(who.dora))
        first = entry.retired_at
        actions.retire_learning_entry(entry, by=actor(who.cleo))
        assert (entry.retired_at, entry.retired_by) == (first, who.dora)


class TestLearning:
    @pytest.mark.parametrize(
        ("fields", "wrong"),
        [
            ({"address": "javascript:alert(1)"}, "address"),
            ({"address": "the intranet"}, "address"),
            ({"address": "http://"}, "address"),
            ({"kind": LearningKind.MANUAL, "address": ""}, "address"),
            ({"kind": LearningKind.MANUAL, "address": "https://"}, "address"),
            ({"done_when": ""}, "done_when"),
            ({"hours": -1}, "hours"),
            ({"kind": "film"}, "kind"),
            ({"currency": "euro", "cost": 1}, "currency"),
        ],
        ids=str,
    )
    def test_what_makes_no_sense_is_refused(self, who: People, fields: dict[str, Any], wrong: str) -> None:
        with pytest.raises(ValidationError) as refused:
            add(who.dora, **fields)
        assert wrong in refused.value.message_dict

    @pytest.mark.parametrize("fields", [{"cost": 10}, {"currency": "EUR"}], ids=str)
    def test_a_cost_has_its_currency(self, who: People, fields: dict[str, Any]) -> None:
        with pytest.raises(ValidationError, match="needs its currency"):
            add(who.dora, **fields)

    def test_a_manual_may_say_where_it_is_kept(self, who: People) -> None:
        entry = add(who.dora, kind=LearningKind.MANUAL, address="Shelf 3, line office")
        assert not entry.is_on_the_web
        actions.change_learning_entry(entry, by=actor(who.cleo), title="Torque, edition 5")
        assert LearningEntry.objects.get().title == "Torque, edition 5"


class TestSavingAPlan:
    def keep(self, plan: Any, by: User, **more: Any) -> tuple[TemplateVersion, Any]:
        said = {"title": "Fewer errors", "about": "For assemblers", "field": FieldOfWork.PRODUCTION, **more}
        return actions.save_as_template(plan, by=actor(by), **said)

    def test_a_managers_becomes_their_own(self, who: People) -> None:
        version, _left_out = self.keep(drafted(who), who.ada)
        assert (version.template.owner, version.template.language) == (who.ada, "en")
        assert version not in offered_to(who.dora)
        (item,) = content_of(version).items
        assert (item.area, item.observed, item.baseline) == ("Assembly errors", "", None)

    def test_the_hr_partners_becomes_the_companys(self, who: People) -> None:
        version, _left_out = self.keep(plan_in(PlanStatus.HR_REVIEW, who), who.cleo)
        assert version.template.owner is None
        assert version in offered_to(who.gus)

    @pytest.mark.parametrize("status", [PlanStatus.DRAFT, PlanStatus.RETURNED])
    def test_hr_keeps_no_draft_that_is_with_its_manager(self, who: People, status: PlanStatus) -> None:
        with pytest.raises(WrongMoment):
            self.keep(plan_in(status, who), who.cleo)

    @pytest.mark.parametrize("name", ["ben", "dora", "emil"])
    def test_nobody_else_in_the_case(self, who: People, name: str) -> None:
        with pytest.raises(NotYourPart):
            self.keep(plan_in(PlanStatus.ACTIVE, who), getattr(who, name))

    @pytest.mark.parametrize("name", ["fay", "gus", "hal", "ivy"])
    def test_nobody_outside_it(self, who: People, name: str) -> None:
        with pytest.raises(NotVisible):
            self.keep(plan_in(PlanStatus.ACTIVE, who), getattr(who, name))

    def test_as_the_next_version_of_ones_own(self, who: People) -> None:
        plan = drafted(who)
        version, _left_out = self.keep(plan, who.ada)
        again, _left_out = self.keep(plan, who.ada, template=version.template)
        assert (again.template, again.number) == (version.template, 2)

    def test_not_over_somebody_elses(self, who: People) -> None:
        other = template(who.gus)
        save(other, who.gus)
        with pytest.raises(NotYourPart):
            self.keep(drafted(who), who.ada, template=other)
