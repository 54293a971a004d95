"""One row of each file beside the evaluations, typed."""

import datetime as dt
import re
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    StringConstraints,
    TypeAdapter,
    model_validator,
)

from evaluations.checklist_document import ChannelWord, Key, ReasonWord, Text


def _no_repeats(values: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(values)) < len(values):
        raise ValueError("something stands there twice")
    return values


def _written_day(value: Any) -> Any:
    if value is not None and not (
        isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII)
    ):
        raise ValueError("YYYY-MM-DD is expected")
    return value


Once = AfterValidator(_no_repeats)
Name = Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=r"\S")]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,20}$")]
Region = Annotated[str, StringConstraints(min_length=1, max_length=60)]
LanguageWord = Literal["nb", "sv", "en"]
Words = Annotated[str, StringConstraints(min_length=1, max_length=2_000, pattern=r"\S")]
Point = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"\S")]
MenuPath = Annotated[str, StringConstraints(max_length=200)]
BirthYear = Annotated[StrictInt, Field(ge=1900, le=2100)]
GenderWord = Literal["f", "m", "x"]


class Row(BaseModel):
    """A row: fixed once read, and without room for unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class CategoryRow(Row):
    """An industry class."""

    key: Key
    text: Text


class BriefingText(Row):
    """One part of a briefing, in every language."""

    nb: Words
    sv: Words
    en: Words


class BriefingRow(Row):
    """Who the shopper plays, what she asks and when she stops, and what she never does."""

    role: BriefingText
    ask: BriefingText
    avoid: BriefingText


class RisksRow(Row):
    """What to look out for: the same list in every language."""

    nb: Annotated[tuple[Words, ...], Field(min_length=1, max_length=20)]
    sv: Annotated[tuple[Words, ...], Field(min_length=1, max_length=20)]
    en: Annotated[tuple[Words, ...], Field(min_length=1, max_length=20)]

    @model_validator(mode="after")
    def _as_long_everywhere(self) -> Self:
        if len({len(self.nb), len(self.sv), len(self.en)}) > 1:
            raise ValueError("the list has another length in another language")
        return self


class SafetyRow(Row):
    """What to look out for in a role-play, and what to say to somebody who asks outright."""

    risks: RisksRow
    if_asked: BriefingText


class ScenarioRow(Row):
    """A role-play; without a briefing until somebody has written one."""

    key: Key
    reason: ReasonWord
    played_by: Literal["customer", "non_customer", "either"]
    text: Text
    briefing: BriefingRow | None = None
    safety: SafetyRow | None = None
    most_minutes: Annotated[StrictInt, Field(ge=1, le=600)] | None = None


class RelationRow(Row):
    """What a shopper is to a company."""

    company: Key
    kind: Literal["customer", "former", "employee"]


class ShopperRow(Row):
    """A person who plays customers."""

    code: Code
    languages: Annotated[tuple[LanguageWord, ...], Field(min_length=1), Once]
    region: Region
    birth_year: BirthYear
    gender: GenderWord
    weekly_capacity: Annotated[StrictInt, Field(ge=0, le=100)]
    relations: tuple[RelationRow, ...]


class ContactPointRow(Row):
    """Where a company is reached on a channel, and what to choose on the way to a person."""

    point: Point
    menu_path: MenuPath = ""


class CompanyRow(Row):
    """A participant of the year; `language` is None where the file does not say it."""

    id: Key
    name: Name
    category: Key
    channels: Annotated[tuple[ChannelWord, ...], Field(min_length=1), Once]
    signed_up: StrictBool
    staff_informed_on: Annotated[dt.date | None, BeforeValidator(_written_day)]
    contact_points: dict[ChannelWord, ContactPointRow] = Field(default_factory=dict)
    language: LanguageWord | None = None


CATEGORIES = TypeAdapter(tuple[CategoryRow, ...])
SCENARIOS = TypeAdapter(tuple[ScenarioRow, ...])
SHOPPER = TypeAdapter(ShopperRow)
COMPANY = TypeAdapter(CompanyRow)
