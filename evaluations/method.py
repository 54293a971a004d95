"""The method of a programme: one typed document, frozen and hashed before fieldwork.

This app reads its `fieldwork` part only. `scoring` and `weights` are other apps' words here; they
are kept as they are, so that the hash covers the whole.
"""

import datetime as dt
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, PositiveInt

from evaluations.canonical import digest
from evaluations.enums import Channel


class Rule(BaseModel):
    """A part of the method: fixed once read, and without room for unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Hours(Rule):
    """When contacts are made, in the programme's time zone."""

    days: Literal["monday-friday"]
    start: dt.time
    end: dt.time


class LiveWait(Rule):
    """How long one waits on a live channel before giving up, and how often one tries."""

    minutes: PositiveInt
    attempts: PositiveInt


class MailWait(Rule):
    """How many working days an answer may take to a mail sent before the hour."""

    working_days: PositiveInt
    sent_before: dt.time


class Fieldwork(Rule):
    """How contacts are planned and when they count as not answered."""

    contacts_per_company: PositiveInt
    channel_key: dict[Channel, PositiveInt]
    channel_respread: Literal["proportional_largest_remainder"]
    hours: Hours
    wait_limits: dict[Channel, LiveWait | MailWait]


class Method(Rule):
    """A programme's complete rules, as `Programme.method` holds them."""

    schema_version: Literal[1] = 1
    fieldwork: Fieldwork
    scoring: dict[str, Any]
    weights: dict[str, Any]

    def document(self) -> dict[str, Any]:
        """The JSON form that is stored and shown."""
        return self.model_dump(mode="json")

    def hash(self) -> str:
        """sha256 of the canonical document."""
        return digest(self.document())
