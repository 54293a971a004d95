"""A whole calibration session: every question, every rater, and all together.

Each question has coefficients of its own, on its own scale. Across questions only what is the same
everywhere can be put together: whether an answer was the master's, and the share of its points
that a question got, 0 to 1. The latter is on an interval scale; its units are the questions of each
contact. A rater's alpha is that between her and the master, and it is what admission follows from;
that of all raters tells of the session.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evaluations.agreement.alpha import Scale, krippendorff
from evaluations.agreement.chance import Weights, gwet, percent
from evaluations.agreement.raters import (
    Share,
    Standing,
    master_column,
    mean_of_units,
    peers_agreeing,
    share_of,
    shares_with_master,
    standing_of,
)
from evaluations.agreement.ratings import (
    MISSING,
    Coefficient,
    Floats,
    Integers,
    Ratings,
    of_numbers,
)


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the session: a row a contact, a column a rater, in every question alike.

    `master` has the master's category of each contact, or MISSING. `points` has the share of the
    question's points that each category gets, 0 to 1; None for a question without points. Who says
    something of `without_points`, such as "not applicable" where that drops the question, is
    compared as to her answer and not as to its points.
    """

    key: str
    ratings: Ratings
    master: Integers
    scale: Scale = "nominal"
    weights: Weights = "identity"
    points: Floats | None = None
    without_points: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class QuestionAgreement:
    """How far all raters agree about one question, and each with the master, by column."""

    key: str
    alpha: Coefficient
    gwet: Coefficient
    percent: Coefficient
    with_master: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class RaterAgreement:
    """One rater over all questions.

    `alpha` is that between her and the master by shares of points; `lenience` the mean difference
    of those shares, above 0 where she gives more than the master, None without a question in
    common; `with_others` the share of the others who said the same.
    """

    with_master: Share
    with_others: Coefficient
    alpha: Coefficient
    lenience: float | None
    standing: Standing | None


@dataclass(frozen=True, slots=True)
class Calibration:
    """The session: questions in the order given, raters by column, all raters by points."""

    questions: tuple[QuestionAgreement, ...]
    raters: tuple[RaterAgreement, ...]
    alpha: Coefficient


def calibrated(
    questions: Sequence[Question], *, seed: int, draws: int = 2000, level: float = 0.95
) -> Calibration:
    """The session's agreement; the same seed gives the same intervals.

    Raises ValueError without a question, for questions that do not have the same raters, for
    points that are no share (not a number is none) or not one a category, and as the coefficients
    do.
    """
    if len({question.ratings.category.shape[1] for question in questions}) != 1:
        raise ValueError("a session has questions, and the same raters in each of them")
    points, master = _points(questions)
    pairs = [np.column_stack([own, master]) for own in points.T]
    alphas = [
        krippendorff(of_numbers(rows), "interval", seed=seed, draws=draws, level=level)
        for rows in (*pairs, points)
    ]
    asked = tuple(_about(question, seed, draws, level) for question in questions)
    peers = np.concatenate([peers_agreeing(question.ratings) for question in questions])
    raters = tuple(
        RaterAgreement(
            with_master=_together([each.with_master[rater] for each in asked], level),
            with_others=mean_of_units(peers[:, rater], level=level),
            alpha=alpha,
            lenience=_lenience(pair),
            standing=standing_of(alpha),
        )
        for rater, (pair, alpha) in enumerate(zip(pairs, alphas[:-1], strict=True))
    )
    return Calibration(asked, raters, alphas[-1])


def _about(question: Question, seed: int, draws: int, level: float) -> QuestionAgreement:
    ratings = question.ratings
    return QuestionAgreement(
        key=question.key,
        alpha=krippendorff(ratings, question.scale, seed=seed, draws=draws, level=level),
        gwet=gwet(ratings, question.weights, level=level),
        percent=percent(ratings, level=level),
        with_master=shares_with_master(ratings, question.master, level=level),
    )


def _points(questions: Sequence[Question]) -> tuple[Floats, Floats]:
    """The shares of points by raters and by the master: a row a question of a contact."""
    scored = [(question, question.points) for question in questions if question.points is not None]
    width = questions[0].ratings.category.shape[1]
    rated, masters = [np.empty((0, width))], [np.empty(0)]
    for question, points in scored:
        if points.shape != question.ratings.values.shape:
            raise ValueError(f"every category of {question.key} has its share of points")
        if not ((points >= 0) & (points <= 1)).all():
            raise ValueError(f"the points of {question.key} are shares, from 0 to 1")
        answers = master_column(question.ratings, question.master)[:, 0]
        rated.append(_worth(question, points, question.ratings.category))
        masters.append(_worth(question, points, answers))
    return np.concatenate(rated), np.concatenate(masters)


def _worth(question: Question, points: Floats, category: Integers) -> Floats:
    nothing = np.isin(category, [MISSING, *sorted(question.without_points)])
    return np.where(nothing, np.nan, points[category])


def _together(shares: Sequence[Share], level: float) -> Share:
    agreed = sum(share.agreed for share in shares)
    return share_of(agreed, sum(share.compared for share in shares), level=level)


def _lenience(pair: Floats) -> float | None:
    difference = np.sort(pair[:, 0] - pair[:, 1])
    told = difference[~np.isnan(difference)]
    return float(told.mean()) if len(told) else None
