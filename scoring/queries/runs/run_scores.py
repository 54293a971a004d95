"""What each contact of a complete run scored, by whom, with which company and when."""

import uuid
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from evaluations.models import Evaluation, Points
from scoring.formulas.company_means import Integers
from scoring.formulas.crossed_model import Floats
from scoring.models import Run, Score
from scoring.queries.runs.counting import counting_of_run
from scoring.queries.runs.inputs import evaluations_of, inputs_of, moments_of, rows_by_key


@dataclass(frozen=True, slots=True)
class RunScores:
    """One element of each array a contact that counts; numbers from 0.

    `participations` and `shoppers` hold the keys behind the numbers, `moment` seconds since 1970.
    """

    participations: tuple[int, ...]
    shoppers: tuple[int, ...]
    company: Integers
    shopper: Integers
    score: Floats
    answered: NDArray[np.bool_]
    moment: Integers

    def only(self, chosen: NDArray[np.bool_]) -> "RunScores":
        """These contacts alone, companies and shoppers numbered anew."""
        companies, company = np.unique(self.company[chosen], return_inverse=True)
        shoppers, shopper = np.unique(self.shopper[chosen], return_inverse=True)
        return RunScores(
            participations=tuple(self.participations[number] for number in companies.tolist()),
            shoppers=tuple(self.shoppers[number] for number in shoppers.tolist()),
            company=company.astype(np.int64),
            shopper=shopper.astype(np.int64),
            score=self.score[chosen],
            answered=self.answered[chosen],
            moment=self.moment[chosen],
        )


@lru_cache(maxsize=4)
def scores_of_run(run: uuid.UUID) -> RunScores:
    """The scores of a complete run in percent.

    Contacts that nobody answered are among them where the method counts them.
    """
    found = Run.objects.select_related("programme__checklist_version", "weight_set").get(pk=run)
    inputs = inputs_of(found)
    silent_count = counting_of_run(found).unanswered_count
    scores = rows_by_key(Score.objects.all(), [line.pk for line in inputs], "answered", "total")
    counted = [line for line in inputs if silent_count or scores[line.pk][0]]
    ids = evaluations_of(counted)
    by = {pk: key for pk, (key,) in rows_by_key(Points.objects.all(), ids, "shopper_id").items()}
    call = {
        pk: key for pk, (key,) in rows_by_key(Evaluation.objects.all(), ids, "test_call_id").items()
    }
    moments = moments_of(list(call.values()))
    companies, company = _numbered([line.participation for line in counted])
    shoppers, shopper = _numbered([by[pk] for pk in ids])
    return RunScores(
        participations=companies,
        shoppers=shoppers,
        company=company,
        shopper=shopper,
        score=np.array([float(scores[line.pk][1]) for line in counted]),
        answered=np.array([scores[line.pk][0] for line in counted], dtype=np.bool_),
        moment=np.array([int(moments[call[pk]].timestamp()) for pk in ids], dtype=np.int64),
    )


def _numbered(keys: list[int]) -> tuple[tuple[int, ...], Integers]:
    """The keys in their order, and each one's place there."""
    found, number = np.unique(np.array(keys, dtype=np.int64), return_inverse=True)
    return tuple(found.tolist()), number.astype(np.int64)
