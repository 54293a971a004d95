"""When fieldwork will be finished at today's pace, and how sure that is.

Contacts handed in are taken for a Poisson process whose rate stays what it was on the last working
days. After `n` events in `W` days, the time `T` to the `r`-th event from now follows

    (T / r) / (W / (n + 1/2))  ~  F(2r, 2n + 1)

(Cox, D. R. (1953), Some simple approximate tests for Poisson variates, Biometrika 40, 354-360; its
half stands for the piece of time that has passed since the last event). A shopper reports several
contacts on one day, so days differ more than Poisson's would: by the quasi-likelihood rule
(McCullagh & Nelder (1989), Generalized Linear Models, section 6.2.3) both counts are divided by the
index of dispersion of the days, variance over mean, where that is above 1.

The range says nothing about what is planned: a holiday in the middle, shoppers who leave.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from scipy.special import fdtr, fdtri

# Four chances in five that the last contact comes within the range.
USUAL_LEVEL = 0.8


@dataclass(frozen=True, slots=True)
class Finish:
    """In how many working days from now the last contact comes.

    `expected` at exactly today's pace, None when nothing was done lately; the range of `level` goes
    from `earliest` to `latest`, None with it. `pace` is in contacts a working day.
    """

    pace: float
    expected: float | None
    earliest: float | None
    latest: float | None


def finish(done: Sequence[int], remaining: int, *, level: float = USUAL_LEVEL) -> Finish:
    """When `remaining` contacts are done, after those `done` on each of the last working days.

    Raises ValueError: no days, a number below zero, a level outside 0 to 1.
    """
    if not 0 < level < 1:
        raise ValueError("The level lies between 0 and 1.")
    seen = _checked(done, remaining)
    pace = seen / len(done)
    if remaining == 0:
        return Finish(pace, 0.0, 0.0, 0.0)
    if seen == 0:
        return Finish(pace, None, None, None)
    unit, spread, freedom = _scale(done, remaining)
    tail = (1 - level) / 2
    return Finish(
        pace=pace,
        expected=remaining / pace,
        earliest=unit * float(fdtri(spread, freedom, tail)),
        latest=unit * float(fdtri(spread, freedom, 1 - tail)),
    )


def chance_in_time(done: Sequence[int], remaining: int, days: int) -> float:
    """The chance that `remaining` contacts are done within `days` working days.

    1 when nothing remains, 0 when no day is left. Raises ValueError: no days to look back on, a
    number below zero.
    """
    _checked(done, remaining)
    if days < 0:
        raise ValueError("The days that are left cannot be fewer than none.")
    if remaining == 0:
        return 1.0
    unit, spread, freedom = _scale(done, remaining)
    return float(fdtr(spread, freedom, days / unit))


def dispersion(done: Sequence[int]) -> float:
    """The variance of the days over their mean, 1 at the least; 1 where it cannot be told."""
    days, seen = len(done), sum(done)
    if days == 1 or seen == 0:
        return 1.0
    # In whole numbers to the end, so that the order of the days changes no digit.
    squares = days * sum(day * day for day in done) - seen * seen
    return max(1.0, squares / ((days - 1) * seen))


def _scale(done: Sequence[int], remaining: int) -> tuple[float, float, float]:
    """The time in which F is 1, and F's degrees of freedom."""
    lumps = dispersion(done)
    seen, wanted = sum(done) / lumps, remaining / lumps
    return len(done) * wanted / (seen + 0.5), 2 * wanted, 2 * seen + 1


def _checked(done: Sequence[int], remaining: int) -> int:
    if not done:
        raise ValueError("A pace needs at least one day to look back on.")
    if min(done) < 0 or remaining < 0:
        raise ValueError("Contacts cannot be fewer than none.")
    return sum(done)
