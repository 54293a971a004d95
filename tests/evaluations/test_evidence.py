"""What shows that nobody answered, by the method and the privacy mode."""

from typing import Any

import pytest
from pydantic import ValidationError

from evaluations.canonical import digest
from evaluations.enums import AttachmentKind, Channel, EvidenceKind
from evaluations.evidence import evidence_asked, evidence_lacking
from evaluations.method import Fieldwork, Method
from tests.evaluations.test_wait_limits import FIELDWORK
from tests.factories.tiny_method import method_document

SILENT = {"minutes": 5, "attempts": 2, "on_different_days": False, "early_endings": []}


def _with(channel: str, *kinds: str) -> Fieldwork:
    document: dict[str, Any] = FIELDWORK.model_dump(mode="json")
    document["wait_limits"].setdefault(channel, dict(SILENT))["evidence"] = kinds
    return Fieldwork.model_validate(document)


def test_a_method_from_before_keeps_its_document_and_hash() -> None:
    document = method_document()
    document["fieldwork"]["wait_limits"]["phone"] = SILENT

    method = Method.model_validate(document)

    assert method.document() == document
    assert method.hash() == digest(document)
    assert evidence_asked(method.fieldwork, Channel.PHONE, in_privacy_mode=False) == ()
    assert evidence_asked(method.fieldwork, Channel.CHAT, in_privacy_mode=False) == ()


def test_what_a_method_asks_for_is_a_part_of_its_document() -> None:
    asked = _with("phone", "call_log")

    limits = asked.model_dump(mode="json")["wait_limits"]
    assert limits["phone"]["evidence"] == ["call_log"]
    assert "evidence" not in limits["messenger"]


def test_evidence_of_another_channel_is_refused() -> None:
    with pytest.raises(ValidationError, match="spam_checked is no evidence on phone"):
        _with("phone", "spam_checked")


def test_every_picture_is_a_kind_of_file() -> None:
    ticks = [kind for kind in EvidenceKind if kind.picture is None]

    assert ticks == [EvidenceKind.SPAM_CHECKED]
    assert {kind.picture for kind in EvidenceKind} - {None} < set(AttachmentKind)


@pytest.mark.parametrize(
    ("channel", "kinds", "in_privacy_mode", "keys"),
    [
        ("phone", ["call_log"], False, ["evidence.call_log"]),
        ("phone", ["call_log"], True, ["evidence.call_log"]),
        (
            "email",
            ["sent_mail", "spam_checked"],
            False,
            ["evidence.sent_mail", "declared.spam_checked"],
        ),
        ("chat", ["screenshot"], False, ["evidence.screenshot"]),
        ("chat", ["screenshot"], True, ["declared.screenshot"]),
    ],
)
def test_her_word_stands_where_no_picture_is_taken(
    channel: str, kinds: list[str], keys: list[str], *, in_privacy_mode: bool
) -> None:
    asked = evidence_asked(
        _with(channel, *kinds), Channel(channel), in_privacy_mode=in_privacy_mode
    )

    assert [each.key for each in asked] == keys
    assert evidence_lacking(asked, said={}, pictures=[]) == list(asked)
    said = {each.key: "2026-02-02T10:00:00Z" for each in asked if each.by_word}
    pictures = [each.kind.value for each in asked if not each.by_word]
    assert evidence_lacking(asked, said=said, pictures=pictures) == []
