"""How far out a shopper's severity lies among the others'."""

import numpy as np
import pytest

from scoring.formulas.severity import severity
from tests.scoring.formulas.published_designs import stools


def test_effects_are_told_apart_by_how_much_shoppers_differ() -> None:
    # Nine people on each of four stools: a person's mean less that of all of them has the variance
    # (s + e / 4) (1 - 1 / 9), and its prediction is as far out as the mean is.
    _stool, person, score = stools()
    model = severity(*stools())

    means = np.bincount(person, score) / 4
    spread = (model.variances.shopper + model.variances.residual / 4) * 8 / 9
    assert model.effect_zs == pytest.approx((means - means.mean()) / spread**0.5)


def test_nobody_lies_far_out_where_shoppers_do_not_differ() -> None:
    company, shopper = np.repeat([0, 1, 2], 4), np.tile([0, 1], 6)
    alike = severity(company, shopper, np.array([1.0, 2.0, 2.0, 1.0] * 3))

    assert alike.variances.shopper == 0
    assert np.isnan(alike.effect_zs).all()
