"""What somebody says of a case, checked by the code that checks reports."""

from collections.abc import Mapping
from typing import Any

from evaluations.canonical import digest
from evaluations.models import Calibration, CalibrationCase
from evaluations.points import shown_questions
from evaluations.queries.years.checklists import checklist_of
from evaluations.services.calibrating.refusals import RatingRefused
from evaluations.validators import AnswerFault, Fault, FilledForm, faults, given


def checked_answers(
    calibration: Calibration, case: CalibrationCase, answers: Mapping[str, Any]
) -> dict[str, Any]:
    """The answers to the questions that the case asks; what follows no answer is left out.

    Words of her own are not asked: they cannot be compared. Raises RatingRefused.
    """
    checklist = checklist_of(calibration.checklist_version)
    if found := _faults(calibration, case, answers):
        raise RatingRefused(found)
    shown = shown_questions(
        checklist, channel=case.channel, scenario_reason=case.reason, answers=given(answers)
    )
    return {key: value for key, value in given(answers).items() if key in shown}


def begun_answers(
    calibration: Calibration, case: CalibrationCase, answers: Mapping[str, Any]
) -> dict[str, Any]:
    """The answers so far, also to what is not asked as they stand. Raises RatingRefused."""
    found = _faults(calibration, case, answers)
    wrong = [each for each in found if each.code is not AnswerFault.MISSING_ANSWER]
    if wrong:
        raise RatingRefused(wrong)
    asked = checklist_of(calibration.checklist_version).questions
    return {key: value for key, value in given(answers).items() if key in asked}


def _faults(
    calibration: Calibration, case: CalibrationCase, answers: Mapping[str, Any]
) -> list[Fault]:
    form = FilledForm(
        channel=case.channel,
        scenario_reason=case.reason,
        answered=True,
        answers=answers,
        comments={},
        privacy_mode=True,
    )
    return list(faults(checklist_of(calibration.checklist_version), form))


def answers_hash(case: CalibrationCase, answers: Mapping[str, Any]) -> str:
    """sha256 of what was said of which case."""
    return digest({"case": case.pk, "answers": dict(answers)})
