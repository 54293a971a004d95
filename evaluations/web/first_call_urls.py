"""Addresses of what a shopper does before her first call, below my-calls/before/."""

from django.urls import URLPattern, URLResolver, path

from evaluations.web.views.roster.first_call import before_first_call, sign_briefing, sign_code
from evaluations.web.views.roster.first_call_test import take_test

_PROGRAMME = "<slug:year>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(_PROGRAMME, before_first_call, name="before_first_call"),
    path(f"{_PROGRAMME}code/", sign_code, name="sign_code"),
    path(f"{_PROGRAMME}briefing/", sign_briefing, name="sign_briefing"),
    path(f"{_PROGRAMME}test/", take_test, name="take_test"),
]
