"""A programme that asks for something before the first call, and who has done it."""

import uuid
from dataclasses import replace

from evaluations.enums import SignedText
from evaluations.models import Programme
from evaluations.services.roster.certifying import Asked, publish, sign, take_test, text_to_sign
from evaluations.services.years.programmes import set_terms, terms_of
from shoppers.languages import Language
from shoppers.models import QualificationVersion, User
from shoppers.qualification import QualificationDocument

BRIEFING = {language: f"Briefing in {language}." for language in Language}
RIGHT = {"wait": "hang_up", "names": "never"}
WRONG = {"wait": "stay", "names": "always"}


def document_of_test(*, passing: int = 2, tries: int = 2) -> QualificationDocument:
    """Two questions; nothing that is right can be told from its words."""
    return QualificationDocument.model_validate(
        {
            "passing": passing,
            "tries": tries,
            "questions": [
                _question("wait", ("stay", "hang_up"), right="hang_up"),
                _question("names", ("never", "always"), right="never"),
            ],
        }
    )


def asks(programme: Programme, by: User, *, passing: int = 2, tries: int = 2) -> Programme:
    """The programme publishes a briefing and a test, and asks for them."""
    asked = Asked(BRIEFING, document_of_test(passing=passing, tries=tries))
    publish(programme=programme, asked=asked, by=by)
    terms = replace(terms_of(programme), asks_certification=True)
    set_terms(programme=programme, terms=terms, by=by)
    return programme


def version_of(programme: Programme) -> QualificationVersion:
    """The test that the programme asks for."""
    assert programme.qualification is not None
    return programme.qualification.versions.latest("version")


def signs(user: User, programme: Programme, *texts: SignedText) -> None:
    """She signs these texts; all of them where none is named."""
    for signed in texts or tuple(SignedText):
        _version, seen = text_to_sign(programme, signed)
        sign(
            programme=programme,
            shopper=user.shopper,
            signed=signed,
            seen=seen,
            language=Language.ENGLISH,
            by=user,
        )


def tries(user: User, programme: Programme, answers: dict[str, str]) -> bool:
    """She takes the test; whether she has passed."""
    made = take_test(
        programme=programme,
        shopper=user.shopper,
        version=version_of(programme),
        answers=answers,
        key=uuid.uuid4(),
    )
    return made.passed


def certifies(user: User, programme: Programme) -> None:
    """She signs and passes everything."""
    signs(user, programme)
    assert tries(user, programme, RIGHT)


def _question(key: str, options: tuple[str, ...], *, right: str) -> dict[str, object]:
    return {
        "key": key,
        "text": _text(f"Question {key}?"),
        "options": [{"key": option, "text": _text(f"Option {option}.")} for option in options],
        "right": right,
        "why": _text(f"Because of {key}."),
    }


def _text(words: str) -> dict[str, str]:
    return {"nb": words, "sv": words, "en": words}
