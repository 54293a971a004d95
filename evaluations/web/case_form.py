"""A case of a calibration as a form: the report's own questions, without anything of a phone."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from evaluations.models import (
    Calibration,
    CalibrationCase,
    Evaluation,
    Participation,
    Scenario,
    TestCall,
)
from evaluations.queries.years.checklists import checklist_of
from evaluations.validators import AnswerFault, Fault
from evaluations.web.posted_report import posted_changes
from evaluations.web.presenters.reports.report_filled import Beside, Filled
from evaluations.web.presenters.reports.report_form import ReportForm
from evaluations.web.presenters.reports.report_reading import (
    fault_sentences,
    progress_sentences,
    progress_words,
)
from evaluations.web.report_pages import FAULTS_SHOWN, Line


@dataclass(frozen=True, slots=True)
class CaseTrouble:
    """Why answers were not taken: a sentence, and the questions it is about."""

    sentence: str = ""
    faults: tuple[Fault, ...] = ()


def stand_in(calibration: Calibration, case: CalibrationCase) -> Evaluation:
    """A report that is nowhere stored, for what shows a report's questions or answers.

    In privacy mode: a calibration asks for no words of her own.
    """
    programme = calibration.programme
    call = TestCall(
        id=uuid.uuid4(),
        participation=Participation(programme=programme, signed_up=False),
        scenario=Scenario(programme=programme, reason=case.reason),
        channel=case.channel,
    )
    return Evaluation(test_call=call, checklist_version=calibration.checklist_version)


def posted_answers(calibration: Calibration, post: QueryDict) -> dict[str, Any]:
    """The answers in a posted form, as the checklist's values."""
    named = QueryDict(mutable=True)
    for name in post:
        if name.startswith("q."):
            named[name] = str(post[name])
    checklist = checklist_of(calibration.checklist_version)
    return dict(posted_changes(named, checklist).answers)


def case_context(
    calibration: Calibration,
    case: CalibrationCase,
    answers: Mapping[str, Any],
    trouble: CaseTrouble | None = None,
) -> dict[str, Any]:
    """What `pieces/case_form.html` shows; with trouble, what was typed is there all the same."""
    found = trouble or CaseTrouble()
    evaluation = stand_in(calibration, case)
    faults = fault_sentences(evaluation, found.faults)
    form = ReportForm(evaluation, Filled(True, answers, {}), Beside(faults=faults))
    done, total = form.progress
    missing = {each.key for each in found.faults if each.code is AnswerFault.MISSING_ANSWER}
    return {
        "form": form,
        "call": evaluation.test_call,
        "done": done,
        "total": total,
        "progress": progress_words(done, total),
        "words": progress_sentences(),
        "refusal": found.sentence,
        "fault_lines": list(_lines(form, faults, missing))[:FAULTS_SHOWN],
        "more_faults": max(0, len(faults) - FAULTS_SHOWN),
    }


def _lines(form: ReportForm, faults: Mapping[str, str], missing: set[str]) -> Iterable[Line]:
    """That an answer is missing is said once, above the links."""
    for key, text in faults.items():
        yield Line(
            form.label(key),
            "" if key in missing else text,
            f"#q-{key}" if form.is_there(key) else "",
        )
