"""`manage.py catalogues`: the three languages' texts."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from config.catalogues import APPS, LANGUAGES, compile_all, update


class Command(BaseCommand):
    """Collects new texts into the catalogues, says what lacks a translation, and compiles."""

    help = __doc__ or ""
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Compiling alone changes no source file."""
        parser.add_argument("--compile", action="store_true", help="only compile")

    def handle(self, *, compile: bool, **options: Any) -> None:  # noqa: A002 - the option's name
        """Update unless told otherwise, then compile."""
        if not compile:
            for app in APPS:
                for language in LANGUAGES:
                    for text in update(app, language):
                        self.stdout.write(f"{app} {language}: {text}")
        written = compile_all()
        if options["verbosity"]:
            self.stdout.write(f"{written} catalogues compiled")
