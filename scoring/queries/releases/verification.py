"""The hashes of runs and releases, made anew from the rows they are over."""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

from scoring.models import Release, Run, Score
from scoring.models.sealed import as_stored
from scoring.queries.releases.canonical_lines import line
from scoring.queries.releases.release_content import (
    Content,
    content_lines,
    envelope,
    stored_content,
)
from scoring.queries.runs.inputs import inputs_of, rows_by_key


def result_hash(run: Run) -> str:
    """sha256 over everything a run gave, one canonical line a fact.

    It depends on the method, the weights and the contacts alone: neither on the keys of rows nor
    on time or order. Two runs over the same inputs have the same hash.
    """
    total = hashlib.sha256()
    for fact in _result(run):
        total.update(fact + b"\n")
    return total.hexdigest()


def _result(run: Run) -> Iterator[bytes]:
    yield line("run", run.method_hash, run.inputs_hash, run.weight_set and run.weight_set.weights)
    company = "participation__company__key"
    yield from _sorted(
        "ranking",
        run.ranking.values_list(
            "category__key",
            company,
            "rank",
            "contacts",
            "answered",
            "total",
            "answered_only",
            "agent",
        ),
    )
    # Runs from before there were such columns have none of these lines, and verify as they did.
    yield from _sorted(
        "confidence",
        run.ranking.filter(shoppers__isnull=False).values_list(
            company,
            "unplaced",
            "shoppers",
            "error",
            "degrees_of_freedom",
            "lower",
            "upper",
            "best_rank",
            "worst_rank",
            "best_rank_of_all",
            "worst_rank_of_all",
            "could_be_best",
        ),
    )
    yield from _sorted(
        "lead",
        run.winners.filter(lead__isnull=False).values_list(
            "title", "key", company, "lead", "lead_error", "p_value", "confirmed"
        ),
    )
    yield from _sorted("area", run.areas.values_list(company, "area", "key", "contacts", "mean"))
    yield from _sorted("winner", run.winners.values_list("title", "key", company))
    inputs = inputs_of(run)
    scores = rows_by_key(
        Score.objects.all(), [each.pk for each in inputs], "answered", "total", "agent"
    )
    for each in inputs:
        yield line("score", each.evaluation, *scores.get(each.pk, ()))


def _sorted(kind: str, rows: Iterable[tuple[Any, ...]]) -> list[bytes]:
    return sorted(line(kind, *row) for row in rows)


def release_hash(release: Release, content: Content) -> str:
    """sha256 of the previous release's hash followed by the canonical lines of this one."""
    return chained_hash(release, content_lines(release, content))


def chained_hash(release: Release, lines: Iterable[bytes]) -> str:
    """The hash of a release that says these lines, as `content_lines` orders them."""
    total = hashlib.sha256()
    total.update((release.previous.content_hash if release.previous else "").encode())
    for fact in (envelope(release), *lines):
        total.update(fact + b"\n")
    return total.hexdigest()


def recomputed_hash(release: Release) -> str:
    """The hash of a stored release, made anew from every row it froze, as it stands now."""
    with as_stored():
        return release_hash(release, stored_content(release))
