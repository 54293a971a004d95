"""Addresses of a programme's calibrations, below `desk/`."""

from django.urls import URLPattern, path

from evaluations.web.views.calibration.calibration_cases import (
    calibration_case,
    master_rating,
    new_case,
    remove_calibration_case,
)
from evaluations.web.views.calibration.calibration_raters import (
    invite_raters,
    take_out_rater,
    waive_calibration,
)
from evaluations.web.views.calibration.calibration_steps import (
    change_calibration,
    close_calibration,
    compute_calibration_again,
    discard_calibration,
    new_calibration,
    open_calibration,
)
from evaluations.web.views.calibration.calibrations import (
    calibration,
    calibration_progress,
    calibrations,
)
from evaluations.web.views.calibration.case_sound import case_sound, remove_case_sound

_ALL = "programmes/<slug:year>/calibration/"
_ONE = f"{_ALL}<uuid:calibration>/"
_CASE = f"{_ONE}cases/<int:case>/"

urlpatterns: list[URLPattern] = [
    path(_ALL, calibrations, name="calibrations"),
    path(f"{_ALL}new/", new_calibration, name="new_calibration"),
    path(
        "programmes/<slug:year>/first-call/<slug:shopper>/waive/",
        waive_calibration,
        name="waive_calibration",
    ),
    path(_ONE, calibration, name="calibration"),
    path(f"{_ONE}progress/", calibration_progress, name="calibration_progress"),
    path(f"{_ONE}change/", change_calibration, name="change_calibration"),
    path(f"{_ONE}open/", open_calibration, name="open_calibration"),
    path(f"{_ONE}close/", close_calibration, name="close_calibration"),
    path(f"{_ONE}again/", compute_calibration_again, name="compute_calibration_again"),
    path(f"{_ONE}discard/", discard_calibration, name="discard_calibration"),
    path(f"{_ONE}raters/", invite_raters, name="invite_raters"),
    path(f"{_ONE}raters/<int:rater>/out/", take_out_rater, name="take_out_rater"),
    path(f"{_ONE}cases/new/", new_case, name="new_case"),
    path(_CASE, calibration_case, name="calibration_case"),
    path(f"{_CASE}master/", master_rating, name="master_rating"),
    path(f"{_CASE}sound/", case_sound, name="case_sound"),
    path(f"{_CASE}sound/remove/", remove_case_sound, name="remove_case_sound"),
    path(f"{_CASE}remove/", remove_calibration_case, name="remove_calibration_case"),
]
