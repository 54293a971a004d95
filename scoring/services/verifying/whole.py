"""The way from the raw answers of a release to its chain of fingerprints, step by step."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from evaluations.models import Programme
from scoring.models import Release
from scoring.models.sealed import as_stored
from scoring.queries.runs.inputs import InputPoints, categories, inputs_of
from scoring.services.verifying.contacts import batches, check_contacts
from scoring.services.verifying.documents import check_documents
from scoring.services.verifying.findings import Findings
from scoring.services.verifying.releases import check_chain, check_release
from scoring.services.verifying.results import check_results


def verify_release(release: Release, *, tell: Callable[[], object] = lambda: None) -> Findings:
    """Compute a release anew and compare every stored row that it rests on.

    Each step rests on the one before: the documents and the list of contacts, the contacts, the
    results, what was published. Where one is not what it should be, nothing is computed from it,
    so a fault is named where it lies and not everywhere behind it. The chain of all releases of
    the programme is checked in any case. `tell` is called after each of `steps_of` steps.
    """
    found = Findings()
    with as_stored():
        _verify(release, found, tell)
    return found


def _verify(release: Release, found: Findings, tell: Callable[[], object]) -> None:
    run = release.run
    inputs = inputs_of(run)
    check_documents(run, inputs, found)
    tell()
    points: list[InputPoints] = []
    if found.verified:
        points = check_contacts(inputs, found, tell=tell)
    if found.verified:
        check_results(run, points, found, tell=tell)
    if found.verified:
        check_release(release, found)
        tell()
    check_chain(_chain(release.programme), found, tell=tell)


def steps_of(release: Release) -> int:
    """How many steps a verification takes when nothing is wrong."""
    run, releases = release.run, Release.objects.filter(programme=release.programme)
    return 2 + batches(inputs_of(run)) + len(categories(run)) + releases.count()


@contextmanager
def one_moment() -> Iterator[None]:
    """A transaction that sees the database as it is now, whatever others write, and writes nothing.

    Must not run inside a transaction.
    """
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def _chain(programme: Programme) -> list[Release]:
    rows = Release.objects.filter(programme=programme).order_by("number")
    return list(rows.select_related("programme", "previous", "run__weight_set"))
