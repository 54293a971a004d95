"""Addresses of applying to become a shopper, open to everybody; included under `join/`."""

from django.urls import URLPattern, URLResolver, path

from evaluations.web.views.roster.applying import (
    application_sent,
    apply,
    apply_for,
    confirm_application,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", apply, name="apply"),
    path("sent/", application_sent, name="application_sent"),
    path("confirm/<str:token>/", confirm_application, name="confirm_application"),
    path("<slug:year>/", apply_for, name="apply_for"),
]
