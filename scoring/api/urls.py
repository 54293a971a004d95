"""Addresses of the client API, below /api/v1/."""

from django.urls import URLPattern, URLResolver, path

from scoring.api.views.change import CompanyChangeView
from scoring.api.views.confidence import ConfidenceView
from scoring.api.views.contacts import ContactsView
from scoring.api.views.objections import ObjectionsView, ObjectionView
from scoring.api.views.openapi import OpenApiView
from scoring.api.views.programmes import ProgrammesView, ProgrammeView
from scoring.api.views.results import CompanyView, RankingsView, WinnersView
from scoring.api.views.weights import ExpectationSurveyView, WeightsView
from scoring.web.views.api_docs import api_docs

_COMPANY = "programmes/<slug:year>/companies/<slug:company>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("programmes/", ProgrammesView.as_view(), name="api-programmes"),
    path("programmes/<slug:year>/", ProgrammeView.as_view(), name="api-programme"),
    path("programmes/<slug:year>/rankings/", RankingsView.as_view(), name="api-rankings"),
    path("programmes/<slug:year>/winners/", WinnersView.as_view(), name="api-winners"),
    path("programmes/<slug:year>/confidence/", ConfidenceView.as_view(), name="api-confidence"),
    path(_COMPANY, CompanyView.as_view(), name="api-company"),
    path(f"{_COMPANY}change/", CompanyChangeView.as_view(), name="api-company-change"),
    path(f"{_COMPANY}contacts/", ContactsView.as_view(), name="api-contacts"),
    path("programmes/<slug:year>/objections/", ObjectionsView.as_view(), name="api-objections"),
    path(
        "programmes/<slug:year>/objections/<uuid:objection>/",
        ObjectionView.as_view(),
        name="api-objection",
    ),
    path("programmes/<slug:year>/weights/", WeightsView.as_view(), name="api-weights"),
    path(
        "programmes/<slug:year>/expectation-survey/",
        ExpectationSurveyView.as_view(),
        name="api-expectation-survey",
    ),
    path("schema/", OpenApiView.as_view(), name="api-schema"),
    path("docs/", api_docs, name="api-docs"),
]
