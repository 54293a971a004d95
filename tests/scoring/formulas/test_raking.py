"""Raking to known margins."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.formulas.raking import Margin, design_effect, raked, small_cells

# The table, the margins and the result of the worked example in Wikipedia's article on iterative
# proportional fitting; the result to the end of the search, as the manual of the Julia package
# ProportionalFitting prints it (the article stops early: its first row adds up to 150.14).
TABLE = [[40, 30, 20, 10], [35, 50, 100, 75], [30, 80, 70, 120], [20, 30, 40, 50]]
ROWS, COLUMNS = [150, 300, 400, 150], [200, 300, 400, 100]
PRINTED = [
    [64.5585, 46.2325, 35.3843, 3.82473],
    [49.9679, 68.1594, 156.499, 25.3742],
    [56.7219, 144.428, 145.082, 53.7673],
    [28.7516, 41.18, 63.0347, 17.0337],
]


def _margins(table: list[list[int]], rows: list[int], columns: list[int]) -> tuple[Margin, Margin]:
    """The margins of respondents as many as the table counts."""
    counts = np.array(table)
    row, column = (index.ravel().repeat(counts.ravel()) for index in np.indices(counts.shape))
    return (
        Margin("region", row, np.array(rows, dtype=float)),
        Margin("age", column, np.array(columns, dtype=float)),
    )


def _table(margins: tuple[Margin, Margin], weights: np.ndarray) -> np.ndarray:
    table = np.zeros((margins[0].cell.max() + 1, margins[1].cell.max() + 1))
    np.add.at(table, (margins[0].cell, margins[1].cell), weights)
    return table


def _plain(table: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Proportional fitting of a table, straight from the definition."""
    for _sweep in range(500):
        table = table * (rows / table.sum(axis=1))[:, None]
        table = table * (columns / table.sum(axis=0))[None, :]
    return table


def test_the_table_fits_as_printed() -> None:
    margins = _margins(TABLE, ROWS, COLUMNS)

    found = raked(margins, trim=None)

    np.testing.assert_allclose(_table(margins, found.weights) * 1000 / 800, PRINTED, rtol=1e-5)
    assert found.weights.mean() == pytest.approx(1, abs=1e-9)
    assert found.trims == 0


def test_the_table_is_that_of_plain_fitting() -> None:
    margins = _margins(TABLE, ROWS, COLUMNS)
    expected = _plain(np.array(TABLE, dtype=float), np.array(ROWS) * 0.8, np.array(COLUMNS) * 0.8)

    found = _table(margins, raked(margins, trim=None).weights)

    np.testing.assert_allclose(found, expected, rtol=1e-9)
    np.testing.assert_allclose(found.sum(axis=1), np.array(ROWS) * 0.8, rtol=1e-10)
    np.testing.assert_allclose(found.sum(axis=0), np.array(COLUMNS) * 0.8, rtol=1e-10)


def test_one_margin_is_post_stratification() -> None:
    margin = Margin("region", np.array([0] * 60 + [1] * 40), np.array([0.5, 0.5]))

    found = raked([margin])

    np.testing.assert_allclose(found.weights, [5 / 6] * 60 + [5 / 4] * 40, rtol=1e-14)
    assert found.sweeps == 1
    # CV^2 = 0.6 / 36 + 0.4 / 16 = 1 / 24.
    assert found.design_effect == pytest.approx(25 / 24, rel=1e-13)


def test_margins_that_fit_already_change_nothing() -> None:
    found = raked(_margins([[30, 30], [30, 30]], [1, 1], [7, 7]))

    assert found.weights.tolist() == [1.0] * 120
    assert (found.sweeps, found.trims) == (0, 0)
    assert found.design_effect == 1


def test_a_weight_over_five_medians_is_cut_and_the_margins_still_fit() -> None:
    # Two who share a corner that both margins want much more of.
    margins = _margins([[2, 38], [38, 300]], [2, 8], [2, 8])
    free = raked(margins, trim=None).weights

    found = raked(margins)

    assert free.max() > 5 * np.median(free)
    assert found.trims >= 1
    assert found.weights.max() <= 5 * np.median(found.weights) * (1 + 1e-9)
    for margin in margins:
        sums = np.bincount(margin.cell, found.weights)
        np.testing.assert_allclose(sums, margin.target / 10 * 378, rtol=1e-10)
    assert found.design_effect < design_effect(free)
    assert found.sweeps > raked(margins, trim=None).sweeps


