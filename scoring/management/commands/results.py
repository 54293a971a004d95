"""`manage.py results YEAR --format json|csv [--run ID]`: a run's results on standard output."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from scoring.enums import RunState
from scoring.exports import results_csv, results_json
from scoring.management.named import programme_named, run_named
from scoring.queries.runs.results import company_rows, run_winners
from scoring.queries.runs.runs import newest_complete_run


class Command(BaseCommand):
    """Prints results, released or not: for whoever may use the database anyway."""

    help = "Print the results of the newest complete run, or of the named one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which programme and run, in which form."""
        parser.add_argument("year", help="the programme's slug, by default its year")
        parser.add_argument("--format", choices=["json", "csv"], default="json")
        parser.add_argument("--run", metavar="ID", help="a run other than the newest complete one")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        """The document and nothing else; the same inputs give the same bytes."""
        programme = programme_named(options["year"])
        if options["run"]:
            run = run_named(options["run"], programme=programme)
            if run.state != RunState.COMPLETE:
                raise CommandError(f"Run {run.pk} is {run.state}, so it has no results.")
        else:
            newest = newest_complete_run(programme)
            if newest is None:
                raise CommandError(
                    f"{programme.slug} has no complete run. Make one with: "
                    f"manage.py score {programme.slug} --wait"
                )
            run = newest
        companies = company_rows(run)
        text = (
            results_json(companies, run_winners(run))
            if options["format"] == "json"
            else results_csv(companies)
        )
        self.stdout.write(text, ending="")
