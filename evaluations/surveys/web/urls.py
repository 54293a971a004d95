"""Addresses of the expectation survey, for the shoppers it asks."""

from django.urls import URLPattern, URLResolver, path

from evaluations.surveys.web.views.my_expectations import (
    answer_expectations,
    my_expectations,
    save_expectations,
)

_SURVEY = "my-calls/expectations/<slug:year>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(_SURVEY, my_expectations, name="my_expectations"),
    path(f"{_SURVEY}answer/", answer_expectations, name="answer_expectations"),
    path(f"{_SURVEY}answer/save/", save_expectations, name="save_expectations"),
]
