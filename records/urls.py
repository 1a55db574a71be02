from django.urls import path

from .views import copies, links, verifying, waiting

app_name = "records"

RECORD = "cases/<reference:reference>/record/"

urlpatterns = [
    path(RECORD, copies.request_copy, name="request_copy"),
    path(f"{RECORD}<uuid:copy_id>/", copies.download, name="download"),
    path(f"{RECORD}again/", waiting.retry_copies, name="retry_copies"),
    path(f"{RECORD}link/", links.send_copy_link, name="send_copy_link"),
    path(f"{RECORD}address/", links.enter_address, name="enter_address"),
    path(f"{RECORD}links/<uuid:link_id>/revoke/", links.revoke_copy_link, name="revoke_copy_link"),
    path("records/", waiting.all_waiting, name="waiting"),
    path("verify/", verifying.verify_file, name="verify"),
    path("copy/<uuid:link_id>/<str:secret>/", links.fetch_copy, name="fetch_copy"),
]
