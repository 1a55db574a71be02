from django.urls import include, path

from .bare import bare

urlpatterns = [path("bench/bare/", bare), path("", include("pipcases.urls"))]
