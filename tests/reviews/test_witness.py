"""R13: a witness is neither presenter nor subject, says it from their own account, and sees no more of the case."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cases.actions import add_comment
from cases.errands import errands_of
from cases.mailing import mail_for
from cases.models import CaseFile, CasePart, Notice
from cases.queries import page_of_cases, work_of
from cases.refusals import NotVisible, NotYourPart, WrongMoment
from people.actions import add_user, deactivate
from plans.models import Plan
from plans.states import PlanStatus
from reviews import actions as reviews
from reviews.models import Attestation, Refusal
from reviews.states import Seen
from tests import world
from tests.pages import signed_in, text
from tests.receipts import asked_of, attest, record_refusal, serve, slip
from tests.rules.addresses import case_routes, fill
from tests.world import ITEM, People, actor, plan_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_plan")]
MARK = "Xylophon"


@pytest.fixture
def plan(who: People, monkeypatch: pytest.MonkeyPatch) -> Plan:
    """Issued, and every word of it marked."""
    monkeypatch.setattr(world, "ITEM", {**ITEM, "area": MARK, "observed": MARK, "analysis": MARK})
    return plan_in(PlanStatus.ISSUED, who)


@pytest.fixture
def witnessed(plan: Plan, who: People) -> Plan:
    """Ada presented it before Gus, with a file; things were said and served that are no business of his."""
    add_comment(plan.case, by=actor(who.ben), text=MARK, topic="plan")
    record_refusal(plan, who, words=f"{MARK} reason", evidence=[slip(f"{MARK}.txt")])
    serve(plan, who, note=MARK)
    return plan


def own_page(plan: Plan, who: People) -> str:
    return f"witness/{asked_of(plan, who.gus).pk}/"


class TestSeeing:
    def test_of_every_address_two_are_theirs(self, who: People, witnessed: Plan) -> None:
        client, wrong = signed_in(who.gus), []
        theirs = {"", own_page(witnessed, who)}
        for route in case_routes():
            address = fill(route, witnessed.case)
            for method in ("get", "post"):
                response = getattr(client, method)(address)
                rest = address.partition(f"{witnessed.case.reference}/")[2]
                if rest in theirs:
                    assert response.status_code in (200, 405, 422)
                elif response.status_code not in (404, 405):
                    wrong.append((method, route, response.status_code))
                if MARK in text(response):
                    wrong.append((method, route, "tells of the case"))
        assert wrong == []

    def test_its_file_and_its_copies_are_not_theirs(self, who: People, witnessed: Plan) -> None:
        file_id = Refusal.objects.get().files[0]
        address = f"/cases/{witnessed.case.reference}/files/{file_id}/"
        answers = [signed_in(user).get(address).status_code for user in (who.gus, who.fay, who.ben, who.ada, who.cleo)]
        assert answers == [404, 404, 200, 200, 200]

    def test_they_are_told_who_when_and_where_and_no_more(self, who: People, witnessed: Plan) -> None:
        client = signed_in(who.gus)
        pages = [
            text(client.get(f"/cases/{witnessed.case.reference}/{rest}")) for rest in ("", own_page(witnessed, who))
        ]
        for page in pages:
            assert "Room 4" in page
            assert "Ada says:" in page
            assert "handed a written plan to Ben" in page
            assert "Cleo" not in page

    def test_the_case_stands_in_no_list_of_theirs(self, who: People, witnessed: Plan) -> None:
        work = work_of(who.gus)
        assert [work.mine, work.others, work.ended, page_of_cases(who.gus).cases] == [[], [], [], []]
        assert not CaseFile.objects.visible_to(who.gus).exists()

    def test_whoever_has_a_part_already_is_asked_in_it(self, who: People, plan: Plan) -> None:
        record_refusal(plan, who, witnesses=[who.cleo])
        assert not CasePart.objects.filter(part="witness").exists()
        attest(plan, who.cleo)
        assert Attestation.objects.get().is_given

    def test_somebody_of_hr_stays_of_hr(self, who: People, plan: Plan) -> None:
        record_refusal(plan, who, witnesses=[who.dora])
        client = signed_in(who.dora)
        assert client.get(f"/cases/{plan.case.reference}/plan/").status_code == 200
        attest(plan, who.dora)

    def test_somebody_close_to_the_subject_sees_only_what_they_are_asked(self, who: People, plan: Plan) -> None:
        """Hal is of HR, and Ben reports to him by way of Ada."""
        record_refusal(plan, who, witnesses=[who.hal])
        client = signed_in(who.hal)
        assert client.get(f"/cases/{plan.case.reference}/").status_code == 200
        assert client.get(f"/cases/{plan.case.reference}/plan/").status_code == 404


class TestTask:
    def test_it_stands_on_home_until_it_is_done(self, who: People, witnessed: Plan) -> None:
        (errand,) = errands_of(who.gus)
        assert errand.url == f"/cases/{witnessed.case.reference}/{own_page(witnessed, who)}"
        assert errand.url in text(signed_in(who.gus).get("/"))
        attest(witnessed, who.gus)
        assert errands_of(who.gus) == []

    def test_they_are_told_by_a_mail_that_tells_nothing(self, who: People, witnessed: Plan) -> None:
        (notice,) = Notice.objects.filter(recipient=who.gus)
        mail = mail_for(notice)
        assert mail.subject == "You have a document to read in pipcases"
        assert "You are named as a witness" in mail.body
        assert "Ben" not in mail.body
        assert {row.kind for row in Notice.objects.exclude(recipient=who.gus)} & {notice.kind} == set()

    def test_once_in_their_own_words_and_then_to_be_read(self, who: People, witnessed: Plan) -> None:
        client, page = signed_in(who.gus), f"/cases/{witnessed.case.reference}/{own_page(witnessed, who)}"
        assert client.post(page, {"answer": "", "words": "My own words"}).status_code == 422
        assert "My own words" in text(client.post(page, {"answer": "", "words": "My own words"}))
        assert client.post(page, {"answer": "did_not", "words": "I came in later."}).status_code == 302
        assert client.post(page, {"answer": "saw", "words": "Otherwise"}).status_code == 409
        assert "I came in later." in text(client.get(page))
        assert "I came in later." in text(signed_in(who.ben).get(f"/cases/{witnessed.case.reference}/"))

    def test_nobody_says_it_for_them(self, who: People, witnessed: Plan) -> None:
        asked = asked_of(witnessed, who.gus)
        said: dict[str, Any] = {"answer": Seen.SAW, "words": "x"}
        refusals = {"ada": NotYourPart, "ben": NotYourPart, "cleo": NotYourPart, "dora": NotYourPart, "fay": NotVisible}
        for name, refusal in refusals.items():
            with pytest.raises(refusal):
                reviews.attest_refusal(asked, by=actor(getattr(who, name)), **said)
            page = f"/cases/{witnessed.case.reference}/witness/{asked.pk}/"
            assert signed_in(getattr(who, name)).post(page, said).status_code == 404

    def test_twice_is_refused(self, who: People, witnessed: Plan) -> None:
        attest(witnessed, who.gus)
        with pytest.raises(WrongMoment):
            attest(witnessed, who.gus)

    def test_hr_sees_who_has_not_answered(self, who: People, witnessed: Plan) -> None:
        client, page = signed_in(who.cleo), f"/cases/{witnessed.case.reference}/"
        assert "One witness has not said yet what they saw." in text(client.get(page))
        attest(witnessed, who.gus)
        assert "has not said yet" not in text(client.get(page))


class TestNaming:
    @pytest.mark.parametrize("names", [(), ("ada",), ("ben",), ("gus", "ben"), ("gus", "ada")])
    def test_r13_nobody_presenter_or_subject_is_none(self, who: People, plan: Plan, names: tuple[str, ...]) -> None:
        with pytest.raises(ValidationError, match="witness"):
            record_refusal(plan, who, witnesses=[getattr(who, name) for name in names])
        assert not Refusal.objects.exists()

    def test_nobody_who_left(self, who: People, plan: Plan) -> None:
        deactivate(who.gus)
        who.gus.refresh_from_db()
        with pytest.raises(ValidationError, match="has an account"):
            record_refusal(plan, who)

    def test_five_at_most(self, who: People, plan: Plan) -> None:
        people = [add_user(f"w{n}@example.com", name=f"W{n}") for n in range(6)]
        with pytest.raises(ValidationError, match="five at most"):
            record_refusal(plan, who, witnesses=people)
        record_refusal(plan, who, witnesses=people[:5])
        assert Attestation.objects.count() == 5

    def test_they_are_found_by_a_search_that_keeps_the_words(self, who: People, plan: Plan) -> None:
        client, page = signed_in(who.ada), f"/cases/{plan.case.reference}/receipt/refused/"
        first = text(client.get(page))
        assert [user.name for user in vars(who).values() if f'value="{user.pk}"' in first] == ["Cleo"]
        found = text(client.post(page, {"words": "My own words", "witnesses-words": "gus", "find": "witnesses"}))
        assert f'value="{who.gus.pk}"' in found
        assert "My own words" in found
        nobody = text(client.post(page, {"words": "My own words", "witnesses-words": "nobody", "find": "witnesses"}))
        assert "Nobody of this name can be chosen here." in nobody
        assert not Refusal.objects.exists()

    @pytest.mark.parametrize("chosen", ["ada", "ben", "0", "x", "99999"])
    def test_an_id_in_the_form_that_may_not_be(self, who: People, plan: Plan, chosen: str) -> None:
        value = getattr(who, chosen).pk if hasattr(who, chosen) else chosen
        response = signed_in(who.ada).post(f"/cases/{plan.case.reference}/receipt/refused/", {"witnesses": value})
        assert response.status_code == 422
        assert "Choose somebody of those found." in text(response)

    @pytest.mark.parametrize(("minutes", "words"), [(5, "lies ahead"), (-90, "not issued yet")])
    def test_the_time_of_presenting_makes_sense(self, who: People, plan: Plan, minutes: int, words: str) -> None:
        with pytest.raises(ValidationError, match=words):
            record_refusal(plan, who, presented_at=timezone.now() + timedelta(minutes=minutes))

    def test_whether_a_reason_was_given_is_said(self, who: People, plan: Plan) -> None:
        client, page = signed_in(who.ada), f"/cases/{plan.case.reference}/receipt/refused/"
        told = {
            "digest": plan.versions.get().digest, "presented_at": f"{timezone.now():%Y-%m-%dT%H:%M}",
            "place": "Room 4", "witnesses": who.gus.pk,
        }  # fmt: skip
        assert "they gave none" in text(client.post(page, told))
        assert client.post(page, {**told, "words": "Unfair", "no_reason": "on"}).status_code == 422
        assert client.post(page, {**told, "no_reason": "on"}).status_code == 302
        assert Refusal.objects.get().words == ""
