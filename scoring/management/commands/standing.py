"""`manage.py standing YEAR [--check | --rebuild]`: the standing as it is now, and its sums."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from evaluations.models import PointsCell, Programme
from evaluations.queries.companies.participations import categories_of
from evaluations.queries.points_cells import differing_cells
from evaluations.seals import BrokenSeal
from evaluations.services.points_cells import rebuild_cells
from scoring.management.named import programme_named
from scoring.queries.runs.live_standing import live_standing
from scoring.queries.weights.weight_decisions import settled_weights
from scoring.queries.weights.weights import weights_of
from scoring.refusals import Refused


class Command(BaseCommand):
    """Prints places and totals; or compares the points added up with a recount."""

    help = "Show the standing at this moment, or check the sums that it follows from."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Of which programme, and whether to look at the sums alone."""
        parser.add_argument("year", help="the programme's slug, by default its year")
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--check", action="store_true", help="compare the sums with the points")
        how.add_argument("--rebuild", action="store_true", help="add the points up anew")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        """Show, compare or rebuild."""
        programme = programme_named(options["year"])
        if options["rebuild"]:
            differed = rebuild_cells(programme=programme)
            self.stdout.write(f"{programme.name}: added up anew; {differed} sums had differed.")
        elif options["check"]:
            self._check(programme)
        else:
            self._show(programme)

    def _check(self, programme: Programme) -> None:
        cells = PointsCell.objects.filter(participation__programme=programme, contacts__gt=0)
        if differing := differing_cells(programme):
            raise CommandError(
                f"{differing} sums of {programme.slug} are not what the points add up to."
                f" Run: manage.py standing {programme.slug} --rebuild"
            )
        self.stdout.write(f"{programme.name}: all {cells.count()} sums agree with the points.")

    def _show(self, programme: Programme) -> None:
        weights = settled_weights(programme)
        if weights is None:
            raise CommandError(f"The weights of {programme.slug} are not settled yet.")
        for category in categories_of(programme):
            try:
                rows = live_standing(programme, category, weights_of(weights))
            except (Refused, BrokenSeal) as refused:
                raise CommandError(str(refused)) from refused
            self.stdout.write(f"{category.key}:")
            for row in rows:
                place = "-" if row.rank is None else row.rank
                company = row.participation.company.key
                self.stdout.write(f"  {place:>3}  {row.total:16}  {row.contacts:>6}  {company}")
