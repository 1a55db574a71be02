"""The page that comes with a bundle, for somebody who has never seen pipcases: in both languages, the case's first."""

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string

from cases.acts import OF_HR
from cases.models import StoredFile
from people.states import Language
from records.asof import CaseAsOf
from records.checking import Checking
from records.compose import TAGS


def page(case: CaseAsOf, places: Mapping[StoredFile, str]) -> str:
    """HTML without a script or an address that is fetched; `places` says where each file stands in the ZIP."""
    first = case.copy.words_in
    languages = sorted(Language.values, key=lambda language: language != first)
    context: dict[str, Any] = {
        "copy": case.copy, "case": case.case, "moment": case.moment, "places": places,
        "checking": Checking(case.copy.head), "tags": [(language, TAGS[language]) for language in languages],
        "reads_bodies": case.seat.is_any_of(*OF_HR),
    }  # fmt: skip
    return render_to_string("records/bundle/readme.html", context)
