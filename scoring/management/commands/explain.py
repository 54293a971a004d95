"""`manage.py explain YEAR COMPANY [--contact ID]`: how a company came to its place."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from evaluations.seals import BrokenSeal
from scoring.management.explained import (
    as_document,
    contact_document,
    contact_in_words,
    in_words,
)
from scoring.management.named import programme_named, release_named
from scoring.models import Release, ReleasedContact
from scoring.queries.results.explaining import DoesNotAddUp, Explanation, explain, explain_contact


class Command(BaseCommand):
    """Shows the arithmetic of a released result: for whoever may use the database anyway."""

    help = "Show how a company's total is made of sections, questions and contacts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose result, how deep, in which form."""
        parser.add_argument("year", help="the programme's slug, by default its year")
        parser.add_argument("company", help="the company's lasting key")
        parser.add_argument("--contact", metavar="ID", help="one of its contacts, to its answers")
        parser.add_argument(
            "--release", type=int, metavar="N", help="a release other than the newest confirmed one"
        )
        parser.add_argument("--format", choices=["text", "json"], default="text")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        """The walk from the place to the answers; nothing is left over on the way."""
        release = release_named(options["release"], programme=programme_named(options["year"]))
        try:
            found = explain(release, options["company"])
            if found is None:
                raise CommandError(f"{release} does not rank a company {options['company']!r}.")
            text = self._text(release, found, options)
        except DoesNotAddUp as fault:
            raise CommandError(
                "The stored parts do not add up to the stored total. What was changed says: "
                f"manage.py verify {release.programme.slug} --release {release.number}"
            ) from fault
        except BrokenSeal as fault:
            raise CommandError(
                f"{fault}. What was changed says: "
                f"manage.py verify {release.programme.slug} --release {release.number}"
            ) from fault
        self.stdout.write(text)

    @staticmethod
    def _text(release: Release, found: Explanation, options: dict[str, Any]) -> str:
        as_json = options["format"] == "json"
        if options["contact"] is None:
            if as_json:
                return json.dumps(as_document(release, found), indent=2, ensure_ascii=False)
            return in_words(release, found)
        row = _contact(found, options["contact"])
        parts = explain_contact(release, row)
        if as_json:
            return json.dumps(contact_document(row, parts), indent=2, ensure_ascii=False)
        return contact_in_words(row, parts)


def _contact(found: Explanation, wanted: str) -> ReleasedContact:
    for row in found.rows:
        if str(row.contact) == wanted.lower():
            return row
    raise CommandError(f"{found.row.company.key} has no contact {wanted} in this release.")
