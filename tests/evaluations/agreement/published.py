"""Ratings that others have published, with the figures they found."""

import numpy as np

from evaluations.agreement.ratings import Floats, Ratings, of_numbers, of_options

N = np.nan


def four_observers() -> Ratings:
    """Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", part C and D: 12 units."""
    rows = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, N, N, N],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, N, 3],
        [N, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, N],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, N],
    ]
    return of_numbers(np.array(rows).T)


def five_observers() -> Ratings:
    """Gwet (2014), Handbook of Inter-Rater Reliability, p. 125, as irrCAC has it: 15 units."""
    rows = [
        [1, 1, 2, N, 0, 0, 1, 1, 2, 2, N, 0, 1, 3, 1],
        [1, 1, 3, 0, 0, 0, 0, N, 2, 1, 1, 0, 2, 3, 1],
        [2, 0, 3, 0, 0, 0, 2, 2, 2, 1, 0, 0, 2, 2, 1],
        [N, 1, 3, N, N, N, N, 0, N, 1, 0, 0, 2, 2, N],
        [2, N, N, 0, 0, 0, 1, N, 2, N, N, N, N, 3, 1],
    ]
    return of_numbers(np.array(rows).T)


def four_raters_by_letter() -> Ratings:
    """cac.raw.g1g2 of irrCAC: 14 units; "." is a missing rating."""
    return _by_letter("abccbadab...bb abccbbdabe..ba .cccbcdbbeaccc abccbddabea.bb", "abcde")


def two_raters_by_letter() -> Ratings:
    """cac.ben.gerry of irrCAC: Ben and Gerry, 12 units."""
    return _by_letter("aabbdcccedda babbbccce.dd", "abcde")


def four_raters_of_people() -> Ratings:
    """cac.raw.gender of irrCAC: 15 people, nothing missing."""
    columns = "aaaaabbbcaaaaab aaaababccaaaaba abbcaabbcabbcaa ccccaabbcccccaa"
    return _by_letter(columns, "abc")


def two_abstractors() -> Ratings:
    """cont3x3abstractors of irrCAC (Gwet 2014): 100 pregnancies."""
    return _of_table([[13, 0, 0], [0, 20, 7], [0, 4, 56]])


def two_diagnoses() -> Ratings:
    """cont4x4diagnosis of irrCAC (Gwet 2014): 223 patients."""
    return _of_table([[40, 6, 4, 15], [4, 25, 1, 5], [4, 2, 21, 9], [17, 13, 12, 45]])


def _by_letter(columns: str, letters: str) -> Ratings:
    rows = zip(*columns.split(), strict=True)
    return of_options([[None if c == "." else c for c in row] for row in rows], letters)


def _of_table(table: list[list[int]]) -> Ratings:
    pairs = [
        [float(one), float(other)]
        for one, row in enumerate(table)
        for other, times in enumerate(row)
        for _ in range(times)
    ]
    return of_numbers(np.array(pairs))


def as_floats(ratings: Ratings) -> Floats:
    """The values given, NaN where there is none."""
    return np.where(ratings.category < 0, np.nan, ratings.values[ratings.category])
