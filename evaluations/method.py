"""The method of a programme: one typed document, frozen and hashed before fieldwork.

This app reads its `fieldwork` part only. `scoring` and `weights` are other apps' words here; they
are kept as they are, so that the hash covers the whole.
"""

import datetime as dt
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    NonNegativeInt,
    PositiveInt,
    SerializerFunctionWrapHandler,
    Tag,
    model_serializer,
    model_validator,
)

from evaluations.canonical import digest
from evaluations.document_faults import fault
from evaluations.enums import AttemptEnding, AttemptOutcome, Channel, EvidenceKind
from evaluations.working_days import is_country


def _known_country(code: str) -> str:
    if not is_country(code):
        raise fault("unknown_country")
    return code


def _in_vain(ending: AttemptEnding) -> AttemptEnding:
    if ending.outcome is AttemptOutcome.ANSWERED:
        raise fault("not_in_vain")
    return ending


Country = Annotated[str, AfterValidator(_known_country)]
EndingInVain = Annotated[AttemptEnding, AfterValidator(_in_vain)]


class Rule(BaseModel):
    """A part of the method: fixed once read, and without room for unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Hours(Rule):
    """When contacts are made, in the programme's time zone."""

    days: Literal["monday-friday"]
    start: dt.time
    end: dt.time
    # The country (ISO 3166, two letters) whose public holidays are no contact days; none: no rule.
    holidays: Country | None = None


class Wait(Rule):
    """What every limit says about giving up."""

    # Endings that are in vain at once, before the limit runs out.
    early_endings: tuple[EndingInVain, ...] = ()
    # What a report that nobody answered is shown by.
    evidence: tuple[EvidenceKind, ...] = ()

    @model_serializer(mode="wrap")
    def _silent_where_nothing_is_asked(self, write: SerializerFunctionWrapHandler) -> Any:
        """A method from before there was evidence keeps its document, and so its hash."""
        document = write(self)
        if not self.evidence:
            del document["evidence"]
        return document


class LiveWait(Wait):
    """How long one waits on a live channel before giving up, and how often one tries."""

    minutes: PositiveInt
    attempts: PositiveInt
    # Whether each attempt is made on a day of its own.
    on_different_days: bool = False


class MailWait(Wait):
    """How many working days an answer may take to a mail sent before the hour."""

    working_days: PositiveInt
    sent_before: dt.time

    @property
    def attempts(self) -> int:
        """A mail is sent once."""
        return 1


def _kind_of_limit(limit: Any) -> str:
    named = limit if isinstance(limit, dict) else limit.model_dump()
    return "mail" if "working_days" in named else "live"


# Told apart before they are read, so that an error is about the limit that was meant.
WaitLimit = Annotated[
    Annotated[LiveWait, Tag("live")] | Annotated[MailWait, Tag("mail")],
    Discriminator(_kind_of_limit),
]


class Fieldwork(Rule):
    """How contacts are planned and when they count as not answered."""

    contacts_per_company: PositiveInt
    channel_key: dict[Channel, PositiveInt]
    channel_respread: Literal["proportional_largest_remainder"]
    hours: Hours
    wait_limits: dict[Channel, WaitLimit]
    # How many of a company's contacts play each scenario; empty: the planner spreads them evenly.
    scenario_key: dict[str, PositiveInt] = Field(default_factory=dict)
    # How many days apart one shopper's calls in a category are at least; 0: no rule.
    lockout_days: NonNegativeInt = 0

    @model_serializer(mode="wrap")
    def _silent_where_nothing_is_said(self, write: SerializerFunctionWrapHandler) -> Any:
        """As for evidence: an older document stays what it was."""
        document = write(self)
        for name in ("scenario_key", "lockout_days"):
            if not document[name]:
                del document[name]
        return document

    @model_validator(mode="after")
    def _evidence_fits_its_channel(self) -> Self:
        for channel, limit in self.wait_limits.items():
            for kind in limit.evidence:
                if kind not in EvidenceKind.on(channel):
                    raise fault("no_evidence", kind=str(kind), channel=str(channel))
        return self


class Method(Rule):
    """A programme's complete rules, as `Programme.method` holds them.

    Version 2 states in `scoring` and `weights` what version 1 left open (scoring.method.reading).
    """

    schema_version: Literal[1, 2]
    fieldwork: Fieldwork
    scoring: dict[str, Any]
    weights: dict[str, Any]

    def document(self) -> dict[str, Any]:
        """The JSON form that is stored and shown."""
        return self.model_dump(mode="json")

    def hash(self) -> str:
        """sha256 of the canonical document."""
        return digest(self.document())