def test_weights_that_cannot_be_cut_are_refused() -> None:
    margin = Margin("region", np.array([0] * 30 + [1] * 300), np.array([0.5, 0.5]))

    with pytest.raises(ValueError, match=r"over 5\.0 medians: collapse"):
        raked([margin])


def test_a_weight_of_just_five_medians_stays() -> None:
    # 30 of weight 5 w and 70 of weight w.
    margin = Margin("region", np.array([0] * 30 + [1] * 70), np.array([150.0, 70.0]))

    found = raked([margin])

    assert found.trims == 0
    assert found.weights[0] / found.weights[-1] == pytest.approx(5, rel=1e-12)


@settings(deadline=None, max_examples=15)
@given(
    counts=st.lists(st.integers(1, 9), min_size=6, max_size=6),
    rows=st.lists(st.integers(1, 9), min_size=2, max_size=2),
    columns=st.lists(st.integers(1, 9), min_size=3, max_size=3),
    scale=st.floats(0.1, 10),
)
def test_weights_fit_in_any_order_and_scale(
    counts: list[int], rows: list[int], columns: list[int], scale: float
) -> None:
    margins = _margins([counts[:3], counts[3:]], [*rows], [*columns])
    scaled = Margin("age", margins[1].cell, margins[1].target * scale)

    found = raked(margins, trim=None, smallest=1).weights

    other = raked((scaled, margins[0]), trim=None, smallest=1).weights
    np.testing.assert_allclose(other, found, rtol=1e-7)
    expected = _plain(
        np.array([counts[:3], counts[3:]], dtype=float),
        np.array(rows) * (sum(counts) / sum(rows)),
        np.array(columns) * (sum(counts) / sum(columns)),
    )
    np.testing.assert_allclose(_table(margins, found), expected, rtol=1e-7)


def test_small_cells_are_named_in_order() -> None:
    margins = _margins([[10, 19], [30, 31]], [1, 1], [1, 1])

    assert small_cells(margins) == [("region", 0)]
    assert small_cells(margins, smallest=29) == []
    assert small_cells(margins, smallest=41) == [("region", 0), ("age", 0)]
    with pytest.raises(ValueError, match=r"fewer than 30 respondents: region 0$"):
        raked(margins)
    with pytest.raises(ValueError, match=r"fewer than 41 respondents: region 0, age 0$"):
        raked(margins, smallest=41)


def test_a_cell_that_nobody_is_in_is_small() -> None:
    assert small_cells([Margin("age", np.array([0]), np.ones(2))], smallest=1) == [("age", 1)]


def test_design_effect_by_hand() -> None:
    assert design_effect(np.array([1.0, 3.0])) == 1.25
    assert design_effect(np.array([0.25, 0.25])) == 1


def test_a_design_effect_needs_weights() -> None:
    with pytest.raises(ValueError, match="weights above 0"):
        design_effect(np.zeros(3))


def test_margins_that_contradict_each_other_are_refused() -> None:
    # Everybody of the first row is in the first column, and the targets differ.
    margins = _margins([[30, 0], [0, 30]], [1, 2], [1, 1])

    with pytest.raises(ValueError, match="no weights fit these margins together"):
        raked(margins, trim=None)


@pytest.mark.parametrize("cells", [[], [[]], [[0, 1], [0]]])
def test_margins_are_of_the_same_respondents(cells: list[list[int]]) -> None:
    margins = [Margin("age", np.array(cell, dtype=int), np.ones(2)) for cell in cells]

    with pytest.raises(ValueError, match="margins of the same respondents"):
        raked(margins)


@pytest.mark.parametrize("target", [[1.0, 0.0], [1.0, -1.0], [1.0, np.nan], [np.inf, 1.0]])
def test_targets_are_above_0(target: list[float]) -> None:
    with pytest.raises(ValueError, match="every target of age must be above 0"):
        raked([Margin("age", np.array([0, 1]), np.array(target))], smallest=1)


@pytest.mark.parametrize("cell", [[0, 2], [0, 0], [-1, 1], [0, 1, 2]])
def test_targets_are_of_the_cells_there_are(cell: list[int]) -> None:
    with pytest.raises(ValueError, match="targets of age must be of the cells there are"):
        raked([Margin("age", np.array(cell), np.ones(2))], smallest=1)
