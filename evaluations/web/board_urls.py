"""Addresses of the board, the bundle of offers, the messages and the calendar, below my-calls/."""

from django.urls import URLPattern, URLResolver, path

from evaluations.web.views.calls.board import board, claim_call
from evaluations.web.views.calls.my_calendar import call_calendar, my_calendar
from evaluations.web.views.calls.my_messages import my_messages
from evaluations.web.views.calls.offers import answer_offers

_PLACE = "<slug:year>/<slug:company>/<slug:channel>/<slug:scenario>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("board/", board, name="board"),
    path(f"board/{_PLACE}", claim_call, name="claim_call"),
    path("offers/", answer_offers, name="answer_offers"),
    path("calendar.ics", my_calendar, name="my_calendar"),
    path("<uuid:call>/calendar.ics", call_calendar, name="call_calendar"),
    path("<uuid:call>/messages/", my_messages, name="my_messages"),
]
