"""`manage.py import_programme DIR --by EMAIL`: a year's directory, brought in."""

from argparse import ArgumentParser
from contextlib import ExitStack
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from evaluations.management.named import coordinator_named
from evaluations.services.importing.evaluations_file import Tally, Watcher
from evaluations.services.importing.outcome import reason_counts, warning_sentences
from evaluations.services.importing.refusal import ImportRefused
from evaluations.services.importing.report import Report
from scoring.services.setting_up.importing import (
    Source,
    check_programme,
    import_programme,
    read_source,
)
from shoppers.models import User


class Command(BaseCommand):
    """Imports a programme's directory; again, it changes nothing."""

    help = (
        "Import a year's directory, with what it shares with other years in its parent. A bad line"
        " of the evaluations is kept with its reason; any other fault refuses the directory before"
        " anything is written. After a crash, run it again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to import, in whose name."""
        parser.add_argument("directory", type=Path, metavar="DIR", help="a year's directory")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="the operator")
        parser.add_argument("--check", action="store_true", help="check all, write no row")
        parser.add_argument("--report", type=Path, metavar="FILE.json", help="write a report")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        """Read everything, then import or check, then say what happened."""
        by = coordinator_named(options["by"])
        try:
            source = read_source(options["directory"])
            with ExitStack() as stack:
                tally = self._run(source, by, options, stack)
        except ImportRefused as error:
            reason = str(error).rstrip(".")
            raise CommandError(f"{reason}. Nothing was imported.") from error
        self._tell(source, tally, checked=options["check"])

    def _run(self, source: Source, by: User, options: dict[str, Any], stack: ExitStack) -> Tally:
        report = self._report(options["report"], stack)
        watcher = Watcher(progress=self._progress(source, stack))
        if report is not None:
            watcher = report.watcher(watcher)
        if options["check"]:
            tally = check_programme(source=source, watcher=watcher)
        else:
            tally = import_programme(source=source, by=by, watcher=watcher)
        if report is not None:
            report.write(tally)
        return tally

    def _report(self, path: Path | None, stack: ExitStack) -> Report | None:
        if path is None:
            return None
        try:
            report = Report(path)
        except OSError as error:
            raise CommandError(f"{path} cannot be written.") from error
        stack.callback(report.discard)
        return report

    def _progress(self, source: Source, stack: ExitStack) -> Any:
        """A bar that moves on a terminal, and a line a chunk elsewhere."""
        if not self.stderr.isatty():
            return lambda tally: self.stderr.write(
                f"{source.slug}: {tally.lines_read}/{tally.lines}", style_func=str
            )
        bar = stack.enter_context(
            Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
                console=Console(stderr=True),
            )
        )
        task = bar.add_task(source.directory.programme.name, total=source.directory.lines)
        return lambda tally: bar.update(task, completed=tally.lines_read)

    def _tell(self, source: Source, tally: Tally, *, checked: bool) -> None:
        drawn = Console(file=StringIO(), highlight=False)
        with drawn.capture() as table:
            drawn.print(_table(source, tally))
        self.stdout.write(table.get())
        for sentence in warning_sentences(tally.warnings):
            self.stdout.write(f"- {sentence}")
        for name in source.directory.left_alone:
            self.stdout.write(f"{name} was left alone: its import is a later piece of work.")
        if checked:
            self.stdout.write("This was a check: nothing was imported.")


def _table(source: Source, tally: Tally) -> Table:
    table = Table(title=source.directory.programme.name, title_justify="left")
    table.add_column("Evaluations")
    table.add_column("Lines", justify="right")
    table.add_row("Accepted", str(tally.accepted))
    for one in reason_counts(tally.problems):
        table.add_row(str(one.reason.label), str(one.count))
    table.add_section()
    table.add_row("Lines in the file", str(tally.lines))
    return table
