"""Published data of crossed designs, as (company, shopper, score): treatments stand for companies.

Only figures; the fits that were published with them are in the tests.
"""

import numpy as np
from numpy.typing import NDArray

Design = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]

# Milliken & Johnson 1992, section 23.1, R's nlme::Machines: three runs of six workers on each of
# three machines.
_MACHINES = [
    *(52.0, 52.8, 53.1, 51.8, 52.8, 53.1, 60.0, 60.2, 58.4),
    *(51.1, 52.3, 50.3, 50.9, 51.8, 51.4, 46.4, 44.8, 49.2),
    *(62.1, 62.6, 64.0, 59.7, 60.0, 59.0, 68.6, 65.8, 69.7),
    *(63.2, 62.8, 62.2, 64.8, 65.0, 65.4, 43.7, 44.2, 43.0),
    *(67.5, 67.2, 66.9, 61.5, 61.7, 62.3, 70.8, 70.6, 71.0),
    *(64.1, 66.2, 64.0, 72.1, 72.0, 71.1, 62.0, 61.4, 60.5),
]
# The rows that Pinheiro & Bates 2000, section 1.3.2, leave out to unbalance it.
_LEFT_OUT = [2, 3, 6, 8, 9, 12, 19, 20, 27, 33]
# Littell et al. 1996, SAS System for Mixed Models, data set 1.5.1: 15 blocks of 4. Compared value
# by value with R's SASmixed::PBIB.
_PARTIALLY_BALANCED = [
    *(2.4, 2.5, 2.6, 2.0, 2.7, 2.8, 2.4, 2.7, 2.6, 2.8, 2.4, 2.4, 3.4, 3.1, 2.1, 2.3, 4.1, 3.3),
    *(3.3, 2.9, 3.4, 3.2, 2.8, 3.0, 3.2, 2.5, 2.4, 2.6, 2.3, 2.3, 2.4, 2.7, 2.8, 2.8, 2.6, 2.5),
    *(2.5, 2.7, 2.8, 2.6, 2.6, 2.6, 2.3, 2.4, 2.7, 2.7, 2.5, 2.6, 3.0, 3.6, 3.2, 3.2, 3.0, 2.8),
    *(2.4, 2.5, 2.4, 2.5, 3.2, 3.1),
]
_TREATMENTS = [
    *(15, 9, 1, 13, 5, 7, 8, 1, 10, 1, 14, 2, 15, 11, 2, 3, 6, 15, 4, 7, 12, 4, 3, 1, 12, 14, 15),
    *(8, 6, 3, 14, 5, 5, 4, 2, 13, 10, 12, 13, 6, 9, 7, 10, 3, 8, 6, 2, 9, 5, 9, 11, 12, 7, 13),
    *(14, 11, 10, 4, 8, 11),
]
# R's nlme::ergoStool (Devore 2000; Pinheiro & Bates 2000, appendix A.9): nine people on each of
# four stools.
_STOOLS = [
    *(12, 15, 12, 10, 10, 14, 13, 12, 7, 14, 13, 9, 7, 11, 10, 9, 8, 11),
    *(8, 7, 9, 11, 11, 10, 8, 12, 12, 11, 7, 11, 8, 7, 9, 13, 10, 8),
]


def machines() -> Design:
    """Machines as companies, workers as shoppers, in the order of the worker's number."""
    workers = np.tile(np.repeat([0, 1, 2, 3, 4, 5], 3), 3)
    return np.repeat([0, 1, 2], 18), workers, np.array(_MACHINES)


def unbalanced_machines() -> Design:
    """The same without ten rows."""
    machine, worker, score = machines()
    kept = ~np.isin(np.arange(1, 55), _LEFT_OUT)
    return machine[kept], worker[kept], score[kept]


def partially_balanced() -> Design:
    """Treatments as companies, blocks as shoppers."""
    treatment = np.array(_TREATMENTS) - 1
    return treatment, np.repeat(np.arange(15), 4), np.array(_PARTIALLY_BALANCED)


def stools() -> Design:
    """Types of stool as companies, people as shoppers: every cell once."""
    return np.tile(np.arange(4), 9), np.repeat(np.arange(9), 4), np.array(_STOOLS, dtype=float)


def catalysts() -> Design:
    """Montgomery, Design and Analysis of Experiments, section 4.4: four catalysts, four batches."""
    catalyst = np.array([0, 2, 3, 0, 1, 2, 1, 2, 3, 0, 1, 3])
    score = np.array([73, 73, 75, 74, 75, 75, 67, 68, 72, 71, 72, 75], dtype=float)
    return catalyst, np.repeat([0, 1, 2, 3], 3), score
