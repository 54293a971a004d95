"""Severity against published fits, statsmodels, and tables small enough to solve by hand."""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluations.planning.connectivity import NotConnected
from scoring.formulas.crossed_model import slopes, solved, summed
from scoring.formulas.severity import Severity, Variances, fitted, severity
from tests.scoring.formulas.published_designs import (
    Design,
    catalysts,
    machines,
    partially_balanced,
    stools,
    unbalanced_machines,
)


def _deviations(model: Severity) -> list[float]:
    variances = model.variances
    every = (variances.shopper, variances.interaction or 0.0, variances.residual)
    return [variance**0.5 for variance in every]


def test_machines_of_pinheiro_and_bates() -> None:
    # Mixed-Effects Models in S and S-PLUS 2000, section 1.3: fm2Machine; every figure as nlme
    # prints it for its data set Machines.
    found = severity(*machines())

    assert found.criterion == pytest.approx(2 * 107.8438, abs=1e-4)
    assert _deviations(found) == pytest.approx([4.78105, 3.729532, 0.9615771], abs=1e-5)
    assert found.adjusted == pytest.approx([52.355556, 60.322222, 66.272222], abs=1e-6)
    assert found.errors[0] == pytest.approx(2.48583, abs=1e-5)
    assert found.difference(1, 0) == pytest.approx((7.966667, 2.176974), abs=1e-5)
    assert found.difference(2, 0)[0] == pytest.approx(13.916667, abs=1e-6)


def test_unbalanced_machines_of_pinheiro_and_bates() -> None:
    # The same, fm1MachinesU, as nlme prints it; its search stops four digits in.
    found = severity(*unbalanced_machines())

    assert found.criterion == pytest.approx(2 * 90.93575, abs=1e-5)
    assert _deviations(found) == pytest.approx([4.738731, 3.772811, 0.9332027], rel=1e-5)
    differences = [found.difference(k, 0)[0] for k in (1, 2)]
    assert found.adjusted[0] == pytest.approx(52.354, abs=1e-5)
    assert differences == pytest.approx([7.962446, 13.918222], abs=1e-5)


def test_partially_balanced_blocks_of_littell() -> None:
    # SAS System for Mixed Models 1996, output 1.7, by lme in the transcripts of R's package
    # SASmixed: deviations 0.21569 and 0.2925, log-likelihood -25.992, the last treatment 2.8592
    # with error 0.16641, the first two 0.0417 and 0.4539 below it.
    found = severity(*partially_balanced())

    assert found.variances.shopper == pytest.approx(0.046522, abs=1e-6)
    assert found.variances.residual == pytest.approx(0.085559, abs=1e-6)
    assert found.variances.interaction is None
    assert found.criterion == pytest.approx(51.985, abs=1e-3)
    assert found.adjusted[:2] == pytest.approx([2.8175, 2.4053], abs=1e-4)
    assert found.errors == pytest.approx(np.full(15, 0.1664), abs=1e-4)


def test_catalysts_of_montgomery_with_the_information_between_blocks() -> None:
    # The data stand in Design and Analysis of Experiments, section 4.4. Worked out by hand with the
    # book's formula: treatment totals less the means of their blocks are Q = (-9, -7, -4, 20) / 3;
    # the totals of each treatment's blocks lie (10.5, -3.5, -0.5, -6.5) from 9 x 72.5. With r = 3,
    # k = 3, lambda = 2 and four treatments an effect is, from within and between blocks together,
    #   (3 Q (e + 3 b) + B e) / ((3 - 2) e + 2 x 4 (e + 3 b))
    # and the residual is that within blocks: sum of squares 3.25 with 5 degrees of freedom, 0.65.
    found = severity(*catalysts())

    e, b = found.variances.residual, found.variances.shopper
    within, between = np.array([-9, -7, -4, 20]), np.array([10.5, -3.5, -0.5, -6.5])
    by_hand = (within * (e + 3 * b) + between * e) / (e + 8 * (e + 3 * b))
    assert found.adjusted - 72.5 == pytest.approx(by_hand, abs=1e-6)
    assert by_hand == pytest.approx([-1.09, -0.88, -0.50, 2.47], abs=0.005)
    assert e == pytest.approx(0.65, abs=1e-6)
    assert b == pytest.approx(8.0, abs=0.02)
    assert found.largest_shift == pytest.approx(73 - found.adjusted[0] - 1 / 3, abs=1e-9)


def test_stools_of_pinheiro_and_bates() -> None:
    # Section 1.2, fm1Stool, as nlme prints it for its data set ergoStool: deviations 1.332465 and
    # 1.100295, log-likelihood -60.56539.
    found = severity(*stools())

    assert _deviations(found) == pytest.approx([1.332465, 0, 1.100295], abs=1e-6)
    assert found.criterion == pytest.approx(2 * 60.56539, abs=1e-5)
    assert found.errors == pytest.approx(np.full(4, 0.5760123), abs=1e-6)
    assert found.difference(1, 0) == pytest.approx((3.888889, 0.5186838), abs=1e-6)


