from django.urls import path, register_converter

from . import views
from .models.casefile import ALPHABET


class ReferenceConverter:
    """A case number in an address, in either case of letters."""

    regex = rf"\d{{4}}-[{ALPHABET}{ALPHABET.lower()[8:]}]{{6}}"

    def to_python(self, value: str) -> str:
        return value.upper()

    def to_url(self, value: str) -> str:
        return value


register_converter(ReferenceConverter, "reference")

app_name = "cases"

urlpatterns = [
    path("", views.home, name="home"),
    path("cases/", views.case_list, name="list"),
    path("cases/<reference:reference>/", views.case, name="case"),
    path("cases/<reference:reference>/history/", views.history, name="history"),
    path("cases/<reference:reference>/files/<uuid:file_id>/", views.file, name="file"),
    path("cases/<reference:reference>/comment/<slug:topic>/", views.add_comment, name="add_comment"),
    path("cases/<reference:reference>/comment/<slug:topic>/<uuid:topic_id>/", views.add_comment, name="add_comment"),
]
