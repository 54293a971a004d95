"""Directories to import: the sample's files with lines of a test's own."""

import copy
import gzip
import json
import shutil
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

SAMPLE = Path(__file__).resolve().parents[2] / "scoring" / "sample"
Line = dict[str, Any] | bytes


@cache
def _sample_lines(year: str) -> tuple[bytes, ...]:
    with gzip.open(SAMPLE / year / "evaluations.jsonl.gz") as file:
        return tuple(file.read().splitlines())


def good_line(number: int = 1, *, year: str = "2026", **changes: Any) -> dict[str, Any]:
    """A good line of the sample by its number, as parsed, with some keys changed."""
    found: dict[str, Any] = json.loads(_sample_lines(year)[number - 1])
    return copy.deepcopy(found) | changes


def packed(lines: Iterable[Line]) -> bytes:
    """The bytes of a file of rows."""
    raw = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
    return b"".join(line + b"\n" for line in raw)


class DirectoryOfFiles:
    """A year's directory beside its shared files, in the folder of a test."""

    def __init__(self, folder: Path, *, year: str = "2026", lines: Iterable[Line] = ()) -> None:
        self.shared, self.path = folder, folder / year
        shutil.copytree(
            SAMPLE, folder, ignore=lambda _path, names: {"2025", "2026"} & set(names),
            dirs_exist_ok=True,
        )  # fmt: skip
        shutil.copytree(
            SAMPLE / year, self.path, ignore=shutil.ignore_patterns("satisfaction*", "evaluations*")
        )
        self.write_lines(lines)

    def write_lines(self, lines: Iterable[Line]) -> None:
        """Put these into the evaluations file."""
        (self.path / "evaluations.jsonl").write_bytes(packed(lines))

    def rows(self, name: str) -> list[dict[str, Any]]:
        """The parsed rows of a packed file, `"2026/companies"` or `"shoppers"`."""
        with gzip.open(self.shared / f"{name}.jsonl.gz") as file:
            return [json.loads(line) for line in file]

    def write_rows(self, name: str, rows: Iterable[Line]) -> None:
        """Replace the rows of a packed file."""
        (self.shared / f"{name}.jsonl.gz").write_bytes(gzip.compress(packed(rows)))

    def document(self, name: str) -> Any:
        """A parsed whole file, `"2026/programme"` or `"checklist"`."""
        return json.loads((self.shared / f"{name}.json").read_text())

    def write_document(self, name: str, value: Any) -> None:
        """Replace a whole file, by a value or by its text."""
        text = value if isinstance(value, str) else json.dumps(value, indent=1, ensure_ascii=False)
        (self.shared / f"{name}.json").write_text(text)
