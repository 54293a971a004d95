"""The parts of the method that turn points into figures."""

from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, PlainSerializer, PositiveInt, TypeAdapter

from evaluations.method import Rule
from evaluations.models import Programme

# Written as text ("0.05"), so that a weight is the number that was decided and not its nearest
# binary neighbour.
Exact = Annotated[
    Decimal,
    BeforeValidator(str),
    PlainSerializer(str, return_type=str),
    Field(ge=0, le=1),
]


class Agent(Rule):
    """The figure about the people who answered."""

    sections: tuple[str, ...]
    over: Literal["answered_contacts_where_any_applies"]


class Variants(Rule):
    """The three published figures."""

    total: Literal["all_approved"]
    answered_only: Literal["approved_and_answered"]
    agent: Agent


class BestOnChannel(Rule):
    """Who may be best on a channel."""

    score: Literal["mean_unanswered_as_zero"]
    minimum_contacts: PositiveInt


class ScoringRules(Rule):
    """From a contact's points to places and titles."""

    no_answer: Literal["zero_contact"]
    contact_score: Literal["weighted_mean_of_sections"]
    not_applicable: Literal["by_question"]
    routed_out: Literal["drop_empty_section_with_weight"]
    critical: Literal["zero_section"]
    company_score: Literal["mean_of_contacts"]
    variants: Variants
    category_winner: Literal["highest_total"]
    tie: Literal["shared_place"]
    best_on_channel: BestOnChannel
    unit: Literal["percent"]


class FixedWeights(Rule):
    """Weights that the method itself states."""

    source: Literal["fixed"]
    weights: dict[str, Exact]


class SurveyWeights(Rule):
    """Weights from the year's expectation survey.

    The sections in `fixed` keep their weight; each other section gets
    `(1 - sum of fixed) x ((1 - shrink) x share + shrink / number of other sections)`.
    """

    source: Literal["expectation_survey"]
    fixed: dict[str, Exact]
    estimator: Literal["mean_share_of_complete_answers"]
    shrink: Exact


WeightRules = Annotated[FixedWeights | SurveyWeights, Field(discriminator="source")]
_WEIGHTS: TypeAdapter[FixedWeights | SurveyWeights] = TypeAdapter(WeightRules)


def scoring_rules(programme: Programme) -> ScoringRules:
    """How this programme turns points into figures."""
    return ScoringRules.model_validate(programme.method["scoring"])


def weight_rules(programme: Programme) -> FixedWeights | SurveyWeights:
    """Where this programme's weights come from."""
    return _WEIGHTS.validate_python(programme.method["weights"])


def fraction_text(value: Fraction) -> str:
    """A fraction in lowest terms as it is stored, `"19/400"`."""
    return f"{value.numerator}/{value.denominator}"
