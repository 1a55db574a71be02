from django.urls import path

from . import views

app_name = "people"

urlpatterns = [
    path("settings/", views.preferences, name="settings"),
    path("language/", views.switch_language, name="language"),
    path("demo-sign-in/", views.demo_sign_in, name="demo_sign_in"),
]
