from django.urls import path, register_converter

from .models.casefile import ALPHABET
from .views import case, inbox, mail, people


class ReferenceConverter:
    """A case number in an address, in either case of letters."""

    regex = rf"\d{{4}}-[{ALPHABET}{ALPHABET.lower()[8:]}]{{6}}"

    def to_python(self, value: str) -> str:
        return value.upper()

    def to_url(self, value: str) -> str:
        return value


register_converter(ReferenceConverter, "reference")

app_name = "cases"

MAIL = "cases/<reference:reference>/mail/<int:notice_id>/"
PEOPLE = "cases/<reference:reference>/people/"

urlpatterns = [
    path("", case.home, name="home"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/read/", inbox.mark_read, name="mark_read"),
    path("inbox/<int:number>/", inbox.open_notice, name="open_notice"),
    path("cases/", case.case_list, name="list"),
    path("cases/<reference:reference>/", case.case, name="case"),
    path("cases/<reference:reference>/history/", case.history, name="history"),
    path("cases/<reference:reference>/files/<uuid:file_id>/", case.file, name="file"),
    path("cases/<reference:reference>/comment/<slug:topic>/", case.add_comment, name="add_comment"),
    path("cases/<reference:reference>/comment/<slug:topic>/<uuid:topic_id>/", case.add_comment, name="add_comment"),
    path("mail/", mail.all_undelivered, name="undelivered"),
    path(f"{MAIL}resend/", mail.resend_notice, name="resend_notice"),
    path(f"{MAIL}settle/", mail.settle_notice, name="settle_notice"),
    path(f"{PEOPLE}manager/", people.change_manager, name="change_manager"),
    path(f"{PEOPLE}hr-partner/", people.change_hr_partner, name="change_hr_partner"),
    path(f"{PEOPLE}deputy/", people.delegate_part, name="delegate_part"),
    path(f"{PEOPLE}deputy/end/", people.end_delegation, name="end_delegation"),
]
