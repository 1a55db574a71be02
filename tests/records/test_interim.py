"""A copy of a case that had not ended says so on every page, whenever it is printed."""

import pypdfium2
import pytest

from cases.models import CaseEvent, CaseFile
from plans.states import PlanStatus
from records.compose import compose
from records.models import RecordCopy
from records.render import render
from tests.records.cases import finished_case
from tests.records.test_compose import words
from tests.records.test_render import IDENTIFIER
from tests.world import People

pytestmark = pytest.mark.usefixtures("after_the_plan")
GREY = (234, 230, 220)


def copy_at(case: CaseFile, seq: int, who: People) -> RecordCopy:
    event = CaseEvent.objects.get(case=case, seq=seq)
    return RecordCopy(case=case, requested_by=who.cleo, part="hr_partner", language="en", seq=seq, head=event.digest)


def marked(pdf: bytes) -> list[bool]:
    """Whether each page shows the watermark: it covers more than a hundredth of the paper."""
    with pypdfium2.PdfDocument(pdf) as document:
        pictures = [page.render(scale=0.5).to_pil().convert("RGB") for page in document]
    return [
        sum(count for count, colour in picture.getcolors(1 << 20) if colour == GREY)
        > picture.width * picture.height / 100
        for picture in pictures
    ]


def test_every_page_says_so_until_the_case_has_ended(who: People) -> None:
    """As of the last event that is told of, whatever came of the case since."""
    case = finished_case(who)
    last = CaseEvent.objects.filter(case=case).latest("seq")
    assert last.data["act"] == "reviews.close_case"
    before, after = (compose(copy_at(case, seq, who)) for seq in (last.seq - 1, last.seq))
    assert "The case had not ended when this record was made." in words(before)
    assert "Interim copy" not in words(after)
    told = [marked(render(html, identifier=IDENTIFIER).pdf) for html in (before, after)]
    assert all(told[0])
    assert not any(told[1])
    assert PlanStatus(case.plans.get().status) == PlanStatus.CLOSED
