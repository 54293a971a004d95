"""What the demo's programme asks for before the first call; its shopper has done it."""

import uuid
from dataclasses import replace
from pathlib import Path

from evaluations.enums import SignedText
from evaluations.models import Programme
from evaluations.services.importing.first_call_file import read_first_call
from evaluations.services.roster.certifying import publish, sign, take_test, text_to_sign
from evaluations.services.years.programmes import set_terms, terms_of
from shoppers.languages import Language
from shoppers.models import Shopper, User
from shoppers.queries.qualifications import document_of, newest_version

# Beside the year's other files; no import reads it.
FILE = "first_call.json"


def ask_before_first_call(*, programme: Programme, directory: Path, by: User) -> None:
    """Publish what lies in the year's directory, and ask for it from now on."""
    publish(programme=programme, asked=read_first_call(directory / FILE), by=by)
    terms = replace(terms_of(programme), asks_certification=True)
    set_terms(programme=programme, terms=terms, by=by)


def certify(*, programme: Programme, shopper: Shopper, by: User) -> None:
    """She signs both texts and passes the test at her first try; `by` is her own log-in."""
    for signed in SignedText:
        _version, seen = text_to_sign(programme, signed)
        sign(
            programme=programme,
            shopper=shopper,
            signed=signed,
            seen=seen,
            language=Language.BOKMAL,
            by=by,
        )
    version = newest_version(programme.qualification) if programme.qualification else None
    if version is None:
        raise LookupError(f"{programme} has no test.")
    document = document_of(version)
    take_test(
        programme=programme,
        shopper=shopper,
        version=version,
        answers={question.key: question.right for question in document.questions},
        key=uuid.uuid4(),
    )
