"""A checklist's document: sections, questions, options, as `ChecklistVersion.document` holds it.

Free of the framework, so that `evaluations.points` can read it. A document that passes has unique
keys, conditions that point at existing answers and never in a circle, and points wherever they are
counted.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from evaluations.document_faults import fault
from evaluations.wait_bands import Band, band_problem

NOT_APPLICABLE = "na"
# A column of points is a small integer: see evaluations.models.points.
MOST_POINTS = 1_000

Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,60}$")]
ChannelWord = Literal["phone", "email", "chat", "messenger"]
ReasonWord = Literal["question", "extend", "buy"]
Value = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Answer = Value | StrictInt


class Part(BaseModel):
    """A part of the document: fixed once read, and without room for unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Part):
    """What a reader sees, in every language."""

    nb: str
    sv: str
    en: str


class Option(Part):
    """One answer to choose; `points` is empty where nothing is counted.

    `seconds` are the waits that it stands for, where it stands for waits.
    """

    value: Value
    points: Annotated[StrictInt, Field(ge=0, le=MOST_POINTS)] | None
    text: Text
    seconds: Band | None = None


class Critical(Part):
    """Answers that make the question's section 0."""

    when: Annotated[tuple[Answer, ...], Field(min_length=1)]
    effect: Literal["zero_section"]


class ShowIf(Part):
    """When a question is part of a contact; where both are given, both must hold."""

    scenario_reason: Annotated[tuple[ReasonWord, ...], Field(min_length=1)] | None = None
    answer: tuple[Key, Annotated[tuple[Answer, ...], Field(min_length=1)]] | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.scenario_reason is None and self.answer is None:
            raise fault("condition_says_nothing")
        return self


class AnyQuestion(Part, ABC):
    """What every question has."""

    key: Key
    text: Text
    channels: Annotated[tuple[ChannelWord, ...], Field(min_length=1)]
    required: StrictBool
    na: Literal["not_allowed", "drop", "zero"]
    critical: Critical | None = None
    show_if: ShowIf | None = None

    @model_validator(mode="after")
    def _channels_once(self) -> Self:
        _unique("channels", self.channels)
        return self

    def takes(self, answer: Any, *, channel: str) -> bool:
        """Whether this is an answer to the question on a channel that asks it."""
        if answer == NOT_APPLICABLE:
            return self.na != "not_allowed"
        return self._among_answers(answer, channel)

    def takes_anywhere(self, answer: Any) -> bool:
        """Whether this is an answer to the question on at least one of its channels."""
        return any(self.takes(answer, channel=channel) for channel in self.channels)

    @abstractmethod
    def _among_answers(self, answer: Any, channel: str) -> bool:
        """Whether the answer, which is not "not applicable", is one of the question's own."""


class ChoiceQuestion(AnyQuestion):
    """A question with options, the same on every channel or each channel's own."""

    type: Literal["choice"]
    scored: StrictBool
    options: Annotated[tuple[Option, ...], Field(min_length=1)] | None = None
    options_by_channel: (
        dict[ChannelWord, Annotated[tuple[Option, ...], Field(min_length=1)]] | None
    ) = None

    @model_validator(mode="after")
    def _options_fit(self) -> Self:
        if (self.options is None) == (self.options_by_channel is None):
            raise fault("options_once")
        if self.options_by_channel is not None and set(self.options_by_channel) != set(
            self.channels
        ):
            raise fault("options_of_other_channels")
        for channel in self.channels:
            self._check_options(self._options_on(channel))
        return self

    def _check_options(self, options: tuple[Option, ...]) -> None:
        _unique("options", [option.value for option in options])
        if any(option.value == NOT_APPLICABLE for option in options):
            raise fault("na_is_no_option")
        if problem := band_problem([option.seconds for option in options]):
            raise problem
        if not self.scored:
            return
        if any(option.points is None for option in options):
            raise fault("option_without_points")
        if not any(option.points for option in options):
            raise fault("no_option_counts")

    def _options_on(self, channel: ChannelWord) -> tuple[Option, ...]:
        if self.options_by_channel is not None:
            return self.options_by_channel[channel]
        return self.options or ()

    @cached_property
    def points_by_channel(self) -> dict[str, dict[str, int]]:
        """Points of every value, for each channel that asks the question."""
        return {
            channel: {option.value: option.points or 0 for option in self._options_on(channel)}
            for channel in self.channels
        }

    @property
    def has_bands(self) -> bool:
        """Whether an option says for which waits it stands, on any channel."""
        options = (each for channel in self.channels for each in self._options_on(channel))
        return any(option.seconds is not None for option in options)

    def options_on(self, channel: str) -> tuple[Option, ...]:
        """The options on a channel, in order; none where it does not ask the question."""
        return next((self._options_on(word) for word in self.channels if word == channel), ())

    def _among_answers(self, answer: Any, channel: str) -> bool:
        return isinstance(answer, str) and answer in self.points_by_channel.get(channel, {})


