"""What is said about a bad line: one thing, in the reader's language."""

import json
from typing import Any

import pytest
from django.utils.translation import override

from evaluations.services.importing.directory import read_directory
from evaluations.services.importing.files import Line
from evaluations.services.importing.judging import Bad, judge, references_of
from evaluations.services.importing.sentences import Sentence
from tests.factories.directories import SAMPLE, good_line

REFERENCES = references_of(read_directory(SAMPLE / "2026"))


def _sentence(value: Any) -> Sentence:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    verdict = judge(Line(1, raw, "0" * 64, len(raw)), REFERENCES)
    assert isinstance(verdict, Bad)
    return verdict.sentence


@pytest.mark.parametrize(
    ("value", "en", "nb", "sv"),
    [
        (
            b'{"id": 1, "id": 2}',
            'The key "id" stands twice.',
            'Nøkkelen "id" står to ganger.',
            'Nyckeln "id" står två gånger.',
        ),
        (
            b"{,",
            "Not JSON (column 2: Expecting property name enclosed in double quotes).",
            "Ikke JSON (kolonne 2: Expecting property name enclosed in double quotes).",
            "Inte JSON (kolumn 2: Expecting property name enclosed in double quotes).",
        ),
        (
            good_line(attempts=[7]),
            "attempts.1 is not an object.",
            "attempts.1 er ikke et objekt.",
            "attempts.1 är inte ett objekt.",
        ),
        (
            good_line(company="100 % real"),
            'The company "100 % real" is not known here.',
            'Virksomheten "100 % real" er ikke kjent her.',
            'Företaget "100 % real" är inte känt här.',
        ),
        (
            good_line(answers=good_line()["answers"] | {"greeted": ["yes"]}),
            '[…] is no answer to "greeted" on "phone".',
            '[…] er ikke et svar på "greeted" for kanalen "phone".',
            '[…] är inte ett svar på "greeted" för kanalen "phone".',
        ),
    ],
)
def test_fault_is_told_in_three_languages(value: Any, en: str, nb: str, sv: str) -> None:
    sentence = _sentence(value)

    for language, words in (("en", en), ("nb", nb), ("sv", sv)):
        with override(language):
            assert sentence.translated() == words
            assert sentence.english() == en