def test_statsmodels_finds_the_same() -> None:
    import pandas as pd
    from statsmodels.regression.mixed_linear_model import MixedLM

    random = np.random.default_rng(11)
    company, shopper = random.integers(0, 4, 160), random.integers(0, 9, 160)
    score = (
        75.0 + 3.0 * company + random.normal(0, 4, 9)[shopper] + random.normal(0, 9, 160)
    ) + random.normal(0, 5, (9, 4))[shopper, company]
    frame = pd.DataFrame({"company": company, "shopper": shopper, "score": score})

    found = severity(company, shopper, score)

    with warnings.catch_warnings():
        # It warns of its own numerics; the figures below are what counts.
        warnings.simplefilter("ignore")
        model = MixedLM.from_formula(
            "score ~ 0 + C(company)",
            groups="shopper",
            re_formula="1",
            vc_formula={"cell": "0 + C(company)"},
            data=frame,
        ).fit(reml=True, method="lbfgs", gtol=1e-10, maxiter=500)
    assert found.criterion == pytest.approx(-2 * model.llf, abs=1e-5)
    assert found.adjusted == pytest.approx(model.fe_params.to_numpy(), rel=1e-4)
    assert found.variances.shopper == pytest.approx(model.cov_re.iloc[0, 0], rel=1e-2)
    assert found.variances.interaction == pytest.approx(model.vcomp[0], rel=1e-2)
    assert found.variances.residual == pytest.approx(model.scale, rel=1e-3)
    assert found.errors == pytest.approx(model.bse_fe.to_numpy(), rel=1e-2)
    effects = [model.random_effects[k].iloc[0] for k in range(9)]
    assert found.effects == pytest.approx(effects, abs=0.02)


def test_complete_blocks_leave_the_raw_means_as_they_are() -> None:
    found = severity(*machines())

    assert found.raw == pytest.approx([52.355556, 60.322222, 66.272222], abs=1e-6)
    assert found.largest_shift == pytest.approx(0, abs=1e-9)


def test_two_by_two_by_hand() -> None:
    # Two shoppers at two companies once each: sums of squares between shoppers 100 (1 df) and
    # residual 4 (1 df), so residual 4 and shopper (100 - 4) / 2 = 48.
    found = severity(np.array([0, 1, 0, 1]), np.array([0, 0, 1, 1]), np.array([83.0, 81, 71, 73]))

    assert found.variances.residual == pytest.approx(4)
    assert found.variances.shopper == pytest.approx(48)
    assert found.variances.icc == pytest.approx(48 / 52)
    assert found.adjusted == pytest.approx([77, 77])
    # A mean has the variance (48 + 4) / 2, a difference 4 / 2 * 2; an effect is drawn to 0 by 0.96.
    assert found.errors == pytest.approx([26**0.5, 26**0.5])
    assert found.difference(0, 1) == pytest.approx((0, 2))
    assert found.effects == pytest.approx([0.96 * 5, -0.96 * 5])


def test_a_shoppers_interval_reaches_as_far_as_the_normal_quantile() -> None:
    found = severity(*machines())

    low, high = found.effect_intervals()
    narrow, _ = found.effect_intervals(0.5)

    assert (high + low) / 2 == pytest.approx(found.effects)
    assert (high - low) / 2 == pytest.approx(1.959964 * found.effect_errors, rel=1e-6)
    assert found.effects - narrow == pytest.approx(0.6744898 * found.effect_errors, rel=1e-6)


def test_shoppers_alike_have_no_variance_at_all() -> None:
    # Each shopper has the same mean: nothing between them, so exactly 0, not nearly.
    found = severity(
        np.array([0, 1, 0, 1, 0, 1]),
        np.array([0, 0, 1, 1, 2, 2]),
        np.array([80.0, 70, 70, 80, 75, 75]),
    )

    assert (found.variances.shopper, found.variances.interaction) == (0, None)
    assert found.variances.residual == pytest.approx(25)
    assert found.effects.tolist() == [0, 0, 0]
    assert found.effect_errors.tolist() == [0, 0, 0]
    assert found.variances.icc == 0


def test_an_interaction_without_severity_and_severity_without_an_interaction() -> None:
    company, shopper = np.tile([0, 0, 1, 1], 4), np.repeat([0, 1, 2, 3], 4)
    noise = np.tile([1.0, -1.0], 8)
    opposed = np.repeat([5.0, -5, -5, 5, 3, -3, -3, 3], 2)
    severe = np.repeat([6.0, -6.0, 2.0, -2.0], 4)

    crossed = severity(company, shopper, 70 + opposed + noise).variances
    plain = severity(company, shopper, 70 + severe + noise).variances

    assert crossed.shopper == 0
    assert crossed.interaction is not None
    assert crossed.interaction > 5
    assert plain.interaction == 0
    assert plain.shopper > 5


def test_the_icc_counts_every_variance_within_a_company() -> None:
    assert Variances(2.0, 3.0, 5.0).icc == 0.2
    assert Variances(2.0, None, 6.0).icc == 0.25


