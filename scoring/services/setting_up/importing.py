"""Importing a programme: every app reads and stores its part, in order, or nobody does."""

from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from evaluations.method import Method
from evaluations.models import Programme
from evaluations.services.importing.comparing import refuse_differences
from evaluations.services.importing.directory import Directory, read_directory
from evaluations.services.importing.evaluations_file import Tally, Watcher, read_evaluations
from evaluations.services.importing.locking import only_import_of
from evaluations.services.importing.running import import_evaluations
from evaluations.services.importing.storing import store_programme
from evaluations.surveys.services.importing import (
    Expectation,
    read_expectations,
    refuse_changed_expectations,
    store_expectations,
)
from scoring.method.reading import spelled_out
from scoring.services.setting_up.method_file import read_method, sections_left_to_survey
from shoppers.models import User


@dataclass(frozen=True, slots=True)
class Source:
    """A directory that was read and found good, its evaluations aside."""

    directory: Directory
    method: Method
    expectations: tuple[Expectation, ...]

    @property
    def slug(self) -> str:
        """The programme's slug."""
        return self.directory.programme.slug


def read_source(path: Path) -> Source:
    """Read a year's directory; ImportRefused names what is wrong with it. Touches no database."""
    directory = read_directory(path)
    method = read_method(directory.programme, directory.checklist)
    surveyed = sections_left_to_survey(method, directory.checklist)
    return Source(directory, method, read_expectations(directory, sections=surveyed))


def check_programme(*, source: Source, watcher: Watcher | None = None) -> Tally:
    """What an import would find, without writing anything."""
    _refuse_differences(source)
    return read_evaluations(source.directory, watcher=watcher)


def import_programme(*, source: Source, by: User, watcher: Watcher | None = None) -> Tally:
    """Store the programme and its good contacts, keep the bad lines; again, it changes nothing.

    Raises ImportRefused before anything is written, ImportRunning when somebody else is at it.
    """
    with only_import_of(source.slug):
        _refuse_differences(source)
        return import_evaluations(
            directory=source.directory,
            programme=_store(source, by),
            by=by,
            watcher=watcher or Watcher(),
        )


def _refuse_differences(source: Source) -> None:
    refuse_differences(source.directory, source.method, spelled_out=spelled_out)
    refuse_changed_expectations(source.directory, source.expectations)


@transaction.atomic
def _store(source: Source, by: User) -> Programme:
    programme = store_programme(directory=source.directory, method=source.method, by=by)
    store_expectations(programme=programme, answers=source.expectations)
    return programme
