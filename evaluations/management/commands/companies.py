"""`manage.py companies YEAR [--read FILE --by EMAIL [--check]]`: a year's companies as CSV."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from evaluations.company_sheet import Problem, SheetUnreadable, text_of
from evaluations.management.named import coordinator_named
from evaluations.models import Programme
from evaluations.queries.years.programmes import programme_with_method
from evaluations.services.setting_up.company_sheet import Proposal, company_sheet, proposal_of
from evaluations.services.setting_up.company_sheet_writing import SheetFaulty, write_company_sheet
from evaluations.services.setting_up.refusals import SetUpRefused


class Command(BaseCommand):
    """Writes the spreadsheet of a year's companies, or takes a filled one in."""

    help = (
        "Write the companies of a year as CSV, or take a filled one in while the year is being set"
        " up: all of it or, with a single problem, nothing. Again, it changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which programme, what to read, in whose name."""
        parser.add_argument("year", help="the programme's slug, by default its year")
        parser.add_argument("--read", type=Path, metavar="FILE.csv", help="take this file in")
        parser.add_argument("--by", metavar="EMAIL", help="the coordinator who takes it in")
        parser.add_argument("--check", action="store_true", help="check all, write nothing")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        """Write the sheet out, or read, check and take it in."""
        programme = programme_with_method(options["year"])
        if programme is None:
            raise CommandError(f"There is no programme {options['year']!r}.")
        if options["read"] is None:
            self.stdout.write("\ufeff" + company_sheet(programme), ending="")
            return
        if options["by"] is None:
            raise CommandError("Say with --by who takes it in.")
        by = coordinator_named(options["by"])
        try:
            text = text_of(options["read"].read_bytes())
            if options["check"]:
                self._tell(_checked(programme, text), checked=True)
            else:
                done = write_company_sheet(programme=programme, text=text, by=by)
                self._tell(done, checked=False)
        except OSError as error:
            raise CommandError(f"{options['read']} cannot be read.") from error
        except SheetUnreadable as unreadable:
            raise CommandError(_sentence(unreadable.problem)) from unreadable
        except SheetFaulty as faulty:
            for problem in faulty.problems:
                self.stderr.write(_sentence(problem))
            raise CommandError(str(faulty)) from faulty
        except SetUpRefused as refused:
            raise CommandError(str(refused)) from refused

    def _tell(self, proposal: Proposal, *, checked: bool) -> None:
        new = sum(change.before is None for change in proposal.changes)
        would = "would be " if checked else ""
        self.stdout.write(
            f"{new} {would}taken in, {len(proposal.changes) - new} {would}changed,"
            f" {proposal.same} as before."
        )


def _checked(programme: Programme, text: str) -> Proposal:
    proposal = proposal_of(programme, text)
    if proposal.problems:
        raise SheetFaulty(proposal.problems)
    return proposal


def _sentence(problem: Problem) -> str:
    column = f", column {problem.column}" if problem.column else ""
    return f"Line {problem.line}{column}: {problem.what}"
