"""Cumulative sums against Montgomery's table, and where a drift began."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.formulas.drift import Drift, by_shopper, drift, standard_residuals
from scoring.formulas.severity import Severity, Variances

# Montgomery, Introduction to Statistical Quality Control, tables 9.1 and 9.2: 20 observations of
# mean 10 and 10 of mean 11, standard deviation 1; k = 0.5, h = 5. Observations and upper sums agree
# with other programs' copies; the lower ones follow from max(0, 9.5 - x + the one before).
OBSERVED = [
    *(9.45, 7.99, 9.29, 11.66, 12.16, 10.18, 8.04, 11.46, 9.20, 10.34),
    *(9.03, 11.47, 10.51, 9.40, 10.08, 9.37, 10.62, 10.31, 8.52, 10.84),
    *(10.90, 9.33, 12.29, 11.50, 10.60, 11.08, 10.38, 11.62, 11.31, 10.52),
]
HIGH = [
    *(0, 0, 0, 1.16, 2.82, 2.50, 0.04, 1.00, 0, 0, 0, 0.97, 0.98, 0, 0),
    *(0, 0.12, 0, 0, 0.34, 0.74, 0, 1.79, 2.79, 2.89, 3.47, 3.35, 4.47, 5.28, 5.30),
]
LOW = [
    *(0.05, 1.56, 1.77, 0, 0, 0, 1.46, 0, 0.30, 0, 0.47, 0, 0, 0.10, 0),
    *(0.13, 0, 0, 0.98, 0, 0, 0.17, 0, 0, 0, 0, 0, 0, 0, 0),
]


def test_montgomerys_table_alarms_at_29_and_the_shift_began_at_23() -> None:
    found = drift(np.array(OBSERVED) - 10)

    assert found.high == pytest.approx(HIGH, abs=1e-9)
    assert found.low == pytest.approx(LOW, abs=1e-9)
    # Positions count from 0. N+ = 7 at observation 29: the run began with observation 23.
    assert (found.alarm, found.began, found.lenient) == (28, 22, True)


def test_the_other_direction_is_severe() -> None:
    found = drift(10 - np.array(OBSERVED))

    assert found.high == pytest.approx(LOW, abs=1e-9)
    assert found.low == pytest.approx(HIGH, abs=1e-9)
    assert (found.alarm, found.began, found.lenient) == (28, 22, False)


def test_a_sum_at_the_limit_is_no_alarm_and_just_above_it_is() -> None:
    assert drift(np.array([3.0, 3.0]), slack=0.5, limit=5.0).alarm is None
    assert drift(np.array([3.0, 3.25]), slack=0.5, limit=5.0) == Drift(
        (2.5, 5.25), (0.0, 0.0), 1, 0, lenient=True
    )


def test_the_first_alarm_counts_whichever_sum_it_is() -> None:
    found = drift(np.array([-6.0, 9.0, 9.0]))

    assert found == Drift((0.0, 8.5, 17.0), (5.5, 0.0, 0.0), 0, 0, lenient=False)


def test_a_run_begins_after_the_last_zero() -> None:
    found = drift(np.array([2.0, -3.0, 3.0, 3.0]), slack=0.0, limit=5.0)

    assert found == Drift((2.0, 0.0, 3.0, 6.0), (0.0, 3.0, 0.0, 0.0), 3, 2, lenient=True)


def test_no_contact_is_no_drift() -> None:
    assert drift(np.array([])) == Drift((), (), None, None, None)


def test_an_alarm_is_the_first_and_stays_it_when_the_sum_falls_again() -> None:
    found = drift(np.array([6.0, -6.0, -6.0]), slack=0.0, limit=5.0)

    assert found == Drift((6.0, 0.0, 0.0), (0.0, 6.0, 12.0), 0, 0, lenient=True)


@settings(max_examples=40)
@given(st.lists(st.floats(-4, 4), max_size=40), st.floats(0, 2), st.floats(0.5, 8))
def test_the_sums_equal_the_largest_sum_of_a_run(
    values: list[float], slack: float, limit: float
) -> None:
    found = drift(np.array(values), slack=slack, limit=limit)

    # S_i = the largest sum of z - k over the runs that end at i, or 0.
    for at in range(len(values)):
        runs = [values[start : at + 1] for start in range(at + 1)]
        high = max(0.0, *(sum(run) - slack * len(run) for run in runs))
        low = max(0.0, *(-sum(run) - slack * len(run) for run in runs))
        assert found.high[at] == pytest.approx(high, abs=1e-9)
        assert found.low[at] == pytest.approx(low, abs=1e-9)
    over = [at for at in range(len(values)) if max(found.high[at], found.low[at]) > limit]
    assert found.alarm == (over[0] if over else None)
    if found.alarm is not None and found.began is not None:
        sums = found.high if found.lenient else found.low
        assert all(value > 0 for value in sums[found.began : found.alarm + 1])
        assert found.began == 0 or sums[found.began - 1] == 0


def test_residuals_take_out_the_company_and_the_usual_severity() -> None:
    model = Severity(
        raw=np.array([80.0, 90.0]),
        adjusted=np.array([81.0, 89.0]),
        covariance=np.eye(2),
        variances=Variances(shopper=4.0, interaction=9.0, residual=16.0),
        effects=np.array([2.0, -2.0]),
        effect_errors=np.array([1.0, 1.0]),
        criterion=0.0,
    )

    found = standard_residuals(
        model, np.array([0, 1, 1]), np.array([0, 0, 1]), np.array([93.0, 91.0, 82.0])
    )

    # sigma = sqrt(9 + 16) = 5
    assert found.tolist() == [2.0, 0.0, -1.0]


def test_without_an_interaction_sigma_is_the_residuals_own() -> None:
    model = Severity(
        raw=np.array([80.0]),
        adjusted=np.array([80.0]),
        covariance=np.eye(1),
        variances=Variances(shopper=4.0, interaction=None, residual=16.0),
        effects=np.array([0.0]),
        effect_errors=np.array([1.0]),
        criterion=0.0,
    )

    found = standard_residuals(model, np.array([0]), np.array([0]), np.array([90.0]))

    assert found.tolist() == [2.5]


def test_contacts_stand_by_shopper_in_the_order_of_time_and_of_residuals_within_a_moment() -> None:
    shopper = np.array([1, 0, 1, 0, 1, 2])
    moment = np.array([5, 9, 5, 3, 4, 1])
    residuals = np.array([0.2, 0.0, -0.2, 0.0, 7.0, 1.0])

    found = [each.tolist() for each in by_shopper(shopper, moment, residuals)]

    assert found == [[3, 1], [4, 2, 0], [5]]


@pytest.mark.parametrize(
    ("values", "slack", "limit", "sentence"),
    [
        ([0.0, float("nan")], 0.5, 5.0, "a residual is a finite number"),
        ([float("inf")], 0.5, 5.0, "a residual is a finite number"),
        ([0.0], -0.1, 5.0, "the slack is at least 0 and the limit above 0"),
        ([0.0], 0.5, 0.0, "the slack is at least 0 and the limit above 0"),
    ],
)
def test_what_has_no_cumulative_sum_is_refused(
    values: list[float], slack: float, limit: float, sentence: str
) -> None:
    with pytest.raises(ValueError, match=f"^{sentence}$"):
        drift(np.array(values), slack=slack, limit=limit)
