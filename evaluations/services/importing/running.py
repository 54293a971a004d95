"""An import as a row: begun, moving, ended one way or the other."""

from contextlib import suppress

from django.db import Error
from django.utils import timezone

from evaluations.enums import ImportState
from evaluations.models import Import, Programme
from evaluations.services.importing.accepting import places_of
from evaluations.services.importing.directory import Directory
from evaluations.services.importing.evaluations_file import (
    Store,
    Tally,
    Watcher,
    read_evaluations,
)
from shoppers.models import User


def import_evaluations(
    *, directory: Directory, programme: Programme, by: User, watcher: Watcher
) -> Tally:
    """Import the directory's evaluations into its programme, as a new row of `Import`.

    The caller holds the programme's lock, so an import that still says it is running is not.
    """
    _interrupt(programme)
    run = Import.objects.create(programme=programme, by=by, lines=directory.lines)
    store = Store(run=run, places=places_of(programme, directory), by=by)
    try:
        tally = read_evaluations(directory, store=store, watcher=watcher)
    except BaseException:
        # Where even this fails, the next import says it; the error on its way up counts.
        with suppress(Error):
            _interrupt(programme)
        raise
    run.state, run.finished_at = ImportState.COMPLETE, timezone.now()
    run.warnings = tally.warnings
    run.save(update_fields=["state", "finished_at", "warnings"])
    return tally


def _interrupt(programme: Programme) -> None:
    programme.imports.filter(state=ImportState.RUNNING).update(
        state=ImportState.INTERRUPTED, finished_at=timezone.now()
    )
