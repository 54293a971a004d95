"""Checklists as their typed documents."""

from typing import Any

from evaluations.checklist_document import ChecklistDocument
from evaluations.models import ChecklistVersion
from evaluations.seals import unbroken

# Frozen documents by their hash, as stored and as read; a process meets one or two a year.
_MOST_KEPT = 16
_kept: dict[str, tuple[Any, ChecklistDocument]] = {}


def checklist_of(version: ChecklistVersion) -> ChecklistDocument:
    """The document of a version, read once per process when it can no longer change.

    Raises BrokenSeal for a frozen one that was altered.
    """
    if version.frozen_at is None:
        return ChecklistDocument.model_validate(version.document)
    kept = _kept.get(version.document_hash)
    # Whoever left the document in the database gets the one that was found to have this hash. To
    # compare two documents is cheaper than to hash one.
    is_left = "document" in version.get_deferred_fields()
    if kept is not None and (is_left or kept[0] == version.document):
        return kept[1]
    stored = unbroken(version.document, version.document_hash, row=version)
    document = ChecklistDocument.model_validate(stored)
    if len(_kept) >= _MOST_KEPT:
        _kept.clear()
    _kept[version.document_hash] = (stored, document)
    return document
