"""One way to write a document as bytes, so that its hash means its content."""

import datetime as dt
import hashlib
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from evaluations.models import Attempt, Evaluation


def canonical(document: Any) -> bytes:
    """UTF-8 JSON with sorted keys and no spaces; NaN and infinities are refused."""
    return json.dumps(
        document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def digest(document: Any) -> str:
    """sha256 of the canonical document, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(document)).hexdigest()


def evaluation_hash(evaluation: "Evaluation", attempts: "Iterable[Attempt]") -> str:
    """sha256 of what was submitted: `Evaluation.content_hash`.

    Made of stored facts only, so it can be made again from the database. Reads the test call with
    its participation, programme, company, scenario and shopper.
    """
    call = evaluation.test_call
    return digest(
        {
            "id": str(evaluation.id),
            "programme": call.participation.programme.slug,
            "company": call.participation.company.key,
            "channel": str(call.channel),
            "scenario": call.scenario.key,
            "shopper": call.shopper.code if call.shopper else None,
            "answered": evaluation.answered,
            "answers": evaluation.answers,
            "comments": evaluation.comments,
            "attempts": [
                {
                    "started_at": _universal(attempt.started_at),
                    "outcome": str(attempt.outcome),
                    "wait_seconds": attempt.wait_seconds,
                    "handling_seconds": attempt.handling_seconds,
                }
                for attempt in sorted(attempts, key=lambda attempt: attempt.number)
            ],
            "submitted_at": _universal(evaluation.submitted_at),
        }
    )


def _universal(moment: dt.datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(dt.UTC).isoformat()
