"""The robust z, by Leys's figures, by statsmodels, and by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.screening.facts import Floats
from evaluations.screening.likeness import at_most, members_of, robust_z

N = np.nan


def _z(
    values: list[float], group: list[int] | None = None, *, fewest: int = 1, below: bool = False
) -> Floats:
    numbers = np.array(group or [0] * len(values))
    return robust_z(np.array(values), numbers, fewest=fewest, below=below)


def test_the_example_of_leys() -> None:
    # Leys et al. (2013): of 1, 3, 3, 6, 8, 10, 10, 1000 the median is 7 and the MAD 5.1891.
    found = _z([1, 3, 3, 6, 8, 10, 10, 1000])

    assert found[0] == pytest.approx(-6 / 5.1891, abs=1e-4)
    assert found[-1] == pytest.approx(993 / 5.1891, abs=1e-2)


@given(st.lists(st.floats(-50, 50), min_size=3, max_size=12))
def test_any_values_of_statsmodels(values: list[float]) -> None:
    from statsmodels.robust.scale import mad

    spread = mad(np.array(values))
    found = _z(values)

    if spread > 0:
        assert found == pytest.approx((np.array(values) - np.median(values)) / spread, rel=1e-9)
    else:
        assert np.isnan(found).all() == (min(values) == max(values))


def test_each_group_is_its_own() -> None:
    found = _z([1, 10, 2, 20, 4, 40], [2, 0, 2, 0, 2, 0])

    # Medians 2 and 20, MADs 1 and 10.
    scale = 0.6744897502
    assert found == pytest.approx([-scale, -scale, 0, 0, 2 * scale, 2 * scale])


def test_the_spread_below_the_median_alone() -> None:
    values = [4.0, 6, 9, 10, 30, 50, 70]

    # Below: 0, 1, 4, 6 from the median of 10, so 2.5; on both sides it is 6.
    assert _z(values, below=True)[0] == pytest.approx(-6 / 2.5 * 0.6744897502)
    assert _z(values)[0] == pytest.approx(-6 / 6 * 0.6744897502)


def test_mostly_the_same_values_are_spread_by_their_mean() -> None:
    # The MAD is 0, the mean deviation 6 / 4.
    found = _z([3, 3, 3, 9])

    assert found == pytest.approx([0, 0, 0, 6 / (1.2533141 * 1.5)])


def test_what_has_no_z() -> None:
    assert np.isnan(_z([1, 2, 4], fewest=4)).all()
    assert not np.isnan(_z([1, 2, 4], fewest=3)).any()
    # NaN is no value that a group could count.
    assert np.isnan(_z([1, 2, N], fewest=3)).all()
    assert np.isnan(_z([1, 2, 4, N])).tolist() == [False, False, False, True]
    assert np.isnan(_z([3, 3, 3])).all()
    # Below the median all are the same.
    assert np.isnan(_z([3, 3, 3, 9], below=True)).all()
    assert np.isnan(_z([N, N], fewest=0)).all()
    assert robust_z(np.empty(0), np.empty(0, dtype=np.int64), fewest=1).tolist() == []


def test_values_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="needs a group"):
        robust_z(np.array([1.0]), np.array([0, 0]), fewest=1)
    with pytest.raises(ValueError, match="finite"):
        _z([1.0, -np.inf])


def test_members_in_the_order_of_groups() -> None:
    assert [part.tolist() for part in members_of(np.array([3, 0, 3, 1]))] == [[1], [3], [0, 2]]


def test_a_limit_includes_its_end_and_no_nan() -> None:
    assert at_most(np.array([0.05, 0.051, N, 0.0]), 0.05).tolist() == [True, False, False, True]
