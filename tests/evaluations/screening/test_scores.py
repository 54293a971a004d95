"""Residuals of scores beyond company, shopper and form, against refitting without each contact."""

import numpy as np
import pytest
from scipy.special import ndtri, stdtr

from evaluations.screening.facts import Floats, Integers
from evaluations.screening.scores import score_z

RANDOM = np.random.Generator(np.random.PCG64(7))


def _crossed(shoppers: int = 8, companies: int = 6) -> tuple[Integers, Integers, Integers]:
    """Every shopper once with every company, on one of two channels."""
    shopper, company = np.divmod(np.arange(shoppers * companies), companies)
    return company, shopper, (shopper + company) % 2


def _brute(columns: list[Integers], score: Floats, at: int) -> float:
    """The same z by leaving the contact out, predicting it, and dividing by the error of that."""
    rows = np.column_stack(
        [np.equal.outer(each, np.arange(each.max() + 1)) for each in columns]
    ).astype(np.float64)
    others = np.arange(len(score)) != at
    fitted, _, rank, _ = np.linalg.lstsq(rows[others], score[others])
    left = score[others] - rows[others] @ fitted
    freedom = int(others.sum()) - int(rank)
    spread = left @ left / freedom
    width = rows[at] @ np.linalg.pinv(rows[others].T @ rows[others]) @ rows[at]
    t = (score[at] - rows[at] @ fitted) / np.sqrt(spread * (1 + width))
    return float(-np.sign(t) * ndtri(stdtr(freedom, -abs(t))))


def test_a_z_is_that_of_predicting_the_contact_without_it() -> None:
    columns = _crossed()
    score = RANDOM.normal(size=48)
    score[5] -= 6

    found = score_z(*columns, score)

    assert found.tolist() == pytest.approx([_brute([*columns], score, at) for at in range(48)])
    assert found.argmin() == 5


def test_poor_companies_and_severe_shoppers_do_not_stand_out() -> None:
    company, shopper, form = _crossed()
    score = RANDOM.normal(size=48)

    found = score_z(company, shopper, form, score)
    moved = score + 50 * (company == 2) - 30 * (shopper == 4) + 9 * form

    assert score_z(company, shopper, form, moved) == pytest.approx(found, abs=1e-6)


def test_few_contacts_and_scores_without_spread_have_no_z() -> None:
    company, shopper, form = _crossed()
    score = RANDOM.normal(size=48)
    few = np.flatnonzero((shopper != 0) | (company < 4))

    found = score_z(company[few], shopper[few], form[few], score[few])
    flat = score_z(company, shopper, form, (company + shopper).astype(np.float64))

    assert np.isnan(found).tolist() == (shopper[few] == 0).tolist()
    assert np.isnan(flat).all()
    empty = np.array([], dtype=np.int64)
    assert score_z(empty, empty, empty, np.array([])).tolist() == []


def test_the_only_contact_with_a_company_fits_itself() -> None:
    company, shopper, form = _crossed()
    company[47] = 6

    found = score_z(company, shopper, form, RANDOM.normal(size=48))

    assert np.flatnonzero(np.isnan(found)).tolist() == [47]


def test_wrong_facts_are_refused() -> None:
    company, shopper, form = _crossed()
    with pytest.raises(ValueError, match="has a company"):
        score_z(company, shopper, form, np.ones(3))
    with pytest.raises(ValueError, match="finite"):
        score_z(company, shopper, form, np.full(48, np.inf))
