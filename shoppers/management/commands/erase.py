"""`manage.py erase`: remove who a shopper is, as the page for coordinators does."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from shoppers.management.named import acting_person
from shoppers.queries.shoppers import shopper_by_code
from shoppers.services.erasing import erase
from shoppers.services.refusals import Refusal


class Command(BaseCommand):
    """Erases one shopper for good; her reports stay under her code."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whom, and in whose name."""
        parser.add_argument("--shopper", required=True, metavar="CODE")
        parser.add_argument("--by", required=True, metavar="E-MAIL", help="a coordinator")

    def handle(self, *, shopper: str, by: str, **options: Any) -> None:
        """Erase, or say what stands in the way."""
        found, coordinator = shopper_by_code(shopper), acting_person(by)
        if found is None:
            raise CommandError(f"There is no shopper {shopper}.")
        if coordinator is None:
            raise CommandError(f"Nobody has the e-mail {by}.")
        try:
            erase(shopper=found, by=coordinator)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{shopper} is erased. Reports and scores stay under this code.")
