"""Calendar files: whatever is written into one is read back."""

from datetime import UTC, date, datetime, time

from hypothesis import given
from hypothesis import settings as budget
from hypothesis import strategies as st

from reviews.ics import Addressed, Meeting, Method, calendar
from tests import ics

texts = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n,;\\"), max_size=200)
DAYS = (date(1970, 1, 2), date(2200, 1, 1))
MOMENTS = [datetime.combine(day, time.min) for day in DAYS]  # Hypothesis gives them a zone


@budget(max_examples=100, deadline=None)
@given(
    words=texts,
    day=st.dates(*DAYS),
    begins=st.none() | st.datetimes(*MOMENTS, timezones=st.timezones()),
    sequence=st.integers(0, 10**6),
    method=st.sampled_from(Method),
)
def test_a_file_is_read_back_as_it_was_written(
    words: str, day: date, begins: datetime | None, sequence: int, method: Method
) -> None:  # fmt: skip
    """Whatever stands in it: lines are folded between characters, and nothing begins a line of its own."""
    begins = begins.replace(microsecond=0) if begins else None
    to = Addressed(organizer="a@example.com", attendee="b+c%d@example.com") if method else None
    link = "https://example.com/" + "x" * 90
    meeting = Meeting(uid="1@x", sequence=sequence, day=day, begins=begins, summary=words, link=link)
    file = ics.read(calendar([meeting], at=datetime(2026, 3, 2, tzinfo=UTC), method=method, to=to))
    (event,) = file.events
    assert event["SUMMARY"].text == words
    assert (event["SEQUENCE"].value, event["URL"].value, file.method) == (str(sequence), link, method)
    if begins:
        moment = datetime.strptime(event["DTSTART"].value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        assert moment == begins.astimezone(UTC)
    else:
        assert event["DTSTART"].value == f"{day:%Y%m%d}"
