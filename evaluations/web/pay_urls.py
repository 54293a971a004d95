"""Addresses of appeals, fees and pay runs, below `desk/`; before those of single shoppers."""

from django.urls import URLPattern, URLResolver, path

from evaluations.web.views.pay.fees import approve_fee, fees
from evaluations.web.views.pay.pay_extras import decide_pay_extra, give_pay_bonus, pay_extras
from evaluations.web.views.pay.pay_runs import (
    approve_pay_run,
    cancel_pay_run,
    new_pay_run,
    pay_run,
    pay_run_file,
    pay_run_paid,
    pay_runs,
    take_out_of_run,
)
from evaluations.web.views.pay.pay_years import pay_year
from evaluations.web.views.review.appeals import appeal, appeals

urlpatterns: list[URLPattern | URLResolver] = [
    path("review/appeals/", appeals, name="appeals"),
    path("review/appeals/<int:appeal>/", appeal, name="appeal"),
    path("shoppers/fees/", fees, name="fees"),
    path("shoppers/fees/extras/", pay_extras, name="pay_extras"),
    path("shoppers/fees/extras/<int:extra>/", decide_pay_extra, name="decide_pay_extra"),
    path("shoppers/fees/bonus/", give_pay_bonus, name="give_pay_bonus"),
    path("pay/", pay_runs, name="pay_runs"),
    path("pay/new/", new_pay_run, name="new_pay_run"),
    path("pay/years/", pay_year, name="pay_year"),
    path("pay/<uuid:pay_run>/", pay_run, name="pay_run"),
    path("pay/<uuid:pay_run>/approve/", approve_pay_run, name="approve_pay_run"),
    path("pay/<uuid:pay_run>/cancel/", cancel_pay_run, name="cancel_pay_run"),
    path("pay/<uuid:pay_run>/file/", pay_run_file, name="pay_run_file"),
    path("pay/<uuid:pay_run>/paid/", pay_run_paid, name="pay_run_paid"),
    path("pay/<uuid:pay_run>/take-out/<str:shopper>/", take_out_of_run, name="take_out_of_run"),
    path("shoppers/fees/<uuid:call>/approve/", approve_fee, name="approve_fee"),
]
