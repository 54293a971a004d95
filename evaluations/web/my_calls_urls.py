"""Addresses of a shopper's own calls, below my-calls/."""

from django.urls import URLPattern, URLResolver, include, path

from evaluations.web.views.calls.attempts import add_attempt, remove_attempt, restore_attempt
from evaluations.web.views.calls.my_call import accept_call, decline_call, my_call
from evaluations.web.views.calls.my_calls import all_my_calls, my_calls
from evaluations.web.views.calls.stop_call import stop_call
from evaluations.web.views.pay.my_bank_account import my_bank_account, remove_my_bank_account
from evaluations.web.views.pay.my_expenses import (
    my_expense,
    my_expenses,
    my_receipts,
    my_year,
    take_back_my_expense,
)
from evaluations.web.views.pay.my_fees import my_fees
from evaluations.web.views.phone import offline
from evaluations.web.views.reports.attachments import my_attachments
from evaluations.web.views.reports.my_report import my_report, save_report
from evaluations.web.views.reports.submit_report import my_receipt, submit_report
from evaluations.web.views.review.my_appeal import appeal_rejection
from evaluations.web.views.roster.my_absences import my_absences, remove_my_absence
from evaluations.web.views.roster.shopper_notes import my_notes

urlpatterns: list[URLPattern | URLResolver] = [
    path("", my_calls, name="my_calls"),
    path("offline/", offline, name="offline"),
    path("all/", all_my_calls, name="all_my_calls"),
    path("", include("evaluations.web.board_urls")),
    path("before/", include("evaluations.web.first_call_urls")),
    path("away/", my_absences, name="my_absences"),
    path("away/<int:absence>/remove/", remove_my_absence, name="remove_my_absence"),
    path("notes/", my_notes, name="my_notes"),
    path("fees/", my_fees, name="my_fees"),
    path("fees/expenses/", my_expenses, name="my_expenses"),
    path("fees/expenses/<int:extra>/", my_expense, name="my_expense"),
    path("fees/expenses/<int:extra>/receipts/", my_receipts, name="my_receipts"),
    path("fees/expenses/<int:extra>/take-back/", take_back_my_expense, name="take_back_expense"),
    path("fees/year/", my_year, name="my_year"),
    path("fees/account/", my_bank_account, name="my_bank_account"),
    path("fees/account/remove/", remove_my_bank_account, name="remove_my_bank_account"),
    path("<uuid:call>/", my_call, name="my_call"),
    path("<uuid:call>/accept/", accept_call, name="accept_call"),
    path("<uuid:call>/decline/", decline_call, name="decline_call"),
    path("<uuid:call>/stop/", stop_call, name="stop_call"),
    path("<uuid:call>/attempts/", add_attempt, name="add_attempt"),
    path("<uuid:call>/attempts/put-back/", restore_attempt, name="restore_attempt"),
    path("<uuid:call>/attempts/<int:attempt>/remove/", remove_attempt, name="remove_attempt"),
    path("<uuid:call>/report/", my_report, name="my_report"),
    path("<uuid:call>/report/save/", save_report, name="save_report"),
    path("<uuid:call>/report/attachments/", my_attachments, name="my_attachments"),
    path("<uuid:call>/report/submit/", submit_report, name="submit_report"),
    path("<uuid:call>/appeal/", appeal_rejection, name="appeal_rejection"),
    path("<uuid:call>/receipt/", my_receipt, name="my_receipt"),
]
