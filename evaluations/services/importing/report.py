"""What became of an evaluations file, as a JSON file for programs."""

import json
import os
import tempfile
from pathlib import Path
from typing import Any

from evaluations.services.importing.evaluations_file import Tally, Watcher
from evaluations.services.importing.judging import Bad


class Report:
    """Gathers the lines that were not accepted and writes the file in one move.

    The temporary file is made at once, so that a place that cannot be written shows itself before
    anything is imported; OSError then.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._details: list[dict[str, Any]] = []
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        os.close(handle)
        self._temporary = Path(name)

    def add(self, bad: Bad) -> None:
        """Take up one line."""
        self._details.append(
            {
                "line": bad.line.number,
                "id": bad.id,
                "reason": str(bad.reason),
                "message": bad.sentence.english(),
            }
        )

    def watcher(self, others: Watcher) -> Watcher:
        """Somebody who is told what the others are told, and takes up problems as well."""

        def problem(bad: Bad) -> None:
            self.add(bad)
            others.problem(bad)

        return Watcher(progress=others.progress, problem=problem)

    def write(self, tally: Tally) -> None:
        """Put the whole report in place of what was there."""
        content = {
            "lines": tally.lines,
            "accepted": tally.accepted,
            "problems": {reason: count for reason, count in tally.problems.items() if count},
            "details": self._details,
        }
        with self._temporary.open("w", encoding="utf-8") as file:
            json.dump(content, file, ensure_ascii=False, indent=1)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        # A temporary file is for its owner alone; a report is an ordinary file.
        self._temporary.chmod(0o644)
        self._temporary.replace(self._path)

    def discard(self) -> None:
        """Leave nothing behind when there is nothing to report."""
        self._temporary.unlink(missing_ok=True)
