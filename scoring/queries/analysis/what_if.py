"""A complete run under other weights; nothing of it is stored."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from scoring.formulas.counting import Counting
from scoring.method.reading import scoring_rules
from scoring.method.rules import ScoringRules
from scoring.method.what_if import Placed, placed
from scoring.models import Run
from scoring.queries.runs.run_data import data_of_run


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What categories come to under a counting: each company's place by participation."""

    rules: ScoringRules
    categories: Mapping[str, Mapping[int, Placed]]


def run_under(run: Run, counting: Counting, *, categories: Collection[str]) -> WhatIf:
    """These categories of a complete run, counted like this.

    Raises Refused when a contact has changed since the run counted it.
    """
    rules = scoring_rules(run.programme)
    data = data_of_run(run.pk)
    return WhatIf(
        rules,
        {
            category: {
                own.participations[company]: place
                for company, place in placed(
                    own.cells, counting, rules, shoppers=own.shoppers, signed_up=own.signed_up
                ).items()
            }
            for category, own in data.items()
            if category in categories
        },
    )
