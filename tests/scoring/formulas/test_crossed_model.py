"""The likelihood from cells equals the one from whole matrices, written from the definition."""

from math import inf, log, pi
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from scoring.formulas.crossed_model import shopper_effects, slopes, solved, summed
from tests.scoring.formulas.published_designs import Design, catalysts, unbalanced_machines

Floats = NDArray[np.floating[Any]]


def _dummies(numbers: NDArray[np.int64]) -> Floats:
    return np.eye(int(numbers.max()) + 1)[numbers]


def _covariance(design: Design, lam: float, gam: float) -> Floats:
    """Of all contacts, over the residual variance."""
    company, shopper, score = design
    who = _dummies(shopper)
    cell = _dummies(np.unique(shopper * 1000 + company, return_inverse=True)[1])
    return np.eye(len(score)) + lam * who @ who.T + gam * cell @ cell.T


def _dense(design: Design, lam: float, gam: float) -> tuple[Floats, Floats, float, float]:
    """Estimates, (X'V^-1X)^-1, residual squares and -2 REML of N x N matrices."""
    company, _shopper, score = design
    covariance = _covariance(design, lam, gam)
    inverse, dummies = np.linalg.inv(covariance), _dummies(company)
    information = dummies.T @ inverse @ dummies
    estimates = np.linalg.solve(information, dummies.T @ inverse @ score)
    rest = score - dummies @ estimates
    squares = float(rest @ inverse @ rest)
    freedom = len(score) - len(estimates)
    determinants = float(np.linalg.slogdet(covariance)[1] + np.linalg.slogdet(information)[1])
    residual = log(2 * pi * squares / freedom) if squares > 0 else -inf
    criterion = freedom * (1 + residual) + determinants
    return estimates, np.linalg.inv(information), squares, criterion


def _henderson(design: Design, lam: float, gam: float) -> tuple[Floats, Floats]:
    """Shopper effects and their error variances from the mixed model equations."""
    company, shopper, score = design
    fixed, who = _dummies(company), _dummies(shopper)
    cell = _dummies(np.unique(shopper * 1000 + company, return_inverse=True)[1])
    every = np.hstack([fixed, who, cell]) if gam else np.hstack([fixed, who])
    ridge = [0.0] * fixed.shape[1] + [1 / lam] * who.shape[1]
    ridge += [1 / gam] * cell.shape[1] if gam else []
    inverse = np.linalg.inv(every.T @ every + np.diag(ridge))
    found = inverse @ every.T @ score
    at = slice(fixed.shape[1], fixed.shape[1] + who.shape[1])
    return found[at], np.diag(inverse)[at]


@st.composite
def _designs(draw: st.DrawFn) -> Design:
    """Up to 24 contacts; every company, and the first shopper of each, occurs."""
    companies, shoppers = draw(st.integers(1, 4)), draw(st.integers(1, 5))
    contact = st.tuples(
        st.integers(0, companies - 1), st.integers(0, shoppers - 1), st.integers(0, 100)
    )
    every = [(k, k % shoppers, 50 + k) for k in range(max(companies, shoppers))]
    every = [(company % companies, shopper, score) for company, shopper, score in every]
    rows = np.array(every + draw(st.lists(contact, min_size=2, max_size=18)))
    return rows[:, 0], rows[:, 1], rows[:, 2].astype(float)


_RATIOS = st.floats(0, 5)


@settings(max_examples=40)
@example((np.zeros(3, int), np.zeros(3, int), np.full(3, 50.0)), 0.0, 0.0)
@example((np.zeros(4, int), np.zeros(4, int), np.full(4, 50.0)), 0.0, 0.0)
@given(_designs(), _RATIOS, _RATIOS)
def test_solutions_equal_those_of_whole_matrices(design: Design, lam: float, gam: float) -> None:
    cells = summed(*design)
    estimates, inverse, squares, criterion = _dense(design, lam, gam)

    found = solved(cells, lam, gam)

    assert (found.lam, found.gam) == (lam, gam)
    assert found.companies == pytest.approx(estimates, rel=1e-9, abs=1e-8)
    assert found.inverse == pytest.approx(inverse, rel=1e-8, abs=1e-10)
    assert found.squares == pytest.approx(squares, rel=1e-8, abs=1e-8)
    if squares > 1e-6:
        assert found.criterion == pytest.approx(criterion, rel=1e-8, abs=1e-7)


@settings(max_examples=30)
@given(_designs(), st.floats(0.01, 5), st.just(0.0) | st.floats(0.01, 5))
def test_shopper_effects_equal_hendersons(design: Design, lam: float, gam: float) -> None:
    cells = summed(*design)
    expected, variance = _henderson(design, lam, gam)

    effects, errors = shopper_effects(cells, solved(cells, lam, gam))

    assert effects == pytest.approx(expected, rel=1e-7, abs=1e-7)
    assert errors == pytest.approx(variance, rel=1e-7)


@pytest.mark.parametrize("design", [unbalanced_machines(), catalysts()])
@pytest.mark.parametrize(("lam", "gam"), [(0.5, 0.25), (20.0, 15.0), (0.01, 3.0), (4.0, 0.0)])
def test_slopes_are_those_of_the_criterion(design: Design, lam: float, gam: float) -> None:
    cells = summed(*design)
    step = 1e-6

    by_lam, by_gam = slopes(cells, solved(cells, lam, gam))

    up, down = solved(cells, lam + step, gam), solved(cells, lam - step, gam)
    assert by_lam == pytest.approx((up.criterion - down.criterion) / (2 * step), rel=1e-5, abs=1e-6)
    up, down = solved(cells, lam, gam + step), solved(cells, lam, gam - step)
    assert by_gam == pytest.approx((up.criterion - down.criterion) / (2 * step), rel=1e-5, abs=1e-6)


def test_cells_are_counts_means_and_squares_within() -> None:
    cells = summed(np.array([0, 0, 1, 0]), np.array([0, 0, 0, 1]), np.array([60.0, 80.0, 5.0, 7.0]))

    assert cells.contacts.tolist() == [[2, 1], [1, 0]]
    assert cells.mean.tolist() == [[70, 5], [7, 0]]
    assert cells.within == 200
    assert cells.freedom == 2
    assert cells.repeated
    assert not summed(*catalysts()).repeated


def test_the_order_of_the_contacts_changes_no_bit() -> None:
    random = np.random.default_rng(5)
    company, shopper = random.integers(0, 3, 500), random.integers(0, 4, 500)
    score = random.normal(80, 11, 500)
    order = random.permutation(500)

    one, other = (
        summed(company, shopper, score),
        summed(company[order], shopper[order], score[order]),
    )

    assert one.mean.tobytes() == other.mean.tobytes()
    assert one.within == other.within
    assert solved(one, 0.3, 0.2).criterion == solved(other, 0.3, 0.2).criterion
