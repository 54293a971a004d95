"""`manage.py verify YEAR [--release N]`: computes a release anew from the raw answers."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations
from django.db import connection
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from scoring.management.named import programme_named, release_named
from scoring.models import Release
from scoring.models.sealed import as_stored
from scoring.services.verifying.findings import Difference, Findings
from scoring.services.verifying.whole import one_moment, steps_of, verify_release

_SHOWN = 100  # differences in words; JSON has all of them


class Command(BaseCommand):
    """Reads everything that a release rests on; writes nothing and needs no broker."""

    help = "Compute a release anew from the raw answers, and say what differs from what is stored."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which release, in which form."""
        parser.add_argument("year", help="the programme's slug, by default its year")
        parser.add_argument(
            "--release", type=int, metavar="N", help="a release other than the newest confirmed one"
        )
        parser.add_argument("--format", choices=["text", "json"], default="text")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        """Exit code 1 when anything differs."""
        programme = programme_named(options["year"])
        with as_stored():  # what is wrong with it, it says itself
            release = release_named(options["release"], programme=programme)
        # A caller's transaction, as a test's, is the moment already.
        if connection.in_atomic_block:
            found = self._verify(release)
        else:
            with one_moment():
                found = self._verify(release)
        if options["format"] == "json":
            self.stdout.write(_as_json(release, found))
        else:
            self._tell(release, found)
        if not found.verified:
            count = len(found.differences)
            raise CommandError(
                f"{release} does not verify: "
                f"{'1 difference' if count == 1 else f'{count} differences'}."
            )

    @staticmethod
    def _verify(release: Release) -> Findings:
        shown = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        with Progress(*shown, console=Console(stderr=True)) as progress:
            bar = progress.add_task(f"Verifying {release.programme.slug}", total=steps_of(release))
            return verify_release(release, tell=lambda: progress.advance(bar))

    def _tell(self, release: Release, found: Findings) -> None:
        for difference in found.differences[:_SHOWN]:
            self.stdout.write(_sentence(difference))
        if (more := len(found.differences) - _SHOWN) > 0:
            self.stdout.write(f"... and {more} more; --format json has them all.")
        self.stdout.write("Rows looked at:")
        for table, count in found.checked.items():
            self.stdout.write(f"  {table:<36} {count:>8}")
        if found.verified:
            self.stdout.write(f"{release} is what its contacts' answers give.")
            self.stdout.write(f"sha256 {release.content_hash}")


def _sentence(difference: Difference) -> str:
    return (
        f"{difference.table}, {difference.about}, {difference.column}:"
        f" stored {_said(difference.stored)}, computed anew {_said(difference.recomputed)}"
    )


def _said(value: str | None) -> str:
    return "nothing" if value is None else value


def _as_json(release: Release, found: Findings) -> str:
    document = {
        "programme": release.programme.slug,
        "release": release.number,
        "verified": found.verified,
        "content_hash": release.content_hash,
        "checked": found.checked,
        "differences": [asdict(difference) for difference in found.differences],
    }
    return json.dumps(document, indent=2, ensure_ascii=False)
