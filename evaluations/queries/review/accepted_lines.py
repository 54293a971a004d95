"""Accepted evaluations written out as the lines they came from, for a coordinator to compare."""

import uuid
from collections.abc import Iterable
from typing import Any

from evaluations.models import Evaluation


def accepted_lines(ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """By id, what is stored about each evaluation in the keys of an evaluations file.

    Ids that are no UUID, or of no evaluation, are left out. Times are given as moments, whatever
    offset the file wrote them with. It holds the shopper's words: for the desk only.
    """
    found = (
        Evaluation.objects.filter(pk__in=[known for known in map(_uuid, ids) if known])
        .select_related(
            "test_call__participation__company",
            "test_call__participation__programme",
            "test_call__scenario",
            "test_call__shopper",
        )
        .prefetch_related("test_call__attempts")
    )
    return {str(evaluation.pk): _line(evaluation) for evaluation in found}


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _line(evaluation: Evaluation) -> dict[str, Any]:
    call = evaluation.test_call
    return {
        "programme": call.participation.programme.year,
        "company": call.participation.company.key,
        "shopper": call.shopper.code if call.shopper else None,
        "scenario": call.scenario.key,
        "channel": call.channel,
        "submitted_at": evaluation.submitted_at,
        "review": evaluation.state,
        "answered": evaluation.answered,
        "attempts": [
            {
                "started_at": attempt.started_at,
                "outcome": attempt.outcome,
                "wait_seconds": attempt.wait_seconds,
                "handling_seconds": attempt.handling_seconds,
            }
            for attempt in call.attempts.all()
        ],
        "answers": evaluation.answers,
        "comments": evaluation.comments,
    }
