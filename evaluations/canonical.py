"""One way to write a document as bytes, so that its hash means its content."""

import datetime as dt
import hashlib
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from evaluations.models import Attempt, Evaluation

_WRITER = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
)


def canonical(document: Any) -> bytes:
    """UTF-8 JSON with sorted keys and no spaces; NaN and infinities are refused."""
    return _WRITER.encode(document).encode()


def digest(document: Any) -> str:
    """sha256 of the canonical document, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(document)).hexdigest()


def words_digest(words: str) -> str:
    """sha256 of words as they were typed: says which words something is about."""
    return hashlib.sha256(words.encode()).hexdigest()


def form_document(evaluation: "Evaluation", attempts: "Iterable[Attempt]") -> dict[str, Any]:
    """What the shopper herself has filled in: the same form sent twice is the same document."""
    return {
        "answered": evaluation.answered,
        "answers": evaluation.answers,
        "comments": evaluation.comments,
        "attempts": [
            _attempt_document(attempt)
            # In time: what was taken away and put back is the same form.
            for attempt in sorted(attempts, key=lambda each: (each.started_at, each.number))
        ],
        # Silent where nothing was said, as in every report from before.
        **({"beside": evaluation.beside} if evaluation.beside else {}),
    }


def _attempt_document(attempt: "Attempt") -> dict[str, Any]:
    """An attempt; what only the clock knows stands there where it ran, and is silent elsewhere."""
    document = {
        "started_at": _universal(attempt.started_at),
        "outcome": str(attempt.outcome),
        "wait_seconds": attempt.wait_seconds,
        "handling_seconds": attempt.handling_seconds,
    }
    clock = {
        "ending": str(attempt.ending),
        "answered_at": _universal(attempt.answered_at),
        "ended_at": _universal(attempt.ended_at),
        "words": attempt.words,
    }
    return document | {name: value for name, value in clock.items() if value}


def evaluation_document(evaluation: "Evaluation", attempts: "Iterable[Attempt]") -> dict[str, Any]:
    """Everything that was submitted, of stored facts only.

    Reads the test call with its participation, programme, company, scenario and shopper.
    """
    call = evaluation.test_call
    return {
        "id": str(evaluation.id),
        "programme": call.participation.programme.slug,
        "company": call.participation.company.key,
        "channel": str(call.channel),
        "scenario": call.scenario.key,
        "shopper": call.shopper.code if call.shopper else None,
        "submitted_at": _universal(evaluation.submitted_at),
        **form_document(evaluation, attempts),
    }


def evaluation_hash(evaluation: "Evaluation", attempts: "Iterable[Attempt]") -> str:
    """sha256 of what was submitted: `Evaluation.content_hash`.

    It can be made again from the database at any time.
    """
    return digest(evaluation_document(evaluation, attempts))


def _universal(moment: dt.datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(dt.UTC).isoformat()
