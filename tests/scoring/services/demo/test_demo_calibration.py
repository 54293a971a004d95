"""The demo's calibrations: computed once, and nobody who signs in is kept from her calls."""

import json
from pathlib import Path
from typing import Any

import pytest

from evaluations.enums import AgreementFigure, CalibrationState
from evaluations.models import Calibration, CalibrationFigure
from evaluations.queries.calibration.calibrated import calibration_standing
from scoring.services.demo.accounts import SAMPLE, load_people
from scoring.services.demo.calibration import APPLYING, LEAST, load_calibrations
from scoring.services.demo.record import DemoRecord
from shoppers.models import Shopper
from tests.factories.awards import tiny_award
from tests.factories.calls import admit
from tests.factories.certification import asks

pytestmark = pytest.mark.django_db


def test_the_demo_shows_one_that_is_closed_and_one_that_waits(
    tmp_path: Path, settings: Any
) -> None:
    settings.DEMO = True
    people = load_people(DemoRecord.read(tmp_path / "demo.json"))
    award = tiny_award("2026", checklist=json.loads((SAMPLE / "checklist.json").read_text()))
    asks(award.programme, people["coordinator"])
    admit(people["shopper"], award.programme, people["coordinator"])

    for _start in range(2):
        load_calibrations(people)

    award.programme.refresh_from_db()
    waits, done = Calibration.objects.order_by("state").reverse()
    assert (waits.state, done.state) == (CalibrationState.OPEN, CalibrationState.CLOSED)
    assert set(done.raters.values_list("is_complete", flat=True)) == {True}
    shares = {
        code: calibration_standing(Shopper.objects.get(code=code), award.programme)
        for code in ("D-0001", *APPLYING)
    }
    assert {code: each and each.passed for code, each in shares.items()} == {
        "D-0001": True,
        "D-0101": True,
        "D-0102": False,
    }
    assert award.programme.least_agreement == LEAST
    alpha = CalibrationFigure.objects.get(question="", rater=None, figure=AgreementFigure.ALPHA)
    assert alpha.value is not None
    assert 0.5 < alpha.value < 1
