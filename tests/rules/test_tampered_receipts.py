"""Refusals, witnesses, silence and services are told by events too: whatever is changed, gone or invented is found."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from datetime import time as clock
from typing import Any

import pytest
import time_machine
from django.db.models import Model

from cases.models import Notice, StoredFile
from cases.states import NoticeState
from plans.models import Issuance
from reviews.models import Attestation, Lapse, Refusal, Service, ServiceProof
from reviews.states import RECEIPT_AWAITED
from tests.receipts import attest, come_back, issued_long_ago, lapse, record_refusal, serve, slip
from tests.roles import tampering
from tests.tampering import Story, each_column_changed, each_row_doubled, each_row_gone, found, values
from tests.world import END, People, opened

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.tampers]

TOLD_BY: dict[type[Model], int] = {Lapse: 6, Service: 7, ServiceProof: 8, Refusal: 9, Attestation: 9}
ANSWERED = 10
LAST = 10
OF_PEOPLE = ("by_id", "witness_id")
BY_ANSWER = ("status", "answer", "words", "given_at")
SPECIAL = {
    "reviews_lapse.reminded": "array_append(reminded, current_date)",
    "reviews_refusal.part": "'hr_partner'",
    "reviews_refusal.presented_at": "presented_at - interval '1 second'",
    "reviews_attestation.status": "'asked', answer = '', words = '', given_at = NULL",
    "reviews_attestation.answer": "'did_not'",
    "reviews_service.channel": "'email', postal_number = '', sent_to = 'x'",
    "reviews_service.sent_to": "'x', channel = 'email', postal_number = ''",
    "reviews_service.served_time": "'10:01'",
    "reviews_service.settles": "NOT settles",
    "reviews_service.part": "'hr_partner'",
    "reviews_serviceproof.part": "'hr_partner'",
    "reviews_serviceproof.result": "'returned'",
}


@pytest.fixture
def story(who: People) -> Iterator[Story]:
    """Reminded, silent, served, and then refused in person; and another case that nobody touches."""
    with time_machine.travel(datetime.combine(END + timedelta(days=1), clock(9), UTC), tick=True):
        plan = issued_long_ago(who)
        remind(plan.issuances.get())
        rows: list[Any] = [
            lapse(plan, who),
            serve(plan, who, evidence=[slip()]),
            come_back(plan, who, evidence=[slip()]),
            record_refusal(plan, who, evidence=[slip()]),
        ]
        attest(plan, who.gus)
        opened(who)
        yield Story(plan.case, [*rows, Attestation.objects.get()])


def remind(issuance: Issuance) -> None:
    """As if the mail had gone out two days after the issue."""
    at = issuance.at + timedelta(days=2)
    told = {"kind": RECEIPT_AWAITED, "about": issuance.pk, "dedupe_key": "x", "state": NoticeState.SENT, "sent_at": at}
    case = issuance.plan.case
    Notice.objects.create(case=case, recipient=case.subject, **told)


def test_every_changed_column_is_found(story: Story) -> None:
    wrong = []
    for row, place, at in each_column_changed(story.rows, values(SPECIAL, OF_PEOPLE)):
        answered = isinstance(row, Attestation) and place.removeprefix("reviews_attestation.") in BY_ANSWER
        if at != (story.case.reference, ANSWERED if answered else TOLD_BY[type(row)]):
            wrong.append((place, at))
    assert wrong == []
    assert found() is None


def test_a_row_that_is_gone_is_found(story: Story) -> None:
    seen = {type(row): at for row, at in each_row_gone(story.rows)}
    assert seen == {model: (story.case.reference, seq) for model, seq in TOLD_BY.items()}


ANOTHER = "jsonb_build_object('id', gen_random_uuid(), 'version_id', gen_random_uuid(), 'witness_id', 0)"


def test_a_row_without_its_event_is_found(story: Story) -> None:
    seen = {type(row): at for row, at in each_row_doubled(story.rows, ANOTHER)}
    assert seen == dict.fromkeys(TOLD_BY, (story.case.reference, LAST + 1))


@pytest.mark.parametrize("change", [b"sha256 = repeat('0', 64)", b"size = size + 1"])
def test_a_file_that_is_not_what_the_event_names_is_found(story: Story, change: bytes) -> None:
    assert StoredFile.objects.count() == 3
    with tampering() as hand:
        hand.execute(b"UPDATE cases_storedfile SET " + change)
    assert found() == (story.case.reference, TOLD_BY[Service])


def test_erased_words_are_no_tampering(story: Story) -> None:
    words = {"refusal": ("words", "place"), "attestation": ("words",), "service": ("handed_over", "note")}
    with tampering() as hand:
        hand.execute("DELETE FROM cases_eventtext")
        for table, names in words.items():
            for column in names:
                hand.execute(f"UPDATE reviews_{table} SET {column} = '-' WHERE {column} <> ''".encode())  # noqa: S608
    assert found() is None
