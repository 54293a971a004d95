"""Where the sections' weights come from: the `weights` part of a method."""

import re
from decimal import Decimal
from itertools import combinations
from typing import Annotated, Literal, Self

from pydantic import Field, PositiveInt, TypeAdapter, model_validator

from evaluations.document_faults import fault
from evaluations.method import Rule
from scoring.method.rules import Share

_AGES = re.compile(r"(?P<first>[0-9]{1,3})(?:-(?P<last>[0-9]{1,3})|\+)", re.ASCII)
_OLDEST = 999


def ages(group: str) -> range:
    """The ages of a group that is written like "30-44" or "60+". Raises ValueError for others."""
    found = _AGES.fullmatch(group)
    if found is None:
        raise fault("age_group", group=group)
    return range(int(found["first"]), int(found["last"] or _OLDEST) + 1)


class FixedWeights(Rule):
    """Weights that the method itself states."""

    source: Literal["fixed"]
    weights: Annotated[dict[str, Share], Field(min_length=1)]

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if sum(self.weights.values()) != 1:
            raise fault("weights_sum")
        return self


class EqualWeights(Rule):
    """The same weight for each of these sections."""

    source: Literal["equal"]
    sections: Annotated[tuple[str, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _once_each(self) -> Self:
        if len(set(self.sections)) < len(self.sections):
            raise fault("section_twice")
        return self


class AsEstimated(Rule):
    """The answers of this year alone decide."""

    rule: Literal["none"]


class PriorAnswers(Rule):
    """Last year's weights count as so many answers beside this year's (methods.md 5)."""

    rule: Literal["prior_answers"]
    answers: PositiveInt


class Unweighted(Rule):
    """Every answer counts the same."""

    rule: Literal["none"]


class Margins(Rule):
    """Answers are weighted until their shares by these facts are those of the population."""

    rule: Literal["margins"]
    margins: Annotated[
        dict[
            Literal["region", "gender", "age_group"],
            Annotated[dict[str, Share], Field(min_length=1)],
        ],
        Field(min_length=1),
    ]

    @model_validator(mode="after")
    def _each_adds_up(self) -> Self:
        for fact, shares in self.margins.items():
            if sum(shares.values()) != 1:
                raise fault("shares_sum", fact=fact)
            if not all(shares.values()):
                raise fault("share_of_nobody", fact=fact)
        return self

    @model_validator(mode="after")
    def _ages_stand_apart(self) -> Self:
        groups = [ages(cell) for cell in self.margins.get("age_group", {})]
        if any(set(one) & set(other) for one, other in combinations(groups, 2)):
            raise fault("age_twice")
        return self


class SurveyWeights(Rule):
    """Weights from the year's expectation survey.

    The sections in `fixed` keep their weight; each other section gets
    `(1 - sum of fixed) x ((1 - shrink) x share + shrink / number of other sections)`, held between
    `floor` and `cap`.
    """

    source: Literal["expectation_survey"]
    fixed: dict[str, Share]
    estimator: Literal[
        "mean_share_of_complete_answers", "plackett_luce", "best_worst", "importance"
    ]
    shrink: Share
    floor: Share
    cap: Share
    smoothing: Annotated[AsEstimated | PriorAnswers, Field(discriminator="rule")]
    raking: Annotated[Unweighted | Margins, Field(discriminator="rule")]
    least_answers: PositiveInt

    @model_validator(mode="after")
    def _leaves_something(self) -> Self:
        if sum(self.fixed.values(), Decimal(0)) >= 1:
            raise fault("nothing_left")
        if self.floor >= self.cap:
            raise fault("floor_above_cap")
        return self


WeightRules = FixedWeights | EqualWeights | SurveyWeights
WEIGHT_RULES: TypeAdapter[WeightRules] = TypeAdapter(
    Annotated[WeightRules, Field(discriminator="source")]
)
