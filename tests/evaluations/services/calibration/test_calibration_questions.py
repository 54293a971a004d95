"""A session's answers as the arithmetic of agreement reads them."""

import numpy as np

from evaluations.agreement.ratings import MISSING
from evaluations.checklist_document import ChecklistDocument
from evaluations.services.calibrating.questions import Asked, Rated, asked_questions
from tests.evaluations.small_checklist import choice, small_document, text, whole_number


def _asked(cases: list[Rated], document: dict[str, object] | None = None) -> dict[str, Asked]:
    checklist = ChecklistDocument.model_validate(document or small_document())
    return {
        f"{each.key} {each.channel}".strip(): each for each in asked_questions(checklist, cases)
    }


def _rows(asked: Asked) -> list[list[int]]:
    return [[int(number) for number in row] for row in asked.question.ratings.category]


def test_options_of_a_channel_are_compared_on_that_channel() -> None:
    found = _asked(
        [
            Rated("phone", {"wait": "fast"}, [{"wait": "fast"}, {"wait": "slow"}, None]),
            Rated("email", {"wait": "slow"}, [{"wait": "slow"}, {}, {"wait": "fast"}]),
        ]
    )

    assert list(found) == ["wait phone", "wait email"]
    assert _rows(found["wait phone"]) == [[0, 2, MISSING]]
    assert _rows(found["wait email"]) == [[1, MISSING, 0]]
    assert found["wait phone"].question.master.tolist() == [0]
    points = found["wait phone"].question.points
    assert points is not None
    assert points.tolist() == [1.0, 0.5, 0.0]


def test_the_same_options_are_compared_over_all_channels() -> None:
    found = _asked(
        [
            Rated("phone", {"asked": "yes"}, [{"asked": "yes"}]),
            Rated("email", {"asked": "no"}, [{"asked": "partly"}]),
        ]
    )

    assert _rows(found["asked"]) == [[0], [1]]
    assert found["asked"].question.master.tolist() == [0, 2]


def test_not_applicable_is_an_answer_and_may_be_worth_nothing_at_all() -> None:
    said = {"found": "na", "other_ways": "na"}
    found = _asked([Rated("chat", said, [said])])

    dropped, zero = found["found"].question, found["other_ways"].question
    assert (_rows(found["found"]), dropped.without_points) == ([[2]], frozenset({2}))
    assert (_rows(found["other_ways"]), zero.without_points) == ([[2]], frozenset())
    assert zero.points is not None
    assert zero.points.tolist() == [1.0, 0.0, 0.0]


def test_scales_waits_and_numbers_lie_in_their_order() -> None:
    steps = {str(step): None for step in range(1, 6)}
    document = small_document()
    document["sections"] = [
        {
            "key": "all",
            "text": text("all"),
            "questions": [
                choice("steps", steps, scored=False),
                choice("steps_na", steps, scored=False, na="drop"),
                choice("which", {"a": 1, "b": 0}),
                whole_number("nps", 0, 10),
                whole_number("nps_na", 0, 10, na="drop"),
                whole_number("seconds", 0, 100_000),
            ],
        }
    ]
    document["comments"] = []
    said = {"steps": "5", "steps_na": "1", "which": "b", "nps": 3, "nps_na": "na", "seconds": 40}
    other = said | {"seconds": 700, "nps_na": 4}

    found = _asked([Rated("phone", said, [other])], document)

    looks = {
        key: (each.question.scale, each.question.weights, len(each.question.ratings.values))
        for key, each in found.items()
    }
    assert looks == {
        "steps": ("ordinal", "ordinal", 5),
        "steps_na": ("nominal", "identity", 6),
        "which": ("nominal", "identity", 2),
        "nps": ("interval", "quadratic", 11),
        "nps_na": ("nominal", "identity", 12),
        "seconds": ("interval", "quadratic", 2),
    }
    assert np.array_equal(found["seconds"].question.ratings.values, [40.0, 700.0])
    assert (_rows(found["seconds"]), found["seconds"].question.master.tolist()) == ([[1]], [0])
    assert found["steps"].question.points is None
