"""A programme file whose method is the document itself, instead of sentences."""

from typing import Any

import pytest

from evaluations.services.importing.refusal import ImportRefused
from scoring import rulesets
from tests.scoring.services.programme_file import File


def _as_document(document: dict[str, Any], **changes: Any) -> None:
    """The file with its method as the document itself, instead of in sentences."""
    method = rulesets.document("contacts_by_expectation")
    method["scoring"].update(changes)
    document["method"] = method
    del document["weights"]


def test_a_method_may_stand_in_the_file_as_the_document_itself(file: File) -> None:
    expected = rulesets.document("contacts_by_expectation")

    assert file.changed(_as_document).document() == expected
    # It says what the sample's sentences say: both are the same method.
    assert file.method().document() == expected


def test_a_document_that_is_no_method_is_refused_with_its_place(file: File) -> None:
    def change(document: dict[str, Any]) -> None:
        _as_document(document, critical="zero_everything")

    with pytest.raises(ImportRefused) as refusal:
        file.changed(change)

    assert "method.scoring.critical" in str(refusal.value)


def test_a_document_whose_fieldwork_is_wrong_is_refused_with_its_place(file: File) -> None:
    def change(document: dict[str, Any]) -> None:
        _as_document(document)
        document["method"]["fieldwork"]["wait_limits"]["phone"]["minutes"] = 0

    with pytest.raises(ImportRefused) as refusal:
        file.changed(change)

    assert "method.fieldwork.wait_limits.phone.live.minutes" in str(refusal.value)
