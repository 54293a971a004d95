"""A qualification test's document: questions with options, one of them right.

A document that passes has unique keys, a right answer to every question, and asks no more than it
has questions.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StringConstraints, model_validator

Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]{1,60}$")]
Words = Annotated[str, StringConstraints(min_length=1, max_length=1_000, pattern=r"\S")]


class Part(BaseModel):
    """A part of the document: fixed once read, and without room for unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Part):
    """What a reader sees, in every language."""

    nb: Words
    sv: Words
    en: Words


class Option(Part):
    """One answer to choose."""

    key: Key
    text: Text


class Question(Part):
    """A question; `right` is the key of its right option, `why` says so afterwards."""

    key: Key
    text: Text
    options: Annotated[tuple[Option, ...], Field(min_length=2, max_length=6)]
    right: Key
    why: Text

    @model_validator(mode="after")
    def _one_is_right(self) -> Self:
        keys = [option.key for option in self.options]
        if len(set(keys)) < len(keys):
            raise ValueError("two options have the same key")
        if self.right not in keys:
            raise ValueError("the right answer is none of the options")
        return self


class QualificationDocument(Part):
    """The test: passed with `passing` right answers, within `tries` tries."""

    passing: Annotated[StrictInt, Field(ge=1)]
    tries: Annotated[StrictInt, Field(ge=1, le=20)]
    questions: Annotated[tuple[Question, ...], Field(min_length=1, max_length=30)]

    @model_validator(mode="after")
    def _can_be_passed(self) -> Self:
        keys = [question.key for question in self.questions]
        if len(set(keys)) < len(keys):
            raise ValueError("two questions have the same key")
        if self.passing > len(keys):
            raise ValueError("more right answers are asked for than there are questions")
        return self

    def right_answers(self, answers: Mapping[str, str]) -> int:
        """How many of the answers, by question, are right."""
        return sum(answers.get(question.key) == question.right for question in self.questions)

    def unanswered(self, answers: Mapping[str, str]) -> tuple[str, ...]:
        """The questions that have no answer, or one that is none of their options."""
        return tuple(
            question.key
            for question in self.questions
            if answers.get(question.key) not in {option.key for option in question.options}
        )


def document_hash(document: Mapping[str, Any]) -> str:
    """sha256 of the document with sorted keys and no spaces."""
    whole = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(whole.encode()).hexdigest()
