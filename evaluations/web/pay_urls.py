"""Addresses of appeals and fees on the desk, below `desk/`; before those of single shoppers."""

from django.urls import URLPattern, URLResolver, path

from evaluations.web.views.appeals import appeal, appeals
from evaluations.web.views.fees import approve_fee, fees, pay_fees

urlpatterns: list[URLPattern | URLResolver] = [
    path("review/appeals/", appeals, name="appeals"),
    path("review/appeals/<int:appeal>/", appeal, name="appeal"),
    path("shoppers/fees/", fees, name="fees"),
    path("shoppers/fees/pay/", pay_fees, name="pay_fees"),
    path("shoppers/fees/<uuid:call>/approve/", approve_fee, name="approve_fee"),
]
