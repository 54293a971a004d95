"""Every address of the site."""

from django.urls import URLPattern, URLResolver, include, path

from config.health import health

urlpatterns: list[URLPattern | URLResolver] = [
    # First: a program asks often, and whatever stands before has to be looked through.
    path("api/v1/", include("evaluations.api.urls")),
    path("api/v1/", include("scoring.api.urls")),
    path("", include("shoppers.web.urls")),
    path("", include("evaluations.web.urls")),
    path("", include("evaluations.surveys.web.urls")),
    path("health/", health, name="health"),
    # Last: a programme's slug may be any word that nobody before has claimed.
    path("", include("scoring.web.urls")),
]
handler400 = "config.errors.bad_request"
handler403 = "config.errors.forbidden"
handler404 = "config.errors.not_found"
handler500 = "config.errors.server_error"
