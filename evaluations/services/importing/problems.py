"""Keeping the lines that were not accepted, each once, and closing what was mended."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence

from django.utils import timezone

from evaluations.enums import ImportReason
from evaluations.models import Import, ImportProblem
from evaluations.services.importing.files import Line
from evaluations.services.importing.judging import Bad, normal_id

# These are about an accepted line, so accepting a line closes none of them.
_ABOUT_ACCEPTED = (ImportReason.DUPLICATE, ImportReason.CONFLICT)
_LONGEST_SHOWN = 64 * 1024


class Occurrences:
    """Tells identical bad lines of one file apart by counting them."""

    def __init__(self) -> None:
        self._met: Counter[bytes] = Counter()

    def number(self, bad: Bad) -> int:
        """How often this line was met with this reason, this time included."""
        key = hashlib.sha256(f"{bad.reason} {bad.line.hash}".encode()).digest()
        self._met[key] += 1
        return self._met[key]


def close_problems(*, run: Import, ids: Iterable[str]) -> None:
    """Close what was open about ids that are accepted now."""
    ImportProblem.objects.filter(
        programme=run.programme_id, external_id__in=set(ids), closed_at=None
    ).exclude(reason__in=_ABOUT_ACCEPTED).update(closed_at=timezone.now())


def keep_problems(
    *, run: Import, problems: Sequence[tuple[Bad, bool]], occurrences: Occurrences
) -> None:
    """Store lines that were not accepted; those kept from an earlier import stay as they are.

    Each comes with whether a later line of the same chunk has mended it.
    """
    now = timezone.now()
    ImportProblem.objects.bulk_create(
        [
            ImportProblem(
                programme_id=run.programme_id,
                first_import=run,
                line=bad.line.number,
                external_id=normal_id(bad.id or ""),
                reason=bad.reason,
                message=bad.sentence.text,
                message_values=dict(bad.sentence.values),
                raw=_readable(bad.line),
                raw_hash=bad.line.hash,
                occurrence=occurrences.number(bad),
                closed_at=now if mended and bad.reason not in _ABOUT_ACCEPTED else None,
            )
            for bad, mended in problems
        ],
        ignore_conflicts=True,
    )


def _readable(line: Line) -> str:
    """The line's bytes as text that the database takes; very long ones are cut."""
    text = line.raw[:_LONGEST_SHOWN].decode("utf-8", "backslashreplace").replace("\x00", "\\x00")
    return text if line.size <= _LONGEST_SHOWN else f"{text} … ({line.size} B)"
