"""Addresses of a programme's plans, below `desk/`."""

from django.urls import URLPattern, path

from evaluations.web.views.plans.plan_steps import change, start
from evaluations.web.views.plans.plans import plan, plan_progress, plans, put_plan_away

_PLANS = "programmes/<slug:year>/plan/"
_PLAN = f"{_PLANS}<uuid:plan>/"

urlpatterns: list[URLPattern] = [
    path(_PLANS, plans, name="plans"),
    path(_PLAN, plan, name="plan"),
    path(f"{_PLAN}progress/", plan_progress, name="plan_progress"),
    path(f"{_PLAN}start/", start, name="start_plan"),
    path(f"{_PLAN}put-away/", put_plan_away, name="put_plan_away"),
    path(f"{_PLAN}calls/<int:planned>/", change, name="change_planned"),
]
