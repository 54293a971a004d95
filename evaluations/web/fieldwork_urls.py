"""Addresses of the coordinators' fieldwork, below `desk/`."""

from django.urls import URLPattern, URLResolver, include, path

from evaluations.web.views.calls.assign_call import assign_call
from evaluations.web.views.calls.desk_call import cancel_call, desk_call
from evaluations.web.views.calls.desk_calls import desk_calls
from evaluations.web.views.calls.desk_messages import desk_messages, settle_message
from evaluations.web.views.companies.company_act import company_act
from evaluations.web.views.companies.contact_points import contact_points
from evaluations.web.views.companies.fieldwork_companies import fieldwork_companies
from evaluations.web.views.companies.fieldwork_company import fieldwork_company
from evaluations.web.views.companies.recordings import recordings, stop_recording
from evaluations.web.views.field.acts import act_on_calls, field_act, undo_act
from evaluations.web.views.field.field_board import field_board
from evaluations.web.views.roster.certification import certification, certified_shopper
from evaluations.web.views.years.programme import programme
from evaluations.web.views.years.programme_terms import programme_terms
from evaluations.web.views.years.programmes import programmes

_PROGRAMME = "programmes/<slug:year>/"
_COMPANY = f"{_PROGRAMME}companies/<slug:company>/"
_CALL = "calls/<uuid:call>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("programmes/", programmes, name="programmes"),
    path(_PROGRAMME, programme, name="programme"),
    path(f"{_PROGRAMME}field/", field_board, name="field_board"),
    path(f"{_PROGRAMME}terms/", programme_terms, name="programme_terms"),
    path("", include("evaluations.web.plan_urls")),
    path("", include("evaluations.web.calibration_urls")),
    path(f"{_PROGRAMME}first-call/", certification, name="certification"),
    path(f"{_PROGRAMME}first-call/<slug:shopper>/", certified_shopper, name="certified_shopper"),
    path(f"{_PROGRAMME}companies/", fieldwork_companies, name="fieldwork_companies"),
    path(_COMPANY, fieldwork_company, name="fieldwork_company"),
    path(f"{_COMPANY}contact-points/", contact_points, name="contact_points"),
    path(f"{_COMPANY}changes/<slug:kind>/", company_act, name="company_act"),
    path(f"{_COMPANY}recordings/", recordings, name="recordings"),
    path(f"{_COMPANY}recordings/stop/", stop_recording, name="stop_recordings"),
    path(f"{_COMPANY}assign/", assign_call, name="assign_call"),
    path(f"{_PROGRAMME}acts/", act_on_calls, name="act_on_calls"),
    path("calls/acts/<uuid:act>/", field_act, name="field_act"),
    path("calls/acts/<uuid:act>/undo/", undo_act, name="undo_act"),
    path("calls/", desk_calls, name="desk_calls"),
    path(_CALL, desk_call, name="desk_call"),
    path(f"{_CALL}cancel/", cancel_call, name="cancel_call"),
    path(f"{_CALL}messages/", desk_messages, name="desk_messages"),
    path(f"{_CALL}messages/settle/", settle_message, name="settle_message"),
]
