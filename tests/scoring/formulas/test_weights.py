"""Section weights."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.formulas.weights import equal_weights, fixed_weights, mean_shares, survey_weights

SECTIONS = ["needs", "solution", "closing"]


def test_fixed_weights_are_the_decimals_themselves() -> None:
    weights = fixed_weights({"a": Decimal("0.05"), "b": Decimal("0.95")})

    assert weights == {"a": Fraction(1, 20), "b": Fraction(19, 20)}


def test_fixed_weights_that_do_not_add_up_to_one_are_refused() -> None:
    with pytest.raises(ValueError, match="add up to 9/10"):
        fixed_weights({"a": Decimal("0.4"), "b": Decimal("0.5")})


def test_equal_weights_are_equal_shares_of_one() -> None:
    assert equal_weights(SECTIONS) == dict.fromkeys(SECTIONS, Fraction(1, 3))


def test_equal_weights_of_no_section_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^no section to weigh$"):
        equal_weights([])


def test_mean_shares_by_hand() -> None:
    answers = [
        {"needs": 50, "solution": 30, "closing": 20},
        {"needs": 25, "solution": 75, "closing": 0},
    ]

    assert mean_shares(answers, SECTIONS) == {
        "needs": Fraction(3, 8),
        "solution": Fraction(21, 40),
        "closing": Fraction(1, 10),
    }


def test_a_mean_of_no_answers_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        mean_shares([], SECTIONS)


def test_survey_weights_by_hand() -> None:
    shares = {"needs": Fraction(3, 8), "solution": Fraction(21, 40), "closing": Fraction(1, 10)}

    weights = survey_weights(shares, fixed={"waiting": Decimal("0.05")}, shrink=Decimal("0.2"))

    # 0.95 · (0.8 · 0.375 + 0.2 / 3), and so on.
    assert weights == {
        "waiting": Fraction(1, 20),
        "needs": Fraction(209, 600),
        "solution": Fraction(1387, 3000),
        "closing": Fraction(209, 1500),
    }


def test_a_section_cannot_be_fixed_and_asked_about() -> None:
    with pytest.raises(ValueError, match="both fixed and asked about: needs"):
        survey_weights({"needs": Fraction(1)}, fixed={"needs": Decimal("0.1")}, shrink=Decimal(0))


def test_shares_that_do_not_add_up_to_one_are_refused() -> None:
    with pytest.raises(ValueError, match="add up"):
        survey_weights({"needs": Fraction(1, 2)}, fixed={}, shrink=Decimal("0.2"))


@st.composite
def _answer(draw: st.DrawFn) -> dict[str, int]:
    first = draw(st.integers(min_value=0, max_value=100))
    second = draw(st.integers(min_value=0, max_value=100 - first))
    return dict(zip(SECTIONS, [first, second, 100 - first - second], strict=True))


@given(
    answers=st.lists(_answer(), min_size=1, max_size=20),
    fixed=st.decimals(min_value=0, max_value=1, places=3),
    shrink=st.decimals(min_value=0, max_value=1, places=3),
)
def test_survey_weights_add_up_to_one_in_any_order(
    answers: list[dict[str, int]], fixed: Decimal, shrink: Decimal
) -> None:
    weights = survey_weights(
        mean_shares(answers, SECTIONS), fixed={"waiting": fixed}, shrink=shrink
    )
    again = survey_weights(
        mean_shares(sorted(answers, key=str), SECTIONS), fixed={"waiting": fixed}, shrink=shrink
    )

    assert sum(weights.values()) == 1
    assert all(weight >= 0 for weight in weights.values())
    assert again == weights
