"""Contacts computed by hand, one for every rule of "What the numbers mean"."""

from typing import Any

import pytest

from evaluations.checklist_document import ChecklistDocument
from evaluations.points import (
    ContactPoints,
    points_of,
    scored_questions,
    section_keys,
    shown_questions,
)
from tests.evaluations.small_checklist import FULL, small_checklist, small_document

CHECKLIST = small_checklist()


def _points(
    answers: dict[str, Any], *, channel: str = "phone", reason: str = "buy", answered: bool = True
) -> ContactPoints:
    return points_of(
        CHECKLIST, channel=channel, scenario_reason=reason, answered=answered, answers=answers
    )


def _shown(answers: dict[str, Any], *, channel: str = "phone", reason: str = "buy") -> set[str]:
    return set(shown_questions(CHECKLIST, channel=channel, scenario_reason=reason, answers=answers))


def test_scored_questions_and_sections_stand_in_document_order() -> None:
    assert [question.key for question in scored_questions(CHECKLIST)] == [
        "wait", "asked", "found", "other_ways", "correct", "fits", "offered", "relevant", "closed",
    ]  # fmt: skip
    assert section_keys(CHECKLIST) == ("waiting", "needs", "solution", "upsell")


def test_full_contact_counts_every_question() -> None:
    assert _points(FULL) == ContactPoints(
        section_got=(2, 1 + 2 + 4, 2 + 4, 2 + 4 + 0),
        section_possible=(4, 2 + 2 + 4, 2 + 8, 2 + 4 + 3),
        section_zeroed=(False, False, False, False),
        question_got=(2, 1, 2, 4, 2, 4, 2, 4, 0),
        question_possible=(4, 2, 2, 4, 2, 8, 2, 4, 3),
    )


def test_channel_decides_options_and_what_is_asked() -> None:
    answers = FULL | {"wait": "fast"}

    assert "callback" in _shown(answers)
    assert "callback" not in _shown(answers, channel="email")
    assert _points(answers).question_possible[0] == 4
    assert _points(answers, channel="email").question_got[0] == 3
    assert _points(answers, channel="email").question_possible[0] == 3


def test_scenario_reason_leaves_out_the_whole_section() -> None:
    points = _points(FULL, reason="question")

    assert points.section_got == (2, 7, 6, 0)
    assert points.section_possible == (4, 8, 10, 0)
    assert points.question_possible[-3:] == (0, 0, 0)


def test_answer_condition_needs_the_named_answer() -> None:
    points = _points(FULL | {"offered": "no"})

    assert points.question_got[-3:] == (0, 0, 0)
    assert points.question_possible[-3:] == (2, 0, 0)
    assert (points.section_got[3], points.section_possible[3]) == (0, 2)


def test_answer_condition_fails_when_the_other_question_is_not_shown() -> None:
    # "relevant" was answered yes, but is not shown: what hangs on it is not shown either.
    answers = FULL | {"offered": "no", "relevant": "yes"}

    assert _shown(answers) & {"offered", "relevant", "closed"} == {"offered"}
    assert not _shown(FULL, reason="question") & {"offered", "relevant", "closed"}


def test_condition_may_stand_before_the_question_it_looks_at() -> None:
    document = small_document()
    document["sections"][3]["questions"].reverse()
    checklist = ChecklistDocument.model_validate(document)

    points = points_of(
        checklist, channel="phone", scenario_reason="buy", answered=True, answers=FULL
    )

    assert points.question_got[-3:] == (0, 4, 2)
    assert points.question_possible[-3:] == (3, 4, 2)


def test_na_drop_leaves_got_and_possible() -> None:
    points = _points(FULL | {"found": "na"})

    assert (points.question_got[2], points.question_possible[2]) == (0, 0)
    assert (points.section_got[1], points.section_possible[1]) == (5, 6)


def test_na_zero_keeps_its_maximum_in_possible() -> None:
    points = _points(FULL | {"other_ways": "na"})

    assert (points.question_got[3], points.question_possible[3]) == (0, 4)
    assert (points.section_got[1], points.section_possible[1]) == (3, 8)


def test_critical_answer_zeroes_its_section_and_keeps_the_points() -> None:
    points = _points(FULL | {"correct": "no", "fits": "well"})

    assert points.section_zeroed == (False, False, True, False)
    assert (points.section_got[2], points.section_possible[2]) == (8, 10)


def test_critical_answer_of_a_question_not_shown_zeroes_nothing() -> None:
    document = small_document()
    relevant = document["sections"][3]["questions"][1]
    relevant["critical"] = {"when": ["no"], "effect": "zero_section"}
    checklist = ChecklistDocument.model_validate(document)
    answers = FULL | {"relevant": "no"}

    def zeroed(offered: str) -> bool:
        return points_of(
            checklist,
            channel="phone",
            scenario_reason="buy",
            answered=True,
            answers=answers | {"offered": offered},
        ).section_zeroed[3]

    assert zeroed("yes") is True
    assert zeroed("no") is False


def test_unanswered_contact_has_nothing_possible() -> None:
    assert _points({}, answered=False) == ContactPoints(
        section_got=(0, 0, 0, 0),
        section_possible=(0, 0, 0, 0),
        section_zeroed=(False, False, False, False),
        question_got=(0,) * 9,
        question_possible=(0,) * 9,
    )


def test_answers_to_questions_not_shown_count_for_nothing() -> None:
    without = {key: value for key, value in FULL.items() if key not in {"offered", "relevant"}}

    assert _points(FULL, reason="question") == _points(without, reason="question")


def test_optional_question_without_an_answer_is_left_out() -> None:
    document = small_document()
    document["sections"][1]["questions"][0]["required"] = False
    checklist = ChecklistDocument.model_validate(document)

    points = points_of(
        checklist,
        channel="phone",
        scenario_reason="buy",
        answered=True,
        answers=FULL | {"asked": None},
    )

    assert (points.section_got[1], points.section_possible[1]) == (6, 6)


@pytest.mark.parametrize("answer", ["maybe", "na", 2, True, ["yes"], {"yes": 1}])
def test_answer_that_is_no_option_is_refused(answer: object) -> None:
    with pytest.raises(ValueError, match="asked does not take the answer"):
        _points(FULL | {"asked": answer})
