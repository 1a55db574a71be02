from django.urls import path

from . import views

app_name = "records"

RECORD = "cases/<reference:reference>/record/"

urlpatterns = [
    path(RECORD, views.request_copy, name="request_copy"),
    path(f"{RECORD}<uuid:copy_id>/", views.download, name="download"),
]
