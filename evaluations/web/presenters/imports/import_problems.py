"""A kept bad line as a coordinator looks at it."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from evaluations.enums import ImportReason
from evaluations.models import ImportProblem
from evaluations.queries.review.accepted_lines import accepted_lines
from evaluations.services.importing.sentences import Sentence

NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Difference:
    """A key in which a line differs from what was accepted under its id."""

    key: str
    accepted: str
    line: str


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """A bad line, why it is one, and for a conflict what the accepted content says instead."""

    problem: ImportProblem
    reason: str
    sentence: str
    raw: str
    differences: tuple[Difference, ...] | None


def problem_rows(problems: Iterable[ImportProblem]) -> list[ProblemRow]:
    """The lines of one page, the accepted contents read together."""
    rows = list(problems)
    conflicts = {row.external_id for row in rows if row.reason == ImportReason.CONFLICT}
    accepted = accepted_lines(conflicts) if conflicts else {}
    return [
        ProblemRow(
            problem=row,
            reason=str(ImportReason(row.reason).label),
            sentence=Sentence(row.message, row.message_values).translated(),
            raw=_readable(row.raw),
            differences=_differences(row, accepted),
        )
        for row in rows
    ]


def _differences(
    problem: ImportProblem, accepted: Mapping[str, dict[str, Any]]
) -> tuple[Difference, ...] | None:
    if problem.reason != ImportReason.CONFLICT or problem.external_id not in accepted:
        return None
    try:
        content = json.loads(problem.raw)
    except ValueError:
        return None  # a very long line is kept cut, so there is nothing whole to compare
    stored = dict(_flat(accepted[problem.external_id]))
    line = dict(_flat({key: value for key, value in content.items() if key != "id"}))
    keys = [*stored, *(key for key in line if key not in stored)]
    return tuple(
        Difference(key, _shown(stored.get(key)), _shown(line.get(key)))
        for key in keys
        if _comparable(stored.get(key)) != _comparable(line.get(key))
    )


def _flat(value: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    """`answers.tone`, `attempts.1.outcome`: each leaf under its path."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _flat(part, f"{key}.{name}" if key else str(name))
    elif isinstance(value, list):
        for number, part in enumerate(value, start=1):
            yield from _flat(part, f"{key}.{number}")
    else:
        yield key, value


def _comparable(value: Any) -> Any:
    """Moments compare as moments: the file writes its own offset."""
    if isinstance(value, str):
        try:
            moment = dt.datetime.fromisoformat(value)
        except ValueError:
            return value
        return moment if moment.tzinfo else value
    return value


def _shown(value: Any) -> str:
    if value is None:
        return NOTHING
    if isinstance(value, dt.datetime):
        return value.isoformat()
    return value if isinstance(value, str) else json.dumps(value)


def _readable(raw: str) -> str:
    """JSON with a key a line; anything else as it stood."""
    try:
        return json.dumps(json.loads(raw), indent=2, ensure_ascii=False)
    except ValueError:
        return raw
