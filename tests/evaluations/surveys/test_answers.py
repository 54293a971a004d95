"""What a press of a button makes of an answer, and what stored words mean to a form."""

import pytest

from evaluations.surveys.answers import Answer, as_asked
from tests.factories.surveys import given


@pytest.mark.parametrize(
    ("answer", "up", "needs"),
    [
        (given(0, 0), True, 5),
        (given(40, 57), True, 43),
        (given(40, 60), True, 40),
        (given(40, 70), True, 40),
        (given(40, 60), False, 35),
        (given(3, 0), False, 0),
        (given(0, 0), False, 0),
    ],
)
def test_a_press_moves_five_or_what_there_is(answer: Answer, needs: int, *, up: bool) -> None:
    stepped = answer.stepped("needs", up=up)

    assert stepped.points == answer.points | {"needs": needs}


def test_a_section_moves_one_place_and_stops_at_the_ends() -> None:
    order = Answer({}, ("a", "b", "c"))

    assert order.moved("c", up=True).ranking == ("a", "c", "b")
    assert order.moved("a", up=False).ranking == ("b", "a", "c")
    assert (
        order.moved("a", up=True).ranking == order.moved("c", up=False).ranking == ("a", "b", "c")
    )


def test_a_form_begins_with_what_is_stored_and_fits() -> None:
    stored = as_asked(
        {"needs": None, "solution": 120, "gone": 5}, ["solution", "gone"], ["needs", "solution"]
    )

    assert stored == Answer({"needs": 0, "solution": 100}, ("solution", "needs"))
