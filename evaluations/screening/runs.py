"""Straight-lining: the same answer again and again.

The longest run counts equal places of options in a row, in the order of the checklist; questions
that were no part of the contact are passed over (longstring: Johnson 2005, Journal of Research in
Personality 39, 103-129). The variability of the answers is the standard deviation of those places,
with n - 1 (IRV: Dunn et al. 2018, Journal of Business and Psychology 33, 105-121). What is long or
flat depends on the checklist, so each is compared with the reports of the same checklist on the
same channel: runs on a log scale, variances by their spread below the median, since both are
skewed. An excellent call has an even report too. Made-up honest reports whose answers hang together
by the quality of the call were named in 0.2 of 100 cases: look.
"""

from collections.abc import Sequence

import numpy as np
from scipy.special import ndtr

from evaluations.screening.facts import Floats, Integers, Limits, Measured, Rule
from evaluations.screening.likeness import at_most, robust_z

UNASKED = -1


def straight_lining(
    places: Integers, group: Integers, questions: Sequence[Sequence[str]], limits: Limits
) -> tuple[Measured, Measured]:
    """The test for long runs and that for flat answers.

    `places` has one row a report, one column a question, UNASKED where there is no answer;
    `questions` has the questions of each report in that order. A report with too few answers is
    not tested.
    """
    enough = (places != UNASKED).sum(axis=1) >= limits.fewest_answers
    runs, ends = longest_runs(places)
    length = np.where(enough, runs, np.nan)
    fewest = limits.fewest_reports
    long = ndtr(-robust_z(np.log(np.maximum(length, 1)), group, fewest=fewest))
    telling = at_most(long, limits.telling)
    look_at = {
        at: _of_run(places[at], int(runs[at]), int(ends[at]), questions[at])
        for at in np.flatnonzero(telling).tolist()
    }
    spread = np.where(enough, variability(places), np.nan)
    flat = ndtr(robust_z(np.square(spread), group, fewest=fewest, below=True))
    return (
        Measured(Rule.LONG_RUN, length, long, telling, look_at),
        Measured(Rule.FLAT_ANSWERS, spread, flat, at_most(flat, limits.telling)),
    )


def longest_runs(places: Integers) -> tuple[Integers, Integers]:
    """The longest run of each row and the column it ends in, the first such; 0 and 0 for none."""
    rows = len(places)
    last = np.full(rows, UNASKED)
    run, longest, ends = (np.zeros(rows, dtype=np.int64) for _ in range(3))
    for column, place in enumerate(places.T):
        asked = place != UNASKED
        run = np.where(asked, np.where(place == last, run + 1, 1), run)
        last = np.where(asked, place, last)
        better = run > longest
        longest, ends = np.where(better, run, longest), np.where(better, column, ends)
    return longest, ends


def variability(places: Integers) -> Floats:
    """The standard deviation of each row's places, with n - 1; NaN below two answers."""
    asked = places != UNASKED
    count = asked.sum(axis=1)
    told = np.where(asked, places, 0)
    # Integers throughout: equal answers have a variance of exactly 0.
    squares = count * np.square(told).sum(axis=1) - np.square(told.sum(axis=1))
    pairs = np.where(count > 1, count * (count - 1), np.nan)
    return np.asarray(np.sqrt(squares / pairs))


def _of_run(row: Integers, run: int, end: int, questions: Sequence[str]) -> tuple[str, ...]:
    answered = [at for at in range(end + 1) if row[at] != UNASKED]
    return tuple(questions[at] for at in answered[-run:])
