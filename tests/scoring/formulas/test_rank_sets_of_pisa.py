"""Sets of ranks against the published ranking of countries in PISA 2018."""

import numpy as np
import pytest

from scoring.formulas.clustered_errors import Booleans
from scoring.formulas.covariances import root_of
from scoring.formulas.rank_sets import (
    Comparisons,
    RankSets,
    among_the_best,
    comparisons,
    marginal_rank_set,
    simultaneous_rank_sets,
)

# Mathematics in PISA 2018, OECD countries: scores and standard errors (OECD, public data).
PISA = {
    "Australia": (491.3600, 1.9398),
    "Austria": (498.9423, 2.9710),
    "Belgium": (508.0703, 2.2627),
    "Canada": (512.0169, 2.3575),
    "Chile": (417.4066, 2.4159),
    "Colombia": (390.9323, 2.9896),
    "Costa Rica": (402.3306, 3.2888),
    "Czech Republic": (499.4677, 2.4607),
    "Denmark": (509.3984, 1.7350),
    "Estonia": (523.4146, 1.7436),
    "Finland": (507.3014, 1.9679),
    "France": (495.4076, 2.3202),
    "Germany": (500.0438, 2.6471),
    "Greece": (451.3703, 3.0912),
    "Hungary": (481.0826, 2.3196),
    "Iceland": (495.1874, 1.9531),
    "Ireland": (499.6329, 2.1986),
    "Israel": (463.0345, 3.4986),
    "Italy": (486.5899, 2.7800),
    "Japan": (526.9733, 2.4715),
    "Korea": (525.9330, 3.1214),
    "Latvia": (496.1263, 1.9628),
    "Lithuania": (481.1912, 1.9533),
    "Luxembourg": (483.4215, 1.0976),
    "Mexico": (408.8015, 2.4932),
    "Netherlands": (519.2310, 2.6323),
    "New Zealand": (494.4897, 1.7059),
    "Norway": (500.9638, 2.2190),
    "Poland": (515.6479, 2.6021),
    "Portugal": (492.4874, 2.6846),
    "Slovak Republic": (486.1649, 2.5556),
    "Slovenia": (508.8975, 1.3639),
    "Spain": (481.3926, 1.4624),
    "Sweden": (502.3877, 2.6543),
    "Switzerland": (515.3147, 2.9080),
    "Turkey": (453.5078, 2.2604),
    "United Kingdom": (501.7699, 2.5644),
    "United States": (478.2447, 3.2354),
}
# Published with the R package csranks, article "Inference for Ranks": who could be in the top 5.
TOP_FIVE = [
    "Belgium",
    "Canada",
    "Denmark",
    "Estonia",
    "Finland",
    "Japan",
    "Korea",
    "Netherlands",
    "Poland",
    "Slovenia",
    "Sweden",
    "Switzerland",
]
NAMES = list(PISA)


@pytest.fixture(scope="module", name="pisa")
def _pisa() -> Comparisons:
    score, error = np.array(list(PISA.values())).T
    return comparisons(score, root_of(np.diag(error**2)), seed=1, draws=20_000)


@pytest.fixture(scope="module", name="pisa_sets")
def _pisa_sets(pisa: Comparisons) -> RankSets:
    return simultaneous_rank_sets(pisa)


def _named(chosen: Booleans) -> list[str]:
    return [name for name, one in zip(NAMES, chosen, strict=True) if one]


def test_who_could_be_among_the_top_five_of_pisa(pisa: Comparisons, pisa_sets: RankSets) -> None:
    assert _named(among_the_best(pisa_sets, tau=5)) == TOP_FIVE
    at_90 = among_the_best(simultaneous_rank_sets(pisa, level=0.9), tau=5)
    assert _named(at_90) == [name for name in TOP_FIVE if name != "Sweden"]


def test_the_rank_of_the_united_kingdom_in_pisa(pisa: Comparisons) -> None:
    # The article prints 8 to 23, and says 7 to 23: two runs of a close call, by their draws.
    lower, upper = marginal_rank_set(pisa, NAMES.index("United Kingdom"))

    assert lower in {7, 8}
    assert upper == 23


def test_three_countries_are_worse_than_all_others_in_pisa(
    pisa: Comparisons, pisa_sets: RankSets
) -> None:
    # As the article reads from its figure (of 37 countries, Costa Rica being the 38th).
    last = [NAMES.index(name) for name in ("Chile", "Costa Rica", "Mexico", "Colombia")]

    assert pisa_sets.lower[last].min() == 35
    assert np.delete(pisa_sets.upper, last).max() == 34
    germany, korea = NAMES.index("Germany"), NAMES.index("Korea")
    assert (pisa_sets.lower[germany], pisa_sets.upper[korea]) == (7, 7)
    at_75 = simultaneous_rank_sets(pisa, level=0.75)
    assert at_75.lower[germany] > at_75.upper[korea]