@settings(max_examples=10)
@given(seed=st.integers(0, 10_000), often=st.booleans())
def test_the_search_ends_where_the_criterion_does_not_fall(seed: int, *, often: bool) -> None:
    random = np.random.default_rng(seed)
    company = np.tile(np.arange(5), 24 if often else 6)
    shopper = np.repeat(np.arange(8), len(company) // 8 + 1)[: len(company)]
    score = random.normal(70, 8, len(company)) + random.normal(0, 4, 8)[shopper]
    cells = summed(company, shopper, score)

    found = fitted(cells)

    variances = found.variances
    lam = variances.shopper / variances.residual
    gam = (variances.interaction or 0.0) / variances.residual
    steep = slopes(cells, solved(cells, lam, gam))
    assert steep[0] >= -1e-4 if lam == 0 else abs(steep[0]) < 1e-3
    if cells.repeated:
        assert steep[1] >= -1e-4 if gam == 0 else abs(steep[1]) < 1e-3
    step = 0.1 if cells.repeated else 0.0
    around = [(lam / 2, gam / 2), (lam * 2, gam / 2), (lam + 0.1, gam), (lam, gam + step)]
    assert all(solved(cells, *each).criterion >= found.criterion - 1e-6 for each in around)


@pytest.mark.parametrize("design", [unbalanced_machines(), partially_balanced()])
def test_scores_on_another_scale_give_the_same_model_on_that_scale(design: Design) -> None:
    company, shopper, score = design
    plain = severity(*design)

    found = severity(company, shopper, 10 * score - 7)

    assert found.adjusted == pytest.approx(10 * plain.adjusted - 7, rel=1e-6)
    assert found.effects == pytest.approx(10 * plain.effects, rel=1e-4, abs=1e-6)
    assert found.variances.icc == pytest.approx(plain.variances.icc, rel=1e-4)
    assert found.errors == pytest.approx(10 * plain.errors, rel=1e-4)


def test_the_same_contacts_in_another_order_give_the_same_bytes() -> None:
    company, shopper, score = unbalanced_machines()
    order = np.random.default_rng(3).permutation(len(score))

    one = severity(company, shopper, score)
    other = severity(company[order], shopper[order], score[order])

    assert one.adjusted.tobytes() == other.adjusted.tobytes()
    assert one.effects.tobytes() == other.effects.tobytes()
    assert one.variances == other.variances


def test_companies_that_share_no_shopper_are_refused() -> None:
    with pytest.raises(NotConnected, match=r"^companies that share no shopper: 0, 1 \| 2$"):
        severity(
            np.array([0, 1, 0, 1, 2, 2]), np.array([0, 0, 1, 1, 2, 3]), np.arange(6, dtype=float)
        )


_NO_VARIANCE = "the scores leave the residual no variance"
_TOO_FEW = "too few shoppers met several companies to tell severity from chance"


@pytest.mark.parametrize(
    ("company", "shopper", "score", "sentence"),
    [
        ([0, 1], [0, 0], [1.0], "every contact needs a score"),
        ([0, 0], [0, 1], [1.0, float("nan")], "a score is a finite number"),
        ([0, 0, 1], [0, 0, 0], [1.0, 2, 3], "one shopper alone is neither lenient nor severe"),
        ([0, 1, 1], [0, 0, 1], [5.0, 5, 5], _NO_VARIANCE),
        ([0, 0, 1, 1], [0, 1, 0, 1], [0.0, 0, 0, 0], _NO_VARIANCE),
        ([0, 1, 0], [0, 0, 1], [1.0, 2, 4], _TOO_FEW),
        ([0, 0, 0, 0], [0, 1, 2, 3], [1.0, 2, 4, 3], _TOO_FEW),
        # One company: severity and the interaction are the same.
        ([0, 0, 0, 0], [0, 0, 1, 1], [1.0, 2, 4, 3], _TOO_FEW),
        # Repeated contacts that never differ, and shoppers who differ by a constant.
        ([0, 0, 1, 0, 1], [0, 0, 0, 1, 1], [5.0, 5, 6, 8, 3], _NO_VARIANCE),
        ([0, 1, 0, 1, 0, 1], [0, 0, 1, 1, 2, 2], [1.0, 2, 5, 6, 8, 9], _NO_VARIANCE),
    ],
)
def test_what_cannot_tell_severity_is_refused(
    company: list[int], shopper: list[int], score: list[float], sentence: str
) -> None:
    with pytest.raises(ValueError, match=f"^{sentence}$"):
        severity(np.array(company), np.array(shopper), np.array(score))


def test_no_contact_beyond_one_a_company_is_refused() -> None:
    cells = summed(np.array([0, 1]), np.array([0, 1]), np.array([70.0, 80.0]))

    with pytest.raises(ValueError, match="more contacts than companies"):
        fitted(cells)


def test_a_level_is_between_0_and_1() -> None:
    found = severity(*stools())

    for level in (0.0, 1.0):
        with pytest.raises(ValueError, match=f"^a level lies between 0 and 1, not at {level}$"):
            found.effect_intervals(level)
