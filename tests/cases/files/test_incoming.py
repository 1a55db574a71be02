"""What a request may bring along, and the field that takes it."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils.datastructures import MultiValueDict

from cases.files.checks import Checked
from cases.forms import EvidenceField, EvidenceInput
from tests.cases.files.making import pdf, upload


@pytest.mark.django_db
def test_a_request_that_is_too_large_is_refused_before_it_is_read(settings: Any) -> None:
    settings.UPLOAD_BYTES = 1000
    for length, status in ((500, 302), (2000, 413)):
        response = Client().post("/accounts/logout/", {"file": upload("x.txt", b"x" * length)})
        assert response.status_code == status


def test_a_field_takes_several_and_none() -> None:
    field = EvidenceField(required=False)
    files = [upload("a.pdf", pdf()), upload("b.txt", b"b")]
    sent: Any = MultiValueDict({"files": files})
    taken = field.clean(field.widget.value_from_datadict({}, sent, "files"))
    assert [type(file) for file in taken] == [Checked, Checked]
    assert [file.name for file in taken] == ["a.pdf", "b.txt"]
    assert field.clean(field.widget.value_from_datadict({}, MultiValueDict(), "files")) == []
    with pytest.raises(ValidationError, match="This field is required"):
        EvidenceField().clean([])


def test_every_refusal_names_its_file() -> None:
    with pytest.raises(ValidationError) as refusal:
        EvidenceField().clean([upload("a.svg", b"<svg/>"), upload("b.txt", b"b"), upload("c.pdf", b"x")])
    assert [message.partition(".")[0] for message in refusal.value.messages] == ["a", "c"]
    with pytest.raises(ValidationError, match="at most 10 files"):
        EvidenceField().clean([upload("b.txt", b"b")] * 11)


def test_the_browser_is_told_which_endings_can_be_kept() -> None:
    html = EvidenceInput(EvidenceField.widget.attrs).render("files", None)
    assert 'accept=".pdf,.png,.jpg,.webp,.docx,.xlsx,.txt,.jpeg"' in html
    assert " multiple" in html
