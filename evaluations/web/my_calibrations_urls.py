"""Addresses of a rater's own calibrations, below my-calibrations/."""

from django.urls import URLPattern, path

from evaluations.web.views.calibration.case_sound import my_case_sound
from evaluations.web.views.calibration.my_calibrations import (
    my_calibration,
    my_calibrations,
    rate_case,
)

urlpatterns: list[URLPattern] = [
    path("", my_calibrations, name="my_calibrations"),
    path("<uuid:calibration>/", my_calibration, name="my_calibration"),
    path("<uuid:calibration>/cases/<int:case>/", rate_case, name="rate_case"),
    path("<uuid:calibration>/cases/<int:case>/sound/", my_case_sound, name="my_case_sound"),
]
