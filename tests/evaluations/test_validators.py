"""Faults of a filled form, in the order they are looked for."""

from typing import Any

import pytest

from evaluations.checklist_document import ChecklistDocument
from evaluations.validators import AnswerFault, Fault, FilledForm, faults
from tests.evaluations.small_checklist import FULL, small_checklist, small_document

CHECKLIST = small_checklist()


def _faults(
    answers: dict[str, Any],
    *,
    checklist: ChecklistDocument = CHECKLIST,
    answered: bool = True,
    comments: dict[str, str] | None = None,
) -> list[Fault]:
    form = FilledForm("phone", "buy", answered, answers, comments or {})
    return list(faults(checklist, form))


def test_full_form_has_no_fault() -> None:
    assert _faults(FULL) == []


def test_unanswered_contact_owes_nothing() -> None:
    assert _faults({}, answered=False) == []


def test_faults_come_in_their_order() -> None:
    answers = FULL | {"smiled": "yes", "asked": "maybe", "found": None}

    assert _faults(answers, comments={"c_other": ""}) == [
        Fault(AnswerFault.UNKNOWN_QUESTION, "smiled"),
        Fault(AnswerFault.UNKNOWN_QUESTION, "c_other"),
        Fault(AnswerFault.INVALID_OPTION, "asked"),
        Fault(AnswerFault.MISSING_ANSWER, "found"),
    ]


def test_optional_question_may_stay_open() -> None:
    assert "ease" not in FULL
    assert _faults(FULL | {"ease": None}) == []


def test_question_that_is_not_shown_owes_no_answer_but_takes_only_its_own() -> None:
    answers = {key: value for key, value in FULL.items() if key not in {"relevant", "closed"}}

    assert _faults(answers | {"offered": "no"}) == []
    assert _faults(answers | {"offered": "no", "relevant": "maybe"}) == [
        Fault(AnswerFault.INVALID_OPTION, "relevant")
    ]


@pytest.mark.parametrize("words", ["", "   "])
def test_required_comment_must_say_something(words: str) -> None:
    document = small_document()
    document["comments"][0]["required"] = True
    checklist = ChecklistDocument.model_validate(document)

    assert _faults(FULL, checklist=checklist, comments={"c_words": words}) == [
        Fault(AnswerFault.MISSING_ANSWER, "c_words")
    ]
    assert _faults(FULL, checklist=checklist, comments={"c_words": "Kind"}) == []
