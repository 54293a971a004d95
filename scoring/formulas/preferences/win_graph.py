"""Who was preferred to whom, and whether worths can be estimated from it.

The likelihood of a choice model has a maximum at finite worths exactly when, for every split of
the items into two groups, some item of each group was preferred to one of the other (Ford 1957,
American Mathematical Monthly 64; Hunter 2004, Annals of Statistics 32, assumption 1): when the
graph with an arrow from each preferred item to the one it beat is strongly connected.

Where it is not, half a win and half a loss against a ghost, an item that does not exist, are
added for every item (Turner, van Etten, Firth and Kosmidis 2020, Computational Statistics 35).
"""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

PSEUDO_WINS = 0.5

Booleans = NDArray[np.bool_]


def strongly_connected(beats: Booleans) -> Booleans:
    """For each of many graphs whether it is strongly connected.

    `beats[g, i, j]` says whether in graph g item i was ever preferred to item j.
    """
    graphs, items, _items = beats.shape
    graph, winner, loser = np.nonzero(beats)
    nodes = graphs * items
    arrows = csr_array(
        (np.ones(len(graph)), (graph * items + winner, graph * items + loser)), shape=(nodes, nodes)
    )
    # All graphs side by side as one: no arrow leads from one to another.
    _count, component = connected_components(arrows, directed=True, connection="strong")
    of_graph = component.reshape(graphs, items)
    connected: Booleans = (of_graph == of_graph[:, :1]).all(axis=1)
    return connected
