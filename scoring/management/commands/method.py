"""`manage.py method check FILE [--checklist FILE]`: what is wrong with a method, and where."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations
from pydantic import ValidationError

from evaluations.checklist_document import ChecklistDocument
from evaluations.method import Method
from evaluations.points import section_keys
from scoring import rulesets
from scoring.method.checking import problems


class Command(BaseCommand):
    """Looks at a method before it is frozen; reads no database and writes nothing."""

    help = "Check a method document, and say its hash or what is wrong with it, and where."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do, with which file."""
        parser.add_argument("act", choices=["check"])
        parser.add_argument(
            "file",
            help=f"a method as JSON, or the name of a rule set: {', '.join(rulesets.names())}",
        )
        parser.add_argument(
            "--checklist", metavar="FILE", help="a checklist as JSON whose sections must fit"
        )

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        """One line a problem, `place: what`; exit code 1 when there is any."""
        known = options["file"] in rulesets.names()
        document = rulesets.document(options["file"]) if known else read_json(options["file"])
        checklist = options["checklist"]
        found = problems(document, None if checklist is None else read_sections(checklist))
        for place, message in found:
            self.stderr.write(f"{place or 'the document'}: {message}")
        if found:
            count = "1 problem" if len(found) == 1 else f"{len(found)} problems"
            raise CommandError(f"{options['file']}: {count}.")
        self.stdout.write(f"{options['file']}: nothing is wrong.")
        self.stdout.write(f"sha256 {Method.model_validate(document).hash()}")


def read_json(path: str) -> Any:
    """The JSON of a file; CommandError where there is none."""
    try:
        return json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
    except json.JSONDecodeError as error:
        raise CommandError(
            f"{path} is no JSON: line {error.lineno}, column {error.colno}: {error.msg}."
        ) from error
    except (UnicodeDecodeError, RecursionError) as error:
        raise CommandError(f"{path} is no JSON in UTF-8.") from error


def read_sections(path: str) -> tuple[str, ...]:
    """The scored sections of a checklist's file; CommandError where it is none."""
    try:
        return section_keys(ChecklistDocument.model_validate(read_json(path)))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(step) for step in first["loc"])
        raise CommandError(f"{path}: {place}: {first['msg']}.") from error
