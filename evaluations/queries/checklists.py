"""Checklists as their typed documents."""

from evaluations.checklist_document import ChecklistDocument
from evaluations.models import ChecklistVersion

# Frozen documents by their hash; a process meets one or two checklists a year.
_MOST_KEPT = 16
_kept: dict[str, ChecklistDocument] = {}


def checklist_of(version: ChecklistVersion) -> ChecklistDocument:
    """The document of a version, read once per process when it can no longer change."""
    if version.frozen_at is None:
        return ChecklistDocument.model_validate(version.document)
    document = _kept.get(version.document_hash)
    if document is None:
        document = ChecklistDocument.model_validate(version.document)
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        _kept[version.document_hash] = document
    return document
