"""The outer form of a line of the evaluations file."""

import datetime as dt
import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop

from evaluations.enums import AttemptOutcome
from evaluations.services.importing.json_text import NotReadable, shown
from evaluations.services.importing.sentences import Sentence
from evaluations.validators import given

APPROVED, REJECTED = "approved", "rejected"

# Every key of a line with its type; all must be there, and no other.
_KEYS: dict[str, type] = {
    "id": str,
    "programme": int,
    "company": str,
    "channel": str,
    "scenario": str,
    "shopper": str,
    "answered": bool,
    "answers": dict,
    "attempts": list,
    "comments": dict,
    "review": str,
    "submitted_at": str,
}
_ATTEMPT_KEYS = frozenset({"started_at", "outcome", "wait_seconds", "handling_seconds"})
_NOT_THE_TYPE: dict[type, str] = {
    str: gettext_noop("%(field)s is not a text."),
    int: gettext_noop("%(field)s is not a whole number."),
    bool: gettext_noop("%(field)s is not true or false."),
    dict: gettext_noop("%(field)s is not an object."),
    list: gettext_noop("%(field)s is not a list."),
}
_NO_SUCH_KEY = gettext_noop("The key %(key)s is not known.")
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE | re.ASCII)
# The largest number of the columns that hold seconds.
_MOST_SECONDS = 2**31 - 1


@dataclass(frozen=True, slots=True)
class AttemptFacts:
    """One try, in universal time."""

    started_at: dt.datetime
    outcome: AttemptOutcome
    wait_seconds: int
    handling_seconds: int | None


@dataclass(frozen=True, slots=True)
class Contact:
    """A line whose form is right; what it refers to is not looked at yet."""

    id: uuid.UUID
    programme: int
    company: str
    channel: str
    scenario: str
    shopper: str
    answered: bool
    answers: dict[str, Any]
    comments: dict[str, str]
    attempts: tuple[AttemptFacts, ...]
    approved: bool
    submitted_at: dt.datetime


def read_contact(value: Any) -> Contact:
    """The contact that a parsed line describes; raises NotReadable with the first fault."""
    if type(value) is not dict:
        raise NotReadable(Sentence(gettext_noop("The line is not an object.")))
    _check_keys(value)
    _check_values(value)
    return Contact(
        id=uuid.UUID(value["id"]),
        programme=value["programme"],
        company=value["company"],
        channel=value["channel"],
        scenario=value["scenario"],
        shopper=value["shopper"],
        answered=value["answered"],
        answers=value["answers"],
        comments=value["comments"],
        attempts=tuple(_attempts(value["attempts"])),
        approved=value["review"] == APPROVED,
        submitted_at=_moment(value["submitted_at"], "submitted_at"),
    )


def _check_keys(value: dict[str, Any]) -> None:
    for key, expected in _KEYS.items():
        if key not in value:
            raise _wrong(key, gettext_noop("%(field)s is missing."))
        # Exactly this type: to Python a boolean is an int as well.
        if type(value[key]) is not expected:
            raise _wrong(key, _NOT_THE_TYPE[expected])
    for key in value:
        if key not in _KEYS:
            raise NotReadable(Sentence(_NO_SUCH_KEY, {"key": shown(key)}))


def _check_values(value: dict[str, Any]) -> None:
    if not _ID.fullmatch(value["id"]):
        sentence = Sentence(
            gettext_noop("id is no UUID: %(value)s."), {"value": shown(value["id"])}
        )
        raise NotReadable(sentence)
    if value["review"] not in {APPROVED, REJECTED}:
        text = gettext_noop("review is neither approved nor rejected: %(value)s.")
        raise NotReadable(Sentence(text, {"value": shown(value["review"])}))
    if not value["answered"] and given(value["answers"]):
        raise NotReadable(Sentence(gettext_noop("There are answers in an unanswered contact.")))
    for key, words in value["comments"].items():
        if type(words) is not str:
            text = gettext_noop("The comment %(key)s is not a text.")
            raise NotReadable(Sentence(text, {"key": shown(key)}))


def _wrong(field: str, text: str) -> NotReadable:
    """What is wrong with a field, named by its path as the file writes it: `attempts.1.outcome`."""
    return NotReadable(Sentence(text, {"field": field}))


def _attempts(values: list[Any]) -> Iterable[AttemptFacts]:
    if not values:
        raise _wrong("attempts", gettext_noop("%(field)s is empty."))
    for number, value in enumerate(values, 1):
        where = f"attempts.{number}"
        if type(value) is not dict:
            raise _wrong(where, _NOT_THE_TYPE[dict])
        for key in value:
            if key not in _ATTEMPT_KEYS:
                raise NotReadable(Sentence(_NO_SUCH_KEY, {"key": shown(f"{where}.{key}")}))
        outcome = value.get("outcome")
        if not isinstance(outcome, str) or outcome not in AttemptOutcome.over():
            text = gettext_noop("%(field)s is neither answered nor not_answered.")
            raise _wrong(f"{where}.outcome", text)
        handling = value.get("handling_seconds")
        yield AttemptFacts(
            started_at=_moment(value.get("started_at"), f"{where}.started_at"),
            outcome=AttemptOutcome(outcome),
            wait_seconds=_seconds(value.get("wait_seconds"), f"{where}.wait_seconds"),
            handling_seconds=(
                None if handling is None else _seconds(handling, f"{where}.handling_seconds")
            ),
        )


def _seconds(value: Any, where: str) -> int:
    if type(value) is not int or not 0 <= value <= _MOST_SECONDS:
        raise _wrong(where, gettext_noop("%(field)s is no number of seconds."))
    return value


def _moment(value: Any, where: str) -> dt.datetime:
    try:
        moment = dt.datetime.fromisoformat(value)
        if moment.tzinfo is not None:
            return moment.astimezone(dt.UTC)
    except (TypeError, ValueError, OverflowError) as error:
        raise _wrong(where, gettext_noop("%(field)s is no time.")) from error
    raise _wrong(where, gettext_noop("%(field)s says no offset from universal time."))