class IntegerQuestion(AnyQuestion):
    """A question answered by a whole number; it carries no points."""

    type: Literal["integer"]
    scored: StrictBool
    min: StrictInt
    max: StrictInt

    @model_validator(mode="after")
    def _range_holds(self) -> Self:
        if self.scored:
            raise fault("number_is_scored")
        if self.min > self.max:
            raise fault("min_above_max")
        return self

    def _among_answers(self, answer: Any, channel: str) -> bool:
        # A boolean is an int to Python, never to a checklist.
        number = isinstance(answer, int) and not isinstance(answer, bool)
        return number and channel in self.channels and self.min <= answer <= self.max


Question = Annotated[ChoiceQuestion | IntegerQuestion, Field(discriminator="type")]


class Section(Part):
    """A performance area with its questions."""

    key: Key
    text: Text
    scored: StrictBool = True
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _unscored_throughout(self) -> Self:
        if not self.scored and any(question.scored for question in self.questions):
            raise fault("scored_in_unscored")
        return self


class CommentField(Part):
    """A place for words."""

    key: Key
    text: Text
    required: StrictBool


class ChecklistDocument(Part):
    """One version of a checklist."""

    key: Key
    version: Annotated[StrictInt, Field(ge=1, le=32_767)]
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]
    comments: tuple[CommentField, ...] = ()

    @cached_property
    def questions(self) -> dict[str, ChoiceQuestion | IntegerQuestion]:
        """Every question by its key, in document order."""
        return {
            question.key: question for section in self.sections for question in section.questions
        }

    @cached_property
    def wait_question(self) -> ChoiceQuestion | None:
        """The question whose options stand for waits; None where no option says seconds."""
        return next(self._about_the_wait(), None)

    def _about_the_wait(self) -> Iterator[ChoiceQuestion]:
        for question in self.questions.values():
            if isinstance(question, ChoiceQuestion) and question.has_bands:
                yield question

    @cached_property
    def conditions_first(self) -> tuple[ChoiceQuestion | IntegerQuestion, ...]:
        """Every question, each after the one that its condition looks at."""
        order = TopologicalSorter(
            {key: _looks_at(question) for key, question in self.questions.items()}
        )
        return tuple(self.questions[key] for key in order.static_order())

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        keys = [question.key for section in self.sections for question in section.questions]
        _unique("sections", [section.key for section in self.sections])
        _unique("questions", keys)
        _unique("comments", [comment.key for comment in self.comments])
        if len(list(self._about_the_wait())) > 1:
            raise fault("two_waits")
        for question in self.questions.values():
            for problem in self._problems_of(question):
                raise problem
        try:
            self.conditions_first  # noqa: B018 - a circle shows itself when the order is made
        except CycleError as error:
            circle = " - ".join(error.args[1])
            raise fault("circle", circle=circle) from error
        return self

    def _problems_of(self, question: AnyQuestion) -> Iterator[PydanticCustomError]:
        for value in question.critical.when if question.critical else ():
            if not question.takes_anywhere(value):
                yield fault("critical_is_no_answer", key=question.key, value=repr(value))
        if question.show_if is None or question.show_if.answer is None:
            return
        key, values = question.show_if.answer
        if key not in self.questions:
            yield fault("condition_without_question", key=question.key, other=key)
            return
        for value in values:
            if not self.questions[key].takes_anywhere(value):
                yield fault("not_an_answer", key=question.key, value=repr(value), other=key)


def _looks_at(question: AnyQuestion) -> list[str]:
    condition = question.show_if
    return [condition.answer[0]] if condition and condition.answer else []


def _unique(what: str, values: list[str] | tuple[str, ...]) -> None:
    twice = sorted({value for value in values if values.count(value) > 1})
    if twice:
        raise fault("twice", what=what, keys=", ".join(twice))
