"""Addresses of results, for the public, clients and the coordinators' desk.

A programme's slug stands at the top level, so this file comes after all others that claim a word
there.
"""

from django.urls import URLPattern, URLResolver, path

from scoring.web.views.analysis.certainty import certainty
from scoring.web.views.analysis.earlier_year import earlier_year
from scoring.web.views.analysis.precision import precision
from scoring.web.views.analysis.run_change import run_change
from scoring.web.views.analysis.run_severity import run_severity
from scoring.web.views.analysis.what_if import what_if
from scoring.web.views.desk import desk
from scoring.web.views.home import home
from scoring.web.views.releases.proposal import cancel_proposal, proposal, proposal_progress
from scoring.web.views.releases.propose_release import propose_release
from scoring.web.views.releases.releases import confirm_release, release, releases
from scoring.web.views.results.archive import archive
from scoring.web.views.results.category import category
from scoring.web.views.results.client_home import client_home
from scoring.web.views.results.company import company
from scoring.web.views.results.company_change import company_change
from scoring.web.views.results.contact import contact
from scoring.web.views.results.lost_questions import lost_questions
from scoring.web.views.results.method import method
from scoring.web.views.results.public_change import change
from scoring.web.views.results.results import results
from scoring.web.views.results.section import question, section
from scoring.web.views.results.weights_alone import weights_alone
from scoring.web.views.results.winners import winners
from scoring.web.views.runs.cancel_run import cancel_run
from scoring.web.views.runs.live_standing import live_standing
from scoring.web.views.runs.run import run, run_progress
from scoring.web.views.runs.runs import plan_run, runs
from scoring.web.views.setting_up.set_up_contacts import set_up_contacts
from scoring.web.views.setting_up.setting_up import (
    new_programme,
    set_up,
    set_up_facts,
    set_up_method,
    start_programme,
)
from scoring.web.views.weights.expectation_survey import (
    close_expectations,
    expectation_survey,
    keep_expectations_open,
    remind_of_expectations,
)
from scoring.web.views.weights.weights import (
    approve_weights,
    cancel_weights,
    propose_weights,
    weights,
    weights_progress,
)

_SURVEY = "desk/programmes/<slug:year>/expectations/"
_WEIGHTS = "desk/programmes/<slug:year>/weights/"
_SET_UP = "desk/programmes/<slug:year>/set-up/"
_COMPANY = "results/<slug:year>/companies/<slug:company>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("home/", home, name="home"),
    path("client/", client_home, name="client_home"),
    path("desk/", desk, name="desk"),
    path("desk/runs/", runs, name="runs"),
    path("desk/runs/plan/", plan_run, name="plan_run"),
    path("desk/runs/<uuid:run>/", run, name="run"),
    path("desk/runs/<uuid:run>/progress/", run_progress, name="run_progress"),
    path("desk/runs/<uuid:run>/cancel/", cancel_run, name="cancel_run"),
    path("desk/runs/<uuid:run>/propose/", propose_release, name="propose_release"),
    path("desk/runs/<uuid:run>/certainty/", certainty, name="certainty"),
    path("desk/runs/<uuid:run>/shoppers/", run_severity, name="run_severity"),
    path("desk/runs/<uuid:run>/change/", run_change, name="run_change"),
    path("desk/runs/<uuid:run>/earlier/", earlier_year, name="earlier_year"),
    path("desk/runs/<uuid:run>/earlier/<slug:year>/", earlier_year, name="earlier_year"),
    path("desk/runs/<uuid:run>/what-if/", what_if, name="what_if"),
    path("desk/releases/", releases, name="releases"),
    path("desk/releases/<uuid:release>/", release, name="release"),
    path("desk/releases/<uuid:release>/confirm/", confirm_release, name="confirm_release"),
    path("desk/proposals/<uuid:proposal>/", proposal, name="proposal"),
    path("desk/proposals/<uuid:proposal>/progress/", proposal_progress, name="proposal_progress"),
    path("desk/proposals/<uuid:proposal>/cancel/", cancel_proposal, name="cancel_proposal"),
    path("desk/programmes/<slug:year>/standing/", live_standing, name="live_standing"),
    path("desk/programmes/<slug:year>/precision/", precision, name="precision"),
    path("desk/programmes/new/set-up/", new_programme, name="new_programme"),
    path(_SET_UP, set_up, name="set_up"),
    path(f"{_SET_UP}facts/", set_up_facts, name="set_up_facts"),
    path(f"{_SET_UP}method/", set_up_method, name="set_up_method"),
    path(f"{_SET_UP}contacts/", set_up_contacts, name="set_up_contacts"),
    path(f"{_SET_UP}start/", start_programme, name="start_programme"),
    path(_SURVEY, expectation_survey, name="expectation_survey"),
    path(f"{_SURVEY}until/", keep_expectations_open, name="keep_expectations_open"),
    path(f"{_SURVEY}remind/", remind_of_expectations, name="remind_of_expectations"),
    path(f"{_SURVEY}close/", close_expectations, name="close_expectations"),
    path(_WEIGHTS, weights, name="weights"),
    path(f"{_WEIGHTS}propose/", propose_weights, name="propose_weights"),
    path(f"{_WEIGHTS}progress/", weights_progress, name="weights_progress"),
    path(f"{_WEIGHTS}cancel/", cancel_weights, name="cancel_weights"),
    path(f"{_WEIGHTS}approve/", approve_weights, name="approve_weights"),
    path("results/", results, name="results"),
    path("results/<slug:year>/", results, name="results"),
    path(_COMPANY, company, name="company"),
    path(f"{_COMPANY}change/", company_change, name="company_change"),
    path(f"{_COMPANY}questions/", lost_questions, name="lost_questions"),
    path(f"{_COMPANY}sections/<slug:section>/", section, name="section"),
    path(
        f"{_COMPANY}sections/<slug:section>/questions/<slug:question>/", question, name="question"
    ),
    path(f"{_COMPANY}contacts/<uuid:contact>/", contact, name="contact"),
    path("", winners, name="winners"),
    path("archive/", archive, name="archive"),
    path("method/", method, name="method"),
    path("method/weights-alone/", weights_alone, name="weights_alone"),
    path("<slug:year>/", winners, name="winners"),
    path("<slug:year>/method/", method, name="method"),
    path("<slug:year>/change/", change, name="change"),
    path("<slug:year>/categories/<slug:category>/", category, name="category"),
]
