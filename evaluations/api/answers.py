"""What the shopper's API answers; the OpenAPI document tells of it from here."""

from typing import NotRequired

from pydantic import with_config
from typing_extensions import TypedDict

_told = with_config(use_attribute_docstrings=True)


@_told
class Receipt(TypedDict):
    """That a form was received, and which."""

    evaluation: str
    """The report's id. It may be another than the one that was sent."""
    number: int
    """1 for the first handing-in; a returned report that is handed in again counts on."""
    received_at: str
    content_hash: str
    """The fingerprint of all that was received; `replaces` of a later handing-in."""
    form_hash: str
    """The fingerprint of what the shopper filled in alone: the same form has the same."""


@_told
class HandedIn(Receipt):
    """The receipt, with what shows that it is about exactly this body."""

    body_hash: str
    """The sha256 of the body, byte for byte. Drop your copy only where it is your own."""


@_told
class ChecklistName(TypedDict):
    """Which questions the report answers."""

    key: str
    version: int


@_told
class HeldReport(TypedDict):
    """What is filled in, and how far the report has come."""

    id: str
    test_call: str
    state: str
    """`draft`, `submitted`, `returned`, `approved` or `rejected`."""
    checklist: ChecklistName
    revision: int
    """Of the draft; it grows with every save that says something new."""
    answered: bool
    answers: dict[str, str | int]
    comments: dict[str, str]
    beside: dict[str, str]
    """Ticks, each with its instant, and notes."""
    receipts: list[Receipt]
    """Every handing-in, the first one first."""


@_told
class SavedDraft(TypedDict):
    """What a draft holds after a save."""

    revision: int
    held: dict[str, str]
    """The sha256 of what stands there now, by each key that was sent; empty where nothing does."""


@_told
class HeldAttempt(TypedDict):
    """An attempt, on the server's clock."""

    key: str | None
    number: int
    outcome: str
    """`answered`, `not_answered`, `under_way`, or what an attempt from a file is said to be."""
    ending: str | None
    started_at: str | None
    answered_at: str | None
    ended_at: str | None
    waits_until: str | None
    """When the method's limit for waiting ends; null where there is none."""
    wait_seconds: int | None
    handling_seconds: int | None
    words: str


@_told
class HeldAttempts(TypedDict):
    """Every attempt of the call."""

    attempts: list[HeldAttempt]
    still_wanted: int
    """How many more the method wants before “nobody answered” can be said."""
    next_on: str | None
    """The first day on which the next of them may be made."""


@_told
class Fault(TypedDict):
    """Why a file is not kept."""

    code: str
    message: str


@_told
class HeldFile(TypedDict):
    """How much of a file is here, and what became of it."""

    key: str
    kind: str
    size: int
    sha256: str
    state: str
    """`receiving`, `checking`, `ready`, `refused` or `removed`."""
    received: int
    """Bytes; the next part begins after them."""
    fault: Fault | None


@_told
class FieldError(TypedDict):
    """What is wrong with one field or question."""

    name: str
    """The path of the field, or the key of the question: `attempts.0.started_at`."""
    message: str


@_told
class Problem(TypedDict):
    """A refusal, as RFC 9457 has it."""

    type: str
    title: str
    """One sentence for the shopper, in the language of `Accept-Language`."""
    status: int
    detail: NotRequired[str]
    code: NotRequired[str]
    """The reason by name, for programs."""
    errors: NotRequired[list[FieldError]]
    stands: NotRequired[str]
    """With `another_form`: the `form_hash` of the report that stands."""
    sent: NotRequired[str]
    """With `another_form`: the `form_hash` of what was sent."""
    held: NotRequired[dict[str, str]]
    """With `draft_changed`: the sha256 of what stands there, by key."""
    values: NotRequired[dict[str, str]]
    """With `draft_changed`: what stands there, by key."""
    said_on: NotRequired[dict[str, str]]
    """With `draft_changed`: the `device` that said it last, by key; empty where it named none."""
    revision: NotRequired[int]
    """With `draft_changed`: the draft's revision in which all of that stands there."""
    received: NotRequired[int]
    """With `wrong_offset`: the bytes that are here."""
