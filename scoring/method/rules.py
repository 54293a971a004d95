"""From a contact's points to places, titles and what is printed: the `scoring` part of a method."""

from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BeforeValidator,
    Field,
    NonNegativeInt,
    PlainSerializer,
    PositiveInt,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)

from evaluations.checklist_document import Text
from evaluations.document_faults import fault
from evaluations.enums import Channel
from evaluations.method import Rule

# Written as text ("0.05"), so that a number is the one that was decided and not its nearest binary
# neighbour.
Number = Annotated[
    Decimal,
    BeforeValidator(str),
    PlainSerializer(str, return_type=str),
    Field(allow_inf_nan=False),
]
Share = Annotated[Number, Field(ge=0, le=1)]
CHANNELS = tuple(Channel)  # a channel's number in the formulas is its place here
Sections = Annotated[tuple[str, ...], Field(min_length=1)]


class Agent(Rule):
    """The figure about the people who answered."""

    sections: Sections
    over: Literal["answered_contacts_where_any_applies"]


class Variants(Rule):
    """The three published figures."""

    total: Literal["all_approved"]
    answered_only: Literal["approved_and_answered"]
    agent: Agent


class Pooled(Rule):
    """All contacts of a company stand together, whatever their channel."""

    rule: Literal["pooled"]


class WeightedChannels(Rule):
    """Each channel has a figure of its own, and the company's is their weighted mean.

    The weight of a channel without a contact is spread over the others in their proportions, or
    leaves the company without a place.
    """

    rule: Literal["weighted"]
    weights: Annotated[dict[Channel, Share], Field(min_length=1)]
    missing: Literal["spread_proportionally", "no_place"]

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if sum(self.weights.values()) != 1:
            raise fault("channel_weights_sum")
        return self


class BestOnChannel(Rule):
    """Who may be best on a channel."""

    score: Literal["mean_unanswered_as_zero"]
    minimum_contacts: PositiveInt


class Tie(Rule):
    """What decides between equal totals, in this order; what is equal then shares the place."""

    broken_by: tuple[Literal["answered_only", "agent"], ...]
    then: Literal["shared_place"]
    # Totals are compared with all their decimals, or as they are printed.
    compared: Literal["twelve_decimals", "as_published"]


class Grade(Rule):
    """A word for every figure from this one on, in the scale's unit."""

    reaches: Number
    text: Text


class Scale(Rule):
    """How figures are printed: 0 % is `worst`, 100 % is `best`, straight between them.

    Grades stand from the best to the worst; the last one takes whatever is left.
    """

    unit: Literal["percent", "mark"]
    worst: Number
    best: Number
    decimals: Annotated[int, Field(ge=0, le=6)]
    rounding: Literal["half_even", "half_up"]
    grades: tuple[Grade, ...] = ()

    @model_validator(mode="after")
    def _is_a_scale(self) -> Self:
        if self.worst == self.best:
            raise fault("scale_is_flat")
        if self.unit == "percent" and [self.worst, self.best] != [Decimal(0), Decimal(100)]:
            raise fault("percent_scale")
        upwards = self.best > self.worst
        marks = [grade.reaches for grade in self.grades]
        if marks != sorted(set(marks), reverse=upwards):
            raise fault("grades_order")
        return self

    def of(self, percent: Decimal) -> Decimal:
        """A figure in percent on this scale, exact; nothing is rounded."""
        return self.worst + (self.best - self.worst) * percent / 100


class Eligibility(Rule):
    """Who gets a place, and who may win."""

    # Fewer companies than this, and the category has no winner.
    companies: PositiveInt
    # Fewer contacts, or contacts by fewer shoppers, and the company has figures but no place.
    contacts: PositiveInt
    shoppers: PositiveInt
    # In the scale's unit; None: the best wins with whatever it has.
    winner_reaches: Number | None
    may_win: Literal["every_company", "signed_up"]


class Publication(Rule):
    """What the public list prints, and below how many contacts a partial figure is withheld."""

    places: Literal["all"] | PositiveInt  # a number: so many places, and nobody after them
    interval: bool
    tie_group: bool
    least_contacts: NonNegativeInt


class Confidence(Rule):
    """How the uncertainty of a result is worked out."""

    level: Annotated[Share, Field(gt=0, lt=1)]
    errors: Literal["clustered_by_shopper"]
    title: Literal["against_runner_up_two_sided"]


class ScoringRules(Rule):
    """From a contact's points to places and titles."""

    no_answer: Literal["zero_contact", "zero_in_sections", "left_out"]
    # With zero_in_sections: where a contact that nobody answered counts 0; elsewhere it is no part.
    no_answer_sections: tuple[str, ...] = ()
    contact_score: Literal["weighted_mean_of_sections", "share_of_points"]
    not_applicable: Literal["by_question"]
    routed_out: Literal["drop_empty_section_with_weight"]
    critical: Literal["zero_section", "zero_contact", "flag_only"]
    company_score: Literal["mean_of_contacts", "mean_of_sections", "ratio_of_sums"]
    channels: Annotated[Pooled | WeightedChannels, Field(discriminator="rule")]
    variants: Variants
    category_winner: Literal["highest_total"]
    overall_winner: Literal["highest_total", "none"]
    tie: Tie
    best_on_channel: BestOnChannel | None
    scale: Scale
    eligibility: Eligibility
    publication: Publication
    confidence: Confidence

    @model_validator(mode="after")
    def _choices_go_together(self) -> Self:
        if (self.no_answer == "zero_in_sections") != bool(self.no_answer_sections):
            raise fault("no_answer_sections")
        if self.no_answer == "zero_in_sections" and self.company_score != "mean_of_sections":
            raise fault("zero_needs_mean")
        if self.company_score == "ratio_of_sums" and self.no_answer != "left_out":
            raise fault("ratio_without_points")
        if self.company_score == "mean_of_sections" and self.contact_score == "share_of_points":
            raise fault("mean_needs_sections")
        return self

    @model_serializer(mode="wrap")
    def _silent_where_nothing_is_named(self, write: SerializerFunctionWrapHandler) -> Any:
        document = write(self)
        if not self.no_answer_sections:
            del document["no_answer_sections"]
        return document
