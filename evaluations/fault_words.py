"""What is wrong with a document, in the reader's language; in English as the checker says it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from evaluations.document_faults import SAID


def fault_words(fault: Mapping[str, Any]) -> str:
    """The sentence of one of `ValidationError.errors()`, which has its context."""
    said = str(fault["msg"]).removeprefix("Value error, ")
    text = SAID.get(fault["type"])
    words = gettext(text) if text is not None else said
    if text is None or words == text:
        return said
    return words % {name: _shown(value) for name, value in fault.get("ctx", {}).items()}


def _shown(value: Any) -> str:
    """A fact of a sentence; a list of choices ends with the reader's own "or"."""
    first, between, last = str(value).rpartition(" or ")
    return f"{first} {gettext('or')} {last}" if between else str(value)
