from django.urls import path

from . import address_views, views

app_name = "people"

urlpatterns = [
    path("settings/", views.preferences, name="settings"),
    path("settings/private-address/", address_views.private_address, name="private_address"),
    path("settings/private-address/remove/", address_views.remove_address, name="remove_address"),
    path("private-address/<uuid:address_id>/<str:secret>/", address_views.confirm_address, name="confirm_address"),
    path("language/", views.switch_language, name="language"),
    path("demo-sign-in/", views.demo_sign_in, name="demo_sign_in"),
]
