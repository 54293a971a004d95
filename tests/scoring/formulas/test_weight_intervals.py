"""How sure the weights are."""

from decimal import Decimal

import numpy as np
import pytest

from scoring.formulas.preferences import constant_sum
from scoring.formulas.preferences.bootstrap import resampled_shares
from scoring.formulas.weight_intervals import Interval, weight_uncertainty
from scoring.formulas.weight_rules import WeightRules

RULES = WeightRules({"waiting": Decimal("0.1")}, Decimal("0.5"))
# 101 draws of a share from 0.25 to 0.75 in steps of 0.005.
STEPS = np.linspace(0.25, 0.75, 101)
DRAWS = np.column_stack([STEPS, 1 - STEPS])[np.random.default_rng(1).permutation(101)]


def test_intervals_are_percentiles_of_the_weights() -> None:
    found = weight_uncertainty(DRAWS, ["a", "b"], RULES, confidence=0.9)

    # Weight 0.9 (0.5 share + 0.25): the shares' 5th and 95th percentiles are 0.275 and 0.725.
    assert found.sections == ("waiting", "a", "b")
    assert list(found.intervals) == ["waiting", "a", "b"]
    assert found.intervals["waiting"] == Interval(0.1, 0.1)
    for name in "ab":
        assert found.intervals[name].low == pytest.approx(0.34875, abs=1e-12)
        assert found.intervals[name].high == pytest.approx(0.55125, abs=1e-12)


def test_the_confidence_is_95_percent_unless_said() -> None:
    found = weight_uncertainty(DRAWS, ["a", "b"], RULES)

    # Percentiles 2.5 and 97.5: 0.2625 and 0.7375.
    assert found.intervals["a"].low == pytest.approx(0.343125, abs=1e-12)
    assert found.intervals["a"].high == pytest.approx(0.556875, abs=1e-12)


def test_the_covariance_is_that_of_the_weights() -> None:
    found = weight_uncertainty(DRAWS, ["a", "b"], RULES)
    variance = 0.45**2 * float(np.var(STEPS, ddof=1))

    expected = np.zeros((3, 3))
    expected[1:, 1:] = [[variance, -variance], [-variance, variance]]
    np.testing.assert_allclose(found.covariance, expected, atol=1e-14)


def test_a_floor_holds_in_every_draw() -> None:
    rules = WeightRules({"waiting": Decimal("0.1")}, Decimal("0.5"), {"a": Decimal("0.45")})

    found = weight_uncertainty(DRAWS, ["a", "b"], rules, confidence=0.9)

    assert found.intervals["a"].low == 0.45
    assert found.intervals["a"].high == pytest.approx(0.55125, abs=1e-12)
    assert found.intervals["b"].high == pytest.approx(0.45, abs=1e-15)


def test_one_section_alone_has_all_the_rest() -> None:
    found = weight_uncertainty(np.ones((3, 1)), ["a"], WeightRules({}, Decimal(0)))

    assert found.intervals == {"a": Interval(1.0, 1.0)}
    assert found.covariance.tolist() == [[0.0]]


def test_a_survey_of_chosen_points_covers_its_weights() -> None:
    points = np.array([[60, 40], [20, 80], [50, 50], [45, 55], [30, 70], [75, 25]])
    resampled = resampled_shares(constant_sum.shares, points, seed=5, draws=300)

    found = weight_uncertainty(resampled, ["a", "b"], WeightRules({}, Decimal(0)))

    share = constant_sum.shares(points)[0]
    error = np.sqrt(constant_sum.covariance(points)[0, 0] * 5 / 6)
    assert found.intervals["a"].low == pytest.approx(share - 1.96 * error, abs=0.03)
    assert found.intervals["a"].high == pytest.approx(share + 1.96 * error, abs=0.03)


def test_one_draw_has_no_spread() -> None:
    with pytest.raises(ValueError, match="at least two draws"):
        weight_uncertainty(DRAWS[:1], ["a", "b"], RULES)


@pytest.mark.parametrize("confidence", [0.0, 1.0, -0.5, 1.5])
def test_a_confidence_lies_between_0_and_1(confidence: float) -> None:
    with pytest.raises(ValueError, match=f"between 0 and 1, not at {confidence}"):
        weight_uncertainty(DRAWS, ["a", "b"], RULES, confidence=confidence)


def test_sections_are_the_columns() -> None:
    with pytest.raises(ValueError, match="shorter"):
        weight_uncertainty(DRAWS, ["a", "b", "c"], RULES)
