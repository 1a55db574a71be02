"""Addresses of all rooms."""

from django.contrib import admin
from django.urls import include, path

from people.views import closed

from . import sent_mail, views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("sent-mail/", sent_mail.sent_mails, name="sent_mails"),
    path("sent-mail/<str:file>/<int:place>/", sent_mail.sent_mail, name="sent_mail"),
    path("accounts/email/", closed, name="account_email"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("", include("people.urls")),
    path("", include("cases.urls")),
    path("", include("plans.urls")),
    path("", include("reviews.urls")),
    path("", include("records.urls")),
]

handler400 = "pipcases.views.bad_request"
handler404 = "pipcases.views.not_found"
handler500 = "pipcases.views.server_error"
