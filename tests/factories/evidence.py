"""An award whose method asks what shows that nobody answered, and whose checklist says seconds."""

from typing import Any

import pytest

from tests.factories import awards
from tests.factories.awards import Award, tiny_award
from tests.factories.tiny_method import checklist_document, method_document

ASKED = {
    "phone": ["call_log"],
    "email": ["sent_mail", "spam_checked"],
    "chat": ["screenshot"],
}
BANDS = {"fast": [0, 30], "fair": [30, 120], "slow": [120, None]}


def asking_award(patch: pytest.MonkeyPatch) -> Award:
    """The tiny award, asking for evidence; its options about the wait stand for seconds."""
    patch.setattr(awards, "method_document", _method)
    patch.setattr(awards, "checklist_document", _checklist)
    return tiny_award()


def _method(*parts: Any) -> dict[str, Any]:
    document = method_document(*parts)
    fieldwork = document["fieldwork"]
    fieldwork["contacts_per_company"], fieldwork["channel_key"]["chat"] = 4, 1
    limits = fieldwork["wait_limits"]
    limits["chat"] = dict(limits["phone"])
    for channel, kinds in ASKED.items():
        limits[channel]["evidence"] = kinds
    return document


def _checklist() -> dict[str, Any]:
    document = checklist_document()
    for option in document["sections"][0]["questions"][0]["options"]:
        option["seconds"] = BANDS[option["value"]]
    return document
