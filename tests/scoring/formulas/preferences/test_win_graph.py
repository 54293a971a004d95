"""Whether worths can be estimated."""

import numpy as np
from hypothesis import given, settings
from hypothesis.extra.numpy import arrays

from scoring.formulas.preferences.win_graph import strongly_connected


def _graph(*arrows: tuple[int, int]) -> np.ndarray:
    beats = np.zeros((3, 3), dtype=bool)
    for winner, loser in arrows:
        beats[winner, loser] = True
    return beats


def test_a_circle_is_connected_and_a_chain_is_not() -> None:
    graphs = np.array(
        [
            _graph((0, 1), (1, 2), (2, 0)),
            _graph((0, 1), (1, 2)),
            _graph((0, 1), (1, 0), (1, 2), (2, 1)),
            _graph((0, 1), (1, 0)),
            _graph(),
        ]
    )

    assert strongly_connected(graphs).tolist() == [True, False, True, False, False]


def test_no_graph_is_no_answer() -> None:
    assert strongly_connected(np.zeros((0, 3, 3), dtype=bool)).tolist() == []


@settings(deadline=None, max_examples=50)
@given(beats=arrays(bool, (3, 4, 4)))
def test_it_is_what_powers_of_the_matrix_say(beats: np.ndarray) -> None:
    def all_reach_all(graph: np.ndarray) -> bool:
        steps = np.linalg.matrix_power(np.eye(4, dtype=int) + graph, 3)
        return bool((steps > 0).all())

    assert strongly_connected(beats).tolist() == [all_reach_all(graph) for graph in beats]
