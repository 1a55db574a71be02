"""R30: an appeal through its pages, from the case page to the decision; what each shows, keeps and refuses."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.errands import errands_of
from cases.models import CaseEvent, CaseFile, Notice
from cases.queries import work_of
from cases.states import Part, Stage
from plans import actions as plans
from plans.calendars import today_of
from plans.models import Plan
from reviews.ended import result_of
from reviews.models import Appeal
from reviews.ruling import digest_of_the_matter
from reviews.states import AppealStatus, Result
from tests import appealing
from tests.forms import fields_of
from tests.pages import press_twice, signed_in, text, undone
from tests.rules.test_bad_input import NASTY
from tests.world import PASSWORD, People, actor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_plan")]


@pytest.fixture
def plan(who: People) -> Plan:
    return appealing.decided(who)


def page(plan: Plan, rest: str = "") -> str:
    return f"/cases/{plan.case.reference}/{rest}"


def decision(plan: Plan, **changes: Any) -> dict[str, Any]:
    shown = digest_of_the_matter(appealing.newest(plan))
    told = {"decision": "varied", "result": "partially_met", "reasons": "One shift is left out.", "item-1": "not_met"}
    return {**told, "digest": shown, "password": PASSWORD, **changes}


def forms(plan: Plan) -> list[tuple[str, str, dict[str, Any]]]:
    """In the order of the steps: who, which page, and what is well; the field whose words must be kept comes first."""
    day = appealing.day_ahead(plan)
    return [
        ("ben", "appeal/file/", {"words": "So it was not.", "grounds": ["facts", "unfair"]}),
        ("cleo", "appeal/hearer/", {"hearer": "fay"}),
        ("fay", "appeal/hearing/", {"place": "Room 7", "meets_on": day, "meets_at": "10:00"}),
        ("fay", "appeal/hearing/record/", {
            "attended": "Ben and Fay", "held_on": day, "came": "yes", "companion": "Lea", "employee_said": "x",
            "company_said": "y",
        }),
        ("ben", "appeal/hearing/statement/", {"words": "My own words."}),
    ]  # fmt: skip


def test_r30_each_form_takes_what_is_well_and_keeps_the_words_of_the_rest(who: People, plan: Plan) -> None:
    for person, rest, fields in forms(plan):
        client, address = signed_in(getattr(who, person)), page(plan, rest)
        well = {name: getattr(who, said).pk if name == "hearer" else said for name, said in fields.items()}
        if "held_on" in well:
            well["held_on"] = today_of(plan.case)
        assert client.get(address).status_code == 200
        for value in NASTY:
            with undone():
                refused = client.post(address, dict.fromkeys(well, value))
            assert refused.status_code in (302, 422), (rest, value)
        first = next(iter(well))
        some = {first: well[first]} if first != "hearer" else {"hearer-words": "Fay"}
        if len(well) > 1 or first == "hearer":
            kept = client.post(address, some)
            assert (kept.status_code, str(next(iter(some.values()))) in text(kept)) == (422, True)
        assert client.post(address, well).status_code == 302, rest
        assert client.post(address, well).status_code in (302, 409, 422)
    assert appealing.newest(plan).status == AppealStatus.HEARD


def test_r30_the_hearer_decides_in_two_presses_and_sees_the_case_no_more(who: People, plan: Plan) -> None:
    appealing.heard(plan, who)
    client, address = signed_in(who.fay), page(plan, "appeal/decide/")
    shown = text(client.get(address))
    for words in (appealing.WHY, appealing.SAID["employee_said"], "I named the shift, too.", "Inspection log"):
        assert words in shown
    for wrong in ({"reasons": ""}, {"decision": ""}, {"result": "cancelled"}, {"digest": "0" * 64}, {"password": "x"}):
        answer = press_twice(client, address, decision(plan, **wrong))
        assert (answer.status_code, "One shift is left out." in text(answer)) == (422, "reasons" not in wrong)
    for value in NASTY:
        with undone():
            assert client.post(address, dict.fromkeys(decision(plan), value)).status_code == 422
    answer = press_twice(client, address, decision(plan))
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert result_of(plan) == Result.PARTIALLY_MET
    assert client.get(page(plan)).status_code == 404
    read = text(signed_in(who.ben).get(page(plan, "appeal/")))
    assert "One shift is left out." in read
    signed = plan.sign_offs.get(step="appeal")
    attested = text(signed_in(who.cleo).get(page(plan, f"sign-offs/{signed.pk}/")))
    assert "What was signed still stands" in attested


def test_r30_a_second_press_that_is_sent_again_says_that_it_is_done(who: People, plan: Plan) -> None:
    appealing.heard(plan, who)
    client, address = signed_in(who.fay), page(plan, "appeal/decide/")
    again = fields_of(text(client.post(address, decision(plan))), "signature")
    assert [client.post(address, again).status_code for _press in range(2)] == [302, 302]
    assert Appeal.objects.get().status == AppealStatus.DECIDED


def test_r30_an_appeal_goes_on_to_its_decision_after_the_employee_left(who: People, plan: Plan) -> None:
    appealing.ready(plan, who)
    plans.record_leaving(plan, by=actor(who.cleo), left_on=today_of(plan.case))
    case = CaseFile.objects.get(pk=plan.case_id)
    assert (case.stage, case.awaits, case.expected) == (Stage.CLOSED, Part.HEARER, "reviews.decide_appeal")
    assert appealing.PLACE in text(signed_in(who.ben).get(page(plan, "appeal/")))
    client = signed_in(who.fay)
    assert "appeal/decide/" in text(client.get(page(plan)))
    answer = press_twice(client, page(plan, "appeal/decide/"), decision(plan))
    assert (answer.status_code, Appeal.objects.get().status) == (302, AppealStatus.DECIDED)
    assert result_of(plan) == Result.LEFT
    assert client.get(page(plan)).status_code == 404


def test_r30_the_employee_is_told_until_when_with_which_rights_and_how_far_it_is(who: People, plan: Plan) -> None:
    client = signed_in(who.ben)
    assert "you can appeal until May 15, 2026" in text(client.get(page(plan)))
    companion = "You may bring a colleague to any meeting about your plan."
    assert companion in text(client.get(page(plan, "appeal/file/")))
    appealing.file(plan, who)
    assert "Nobody is named yet" in text(client.get(page(plan)))
    appealing.name(plan, who)
    appealing.arrange(plan, who)
    shown = text(client.get(page(plan, "appeal/")))
    assert companion in shown
    assert appealing.PLACE in shown


TURNS = (
    (appealing.file, Part.HR_PARTNER, "reviews.name_hearer"),
    (appealing.name, Part.HEARER, "reviews.arrange_hearing"),
    (appealing.arrange, Part.HEARER, "reviews.record_hearing"),
    (appealing.hear, Part.HEARER, "reviews.decide_appeal"),
    (appealing.rule, Part.HR_PARTNER, "reviews.close_case"),
)


def test_r30_the_list_says_whose_turn_it_is_and_their_home_what_is_asked(who: People, plan: Plan) -> None:
    for step, awaits, expected in TURNS:
        step(plan, who)
        case = CaseFile.objects.get(pk=plan.case_id)
        assert (case.awaits, case.expected) == (awaits, expected)
        assert case.next_due_on
        asked = [errand.label for errand in errands_of(who.fay)]
        assert bool(asked) == (awaits == Part.HEARER)
        assert [row.expected for row in work_of(who.cleo).mine] == ([expected] if awaits == Part.HR_PARTNER else [])
        for errand in errands_of(who.fay):
            assert signed_in(who.fay).get(errand.url).status_code == 200
        assert signed_in(who.fay).get("/").status_code == 200


def test_r30_the_employee_is_asked_for_their_own_words_on_the_hearing(who: People, plan: Plan) -> None:
    door = page(plan, "appeal/hearing/statement/")
    for step in (appealing.file, appealing.name, appealing.arrange):
        step(plan, who)
        assert door not in [errand.url for errand in errands_of(who.ben)]
    for hearing in (1, 2):
        appealing.hear(plan, who)
        assert door in [errand.url for errand in errands_of(who.ben)], hearing
        assert door not in [errand.url for errand in errands_of(who.fay)]
        appealing.state(plan, who)
        assert door not in [errand.url for errand in errands_of(who.ben)]
        if hearing == 1:
            appealing.arrange(plan, who, reason="There is more to hear.")


def test_r30_everybody_concerned_is_told(who: People, plan: Plan) -> None:
    appealing.varied(plan, who)
    told: dict[str, set[str]] = {}
    for kind, name in Notice.objects.filter(kind__contains="hear").values_list("kind", "recipient__name"):
        told.setdefault(kind, set()).add(name)
    assert told == {
        "reviews.name_hearer": {"Ada", "Ben", "Fay"},
        "reviews.arrange_hearing": {"Ada", "Ben", "Cleo"},
        "reviews.record_hearing": {"Ada", "Ben", "Cleo"},
        "reviews.add_hearing_statement": {"Cleo", "Fay"},
    }
    for notice in Notice.objects.filter(recipient__name__in=["Ben", "Cleo"], kind__contains="appeal"):
        way = signed_in(notice.recipient).get(f"/inbox/{notice.pk}/")
        assert (way.status_code, "appeal" in way["Location"]) == (302, True)


def test_r30_no_words_and_no_names_stand_in_an_event(who: People, plan: Plan) -> None:
    before = CaseEvent.objects.count()
    appealing.with_every_word(plan, who, "Xylophon")
    bodies = [bytes(row.body) for row in CaseEvent.objects.order_by("at")][before:]
    private = ["Xylophon", "@example.com", *(user.name for user in vars(who).values())]
    assert [word for body in bodies for word in private if word.encode() in body] == []
    history = text(signed_in(who.ben).get(page(plan, "history/")))
    for word in appealing.WORDS:
        assert f"Xylophon {word}" in history


def test_r30_pages_take_few_queries(who: People, plan: Plan) -> None:
    appealing.varied(plan, who)
    client = signed_in(who.ben)
    for rest, most in (("", 21), ("appeal/", 14)):
        client.get(page(plan, rest))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page(plan, rest)).status_code == 200
        assert len(queries) <= most, (rest, len(queries), [row["sql"][:160] for row in queries])
