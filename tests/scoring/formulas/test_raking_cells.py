"""Cells of margins: small ones taken together, unknown respondents counted once."""

from fractions import Fraction

import numpy as np
import pytest

from scoring.formulas.raking_cells import weighted

HALVES = {"gender": {"f": Fraction(1, 2), "m": Fraction(1, 2)}}


def people(**counts: int) -> list[dict[str, str]]:
    """So many respondents of each gender."""
    return [{"gender": gender} for gender, count in counts.items() for _ in range(count)]


def test_weights_make_the_margin_fit_and_say_what_they_cost() -> None:
    found = weighted(people(f=30, m=45), HALVES)

    # 37.5 of 75 each: 37.5 / 30 and 37.5 / 45.
    np.testing.assert_allclose(found.weights, [1.25] * 30 + [5 / 6] * 45, atol=1e-12)
    assert found.design_effect == pytest.approx((30 * 1.25**2 + 45 * (5 / 6) ** 2) / 75, abs=1e-12)
    assert found.effective == pytest.approx(72, abs=1e-9)
    assert (found.unknown, found.margins) == (0, {"gender": (("f",), ("m",))})


def test_respondents_outside_all_cells_count_once() -> None:
    found = weighted(people(f=30, x=5, m=45), HALVES)

    assert found.unknown == 5
    assert found.weights[30:35].tolist() == [1.0] * 5
    np.testing.assert_allclose(found.weights[:30], 1.25, atol=1e-12)


def test_small_cells_are_taken_together_until_they_are_large_enough() -> None:
    shares = dict(zip("abcd", (Fraction(1, 10), Fraction(2, 10), Fraction(3, 10), Fraction(4, 10)),
                      strict=True))  # fmt: skip
    facts = [
        {"region": region}
        for region, count in {"a": 12, "b": 40, "c": 11, "d": 37}.items()
        for _ in range(count)
    ]

    found = weighted(facts, {"region": shares})

    # a and c together are 23, which is still too few; the next smallest is d.
    assert found.margins == {"region": (("a", "c", "d"), ("b",))}
    np.testing.assert_allclose(found.weights[12:52], 20 / 40, atol=1e-12)
    np.testing.assert_allclose(found.weights[:12], 80 / 60, atol=1e-12)


def test_a_cell_is_large_enough_with_exactly_the_smallest_number() -> None:
    assert weighted(people(f=3, m=4), HALVES, smallest=3).margins == {"gender": (("f",), ("m",))}
    assert weighted(people(f=3, m=4), HALVES, smallest=4).margins == {"gender": (("f", "m"),)}


def test_a_margin_of_one_cell_changes_nothing() -> None:
    found = weighted(people(f=3, m=9), HALVES)

    assert found.weights.tolist() == [1.0] * 12
    assert found.design_effect == 1.0


def test_of_equally_small_cells_the_first_named_go_together() -> None:
    thirds = {"gender": dict.fromkeys("fmx", Fraction(1, 3))}

    assert weighted(people(f=2, m=2, x=2), thirds, smallest=3).margins == {
        "gender": (("f", "m", "x"),)
    }
    assert weighted(people(f=2, m=2, x=3), thirds, smallest=3).margins == {
        "gender": (("f", "m"), ("x",))
    }


def test_nobody_cannot_be_raked() -> None:
    with pytest.raises(ValueError, match="at least one respondent"):
        weighted([], HALVES)


def test_margins_that_contradict_each_other_are_refused() -> None:
    facts = [{"gender": "f", "region": "a"}] * 30 + [{"gender": "m", "region": "b"}] * 30
    targets = {
        "gender": {"f": Fraction(1, 2), "m": Fraction(1, 2)},
        "region": {"a": Fraction(1, 4), "b": Fraction(3, 4)},
    }

    with pytest.raises(ValueError, match="no weights fit"):
        weighted(facts, targets)
