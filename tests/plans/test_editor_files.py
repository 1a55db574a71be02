"""Files and things to learn from, handed in and chosen while a plan is written."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cases.files.checks import checked
from cases.models import StoredFile
from plans.actions.library import add_learning_entry, change_learning_entry
from plans.forms.item import prefix_of
from plans.models import LearningEntry, Plan
from plans.states import PlanStatus
from tests.pages import signed_in, text
from tests.window import Window
from tests.world import People, actor, drafted, issue, item, plan_in, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_plan")]


@pytest.fixture
def window(who: People) -> Window:
    plan = drafted(who)
    write(plan, who, items=[item(area=area) for area in ("A", "B", "C")])
    return Window(plan, signed_in(who.ada))


class TestFiles:
    def upload(self, name: str = "log.txt", content: bytes = b"Batch 7: eleven hours") -> SimpleUploadedFile:
        return SimpleUploadedFile(name, content)

    def test_files_stand_where_they_were_handed_in(self, window: Window) -> None:
        first = window.saved.items[0]
        at = prefix_of(first.id)
        places = {"basis": b"one", "standard": b"two", at: b"three", f"{at}-commitments-0": b"four"}
        uploads = {f"{place}-evidence": self.upload(content=words) for place, words in places.items()}
        window.press("", **uploads)
        saved = window.saved
        lists = (
            saved.basis.files,
            saved.basis.standard_files,
            saved.items[0].files,
            saved.items[0].commitments[0].files,
        )
        assert [len(files) for files in lists] == [1, 1, 1, 1]
        assert {ref.digest for ref in saved.files()} == set(StoredFile.objects.values_list("sha256", flat=True))

    def test_the_same_file_twice_is_kept_once(self, window: Window) -> None:
        for _time in range(2):
            window.press("", **{"basis-evidence": self.upload()})
        assert (len(window.saved.basis.files), StoredFile.objects.count()) == (1, 1)

    def test_it_can_be_taken_out_again(self, window: Window) -> None:
        (ref,) = window.press("", **{"basis-evidence": self.upload()}).basis.files
        assert window.press(f"detach:{ref.id.hex}").basis.files == []

    def test_what_cannot_be_kept_is_said_and_the_words_are_saved(self, window: Window) -> None:
        response = window.send(rating="Typed", **{"basis-evidence": self.upload("x.pdf", b"no pdf")})
        assert (response.status_code, window.saved.basis.rating, window.saved.basis.files) == (422, "Typed", [])

    def test_a_full_case_is_said_and_the_words_are_saved(self, window: Window, settings: Any) -> None:
        settings.EVIDENCE_CASE_BYTES = 3
        response = window.send(rating="Typed", **{"basis-evidence": self.upload()})
        assert (response.status_code, window.saved.basis.rating, StoredFile.objects.count()) == (422, "Typed", 0)

    def test_of_two_files_neither_is_kept_where_there_is_room_for_one(self, window: Window, settings: Any) -> None:
        settings.EVIDENCE_CASE_BYTES = 40
        both = [self.upload("a.txt", b"One: eleven hours of rework"), self.upload("b.txt", b"Two: twelve hours of it")]
        response = window.send(rating="Typed", **{"basis-evidence": both})
        assert (response.status_code, window.saved.basis.rating, window.saved.basis.files) == (422, "Typed", [])


class TestLearning:
    @pytest.fixture
    def entry(self, who: People) -> LearningEntry:
        return LearningEntry.objects.create(
            kind="manual", title="Torque manual", address="Shelf 4", done_when="Signed", added_by=who.dora
        )

    def test_it_is_copied_from_the_library(self, window: Window, entry: LearningEntry) -> None:
        row = f"{prefix_of(window.saved.items[0].id)}-support-0"
        for _time in range(2):
            window.press("", **{f"{row}-learn": "torque MANUAL"})
        (learning,) = [row for row in window.saved.items[0].support[0].learning if row.entry]
        assert (learning.entry, learning.title, learning.done_when) == (entry.pk, "Torque manual", "Signed")
        left = window.press(f"unlearn:{learning.id.hex}").items[0].support[0].learning
        assert entry.pk not in {row.entry for row in left}

    def test_a_title_the_library_does_not_have_is_refused_in_words(self, window: Window) -> None:
        row = f"{prefix_of(window.saved.items[0].id)}-support-0"
        response = window.send(**{f"{row}-learn": "Something else"})
        assert (response.status_code, "The library has nothing of this title" in text(response)) == (422, True)


class TestLearningFiles:
    """A resource with a file of its own: the case gets a copy that stays."""

    def entry(self, who: People, content: bytes) -> LearningEntry:
        upload = checked(SimpleUploadedFile("manual.txt", content))
        said = {"kind": "manual", "title": "Torque manual", "address": "Shelf 4", "done_when": "Signed"}
        return add_learning_entry(by=actor(who.dora), file=upload, **said)

    def test_the_plan_keeps_a_copy_of_its_own(self, who: People, window: Window) -> None:
        entry = self.entry(who, b"Edition 1")
        row = f"{prefix_of(window.saved.items[0].id)}-support-0"
        window.press("", **{f"{row}-learn": "Torque manual"})
        (learning,) = [one for one in window.saved.items[0].support[0].learning if one.entry]
        newer = checked(SimpleUploadedFile("manual.txt", b"Edition 2"))
        change_learning_entry(entry, by=actor(who.dora), file=newer)
        window.press("", rating="Otherwise")
        assert StoredFile.objects.count() == 1
        answer = window.client.get(f"/cases/{window.plan.case.reference}/files/{learning.file.id}/")  # type: ignore[union-attr]
        assert answer.content == b"Edition 1"

    def test_the_employee_reads_it_once_the_plan_is_issued(self, who: People, window: Window) -> None:
        self.entry(who, b"Edition 1")
        window.press("", **{f"{prefix_of(window.saved.items[0].id)}-support-0-learn": "Torque manual"})
        plan = plan_in(PlanStatus.APPROVED, who, plan=Plan.objects.get(pk=window.plan.pk))
        (ref,) = plan.document.files()
        address = f"/cases/{plan.case.reference}/files/{ref.id}/"
        assert signed_in(who.ben).get(address).status_code == 404
        issue(plan, who)
        assert signed_in(who.ben).get(address).content == b"Edition 1"

    def test_managers_fetch_it_from_the_library_and_others_do_not(self, who: People) -> None:
        address = f"/library/learning/{self.entry(who, b'Edition 1').pk}/file/"
        answer = signed_in(who.ada).get(address)
        assert (answer.status_code, answer.content, answer["X-Content-Type-Options"]) == (200, b"Edition 1", "nosniff")
        assert signed_in(who.fay).get(address).status_code == 403

    def test_hr_hands_it_in_with_the_entry(self, who: People) -> None:
        form = {"kind": "file", "title": "Sheet", "address": "Shelf", "done_when": "Read", "language": "en"}
        upload = SimpleUploadedFile("sheet.txt", b"Sequence")
        assert signed_in(who.dora).post("/library/learning/new/", {**form, "upload": upload}).status_code == 302
        entry = LearningEntry.objects.get(title="Sheet")
        assert (entry.upload.name, bytes(entry.upload.content)) == ("sheet.txt", b"Sequence")
        again = {**form, "title": "Other", "upload": SimpleUploadedFile("x.pdf", b"none")}
        assert signed_in(who.dora).post("/library/learning/new/", again).status_code == 422
