"""What is wrong with a document, told in three languages."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils.translation import override
from pydantic import ValidationError

from evaluations.checklist_document import ChecklistDocument
from evaluations.document_faults import SAID
from evaluations.fault_words import fault_words
from tests.evaluations.small_checklist import small_document

Document = dict[str, Any]


def _told(change: Callable[[Document], Any], language: str | None) -> str:
    document = small_document()
    change(document)
    with override(language), pytest.raises(ValidationError) as refusal:
        ChecklistDocument.model_validate(document)
    with override(language):
        return fault_words(refusal.value.errors()[0])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            lambda document: document["sections"].append(document["sections"][0]),
            {
                "nb": "sections: disse står der to ganger: waiting",
                "sv": "sections: dessa står där två gånger: waiting",
                "en": "sections stand twice: waiting",
            },
        ),
        (
            lambda document: document["sections"][0]["questions"][0].update(na="maybe"),
            {
                "nb": "her skal det stå 'not_allowed', 'drop' eller 'zero'",
                "sv": "här ska det stå 'not_allowed', 'drop' eller 'zero'",
                "en": "Input should be 'not_allowed', 'drop' or 'zero'",
            },
        ),
        (
            lambda document: document.update(version=0),
            {
                "nb": "tallet må være minst 1",
                "sv": "talet måste vara minst 1",
                "en": "Input should be greater than or equal to 1",
            },
        ),
    ],
)
def test_a_fault_is_told_in_the_readers_language(
    change: Callable[[Document], Any], said: dict[str, str]
) -> None:
    assert {language: _told(change, language) for language in said} == said
    # The command line speaks the checker's own.
    assert _told(change, None) == said["en"]


def test_what_nobody_foresaw_is_told_as_the_checker_says_it() -> None:
    unforeseen = {"type": "recursion_loop", "msg": "Value error, something else", "ctx": {}}

    with override("nb"):
        assert fault_words(unforeseen) == "something else"
    assert "recursion_loop" not in SAID
