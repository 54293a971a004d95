"""Going through the evaluations file, chunk by chunk, each in a transaction of its own.

A crash loses at most the chunk it fell in; running the import again finishes it, because every
line that was accepted is known by its id.
"""

import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from evaluations.enums import ImportReason
from evaluations.models import Evaluation, Import
from evaluations.queries.calls.impartiality import companies_of_shoppers
from evaluations.services.importing import files
from evaluations.services.importing.accepting import Places, accept
from evaluations.services.importing.breaches import Breaches
from evaluations.services.importing.directory import Directory
from evaluations.services.importing.judging import Bad, Good, judge, normal_id, references_of
from evaluations.services.importing.problems import Occurrences, close_problems, keep_problems
from evaluations.services.importing.sentences import Sentence
from shoppers.models import User

CHUNK = 500
_DUPLICATE = Sentence(gettext_noop("This id was accepted already, with the same content."))
_CONFLICT = Sentence(
    gettext_noop("This id was accepted already, with other content; the first stays.")
)


@dataclass(slots=True)
class Tally:
    """How far the file has been read, and with what result."""

    lines: int
    lines_read: int = 0
    accepted: int = 0
    problems: Counter[str] = field(default_factory=Counter)
    warnings: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Watcher:
    """Who is told of progress after each chunk, and of each line that was not accepted."""

    progress: Callable[[Tally], None] = lambda _tally: None
    problem: Callable[[Bad], None] = lambda _bad: None


@dataclass(frozen=True, slots=True)
class Store:
    """Where accepted lines and problems go; without one, the file is only checked."""

    run: Import
    places: Places
    by: User


@dataclass(slots=True)
class _Chunk:
    """The verdicts on some lines, once ids that are known already are looked at."""

    accepted: list[Good] = field(default_factory=list)
    problems: list[Bad] = field(default_factory=list)
    # Of the problems, those to keep: a good line that an earlier import accepted is none.
    kept: list[Bad] = field(default_factory=list)


class _Reading:
    """One pass over the file.

    It remembers each good id with its hash: a hundred bytes or two a line, nothing of its content.
    """

    def __init__(self, directory: Directory, store: Store | None, watcher: Watcher) -> None:
        self._file = directory.evaluations_file
        self._references = references_of(directory, members=companies_of_shoppers())
        self._store, self._watcher = store, watcher
        self._breaches, self._occurrences = Breaches(directory), Occurrences()
        self._met: dict[bytes, bytes] = {}
        self.tally = Tally(lines=directory.lines)

    def run(self) -> Tally:
        """Read the file to its end."""
        self._watcher.progress(self.tally)
        verdicts = (judge(line, self._references) for line in files.lines(self._file))
        while some := list(islice(verdicts, CHUNK)):
            with transaction.atomic():
                chunk = self._sort_out(some)
                self._count(chunk, len(some))
                if self._store is not None:
                    self._write(chunk, self._store)
            for bad in chunk.problems:
                self._watcher.problem(bad)
            self._watcher.progress(self.tally)
        self.tally.warnings = self._breaches.found()
        return self.tally

    def _sort_out(self, verdicts: Sequence[Good | Bad]) -> _Chunk:
        ids = [one.contact.id for one in verdicts if isinstance(one, Good)]
        known = dict(Evaluation.objects.filter(pk__in=ids).values_list("pk", "source_hash"))
        chunk = _Chunk()
        for verdict in verdicts:
            if isinstance(verdict, Bad):
                chunk.problems.append(verdict)
                chunk.kept.append(verdict)
            else:
                self._sort_out_good(verdict, known, chunk)
        return chunk

    def _sort_out_good(self, line: Good, known: dict[uuid.UUID, str], chunk: _Chunk) -> None:
        key, content = line.contact.id.bytes, bytes.fromhex(line.hash)
        met_before = key in self._met
        stored = known.get(line.contact.id)
        first = self._met.get(key) or (None if stored is None else bytes.fromhex(stored))
        if first is None or first == content:
            self._met[key] = content
            if not met_before:
                self._breaches.add(line.contact)
        if first is None:
            chunk.accepted.append(line)
            return
        same = first == content
        reason = ImportReason.DUPLICATE if same else ImportReason.CONFLICT
        bad = Bad(line.line, str(line.contact.id), reason, _DUPLICATE if same else _CONFLICT)
        chunk.problems.append(bad)
        if met_before or not same:
            chunk.kept.append(bad)

    def _count(self, chunk: _Chunk, read: int) -> None:
        self.tally.lines_read += read
        self.tally.accepted += len(chunk.accepted)
        self.tally.problems.update(str(bad.reason) for bad in chunk.problems)

    def _write(self, chunk: _Chunk, store: Store) -> None:
        accept(lines=chunk.accepted, places=store.places, by=store.by)
        last = {str(line.contact.id): line.line.number for line in chunk.accepted}
        close_problems(run=store.run, ids=last)
        keep_problems(
            run=store.run,
            problems=[(bad, last.get(normal_id(bad.id or ""), 0) > bad.line.number)
                      for bad in chunk.kept],
            occurrences=self._occurrences,
        )  # fmt: skip
        store.run.lines_read = self.tally.lines_read
        store.run.accepted = self.tally.accepted
        store.run.problem_counts = dict(self.tally.problems)
        store.run.save(update_fields=["lines_read", "accepted", "problem_counts"])


def read_evaluations(
    directory: Directory, *, store: Store | None = None, watcher: Watcher | None = None
) -> Tally:
    """Judge every line of the evaluations file, and keep each where there is a store."""
    return _Reading(directory, store, watcher or Watcher()).run()
