"""What one checklist changes about another: pure, free of the framework.

Points, options, sections, order, routing, what may be skipped and what is critical decide what an
answer means: a change of any of them makes another version. The words that people read do not.
"""

from enum import StrEnum
from typing import Any

from evaluations.checklist_document import ChecklistDocument


class ChecklistChange(StrEnum):
    """How far two checklists are apart."""

    NOTHING = "nothing"
    WORDING = "wording"
    MEANING = "meaning"


# A text in every language; what a document has besides is what its answers mean.
_WORDS = "text"


def change_between(old: ChecklistDocument, new: ChecklistDocument) -> ChecklistChange:
    """Whether the new one says the same, says it in other words, or asks for something else.

    The version's own number is not looked at.
    """
    before, after = _without_version(old), _without_version(new)
    if before == after:
        return ChecklistChange.NOTHING
    if _without_words(before) == _without_words(after):
        return ChecklistChange.WORDING
    return ChecklistChange.MEANING


def _without_version(document: ChecklistDocument) -> dict[str, Any]:
    return document.model_dump(mode="json", exclude={"version"})


def _without_words(part: Any) -> Any:
    if isinstance(part, dict):
        return {key: _without_words(value) for key, value in part.items() if key != _WORDS}
    if isinstance(part, list):
        return [_without_words(each) for each in part]
    return part


def unwritten(document: ChecklistDocument) -> list[str]:
    """The places whose text lacks a language, `section.question.option.language`."""
    return list(_unwritten(document.model_dump(mode="json"), ()))


def _unwritten(part: Any, place: tuple[str, ...]) -> Any:
    if isinstance(part, list):
        for each in part:
            yield from _unwritten(each, place)
        return
    if not isinstance(part, dict):
        return
    here = (*place, part.get("key") or part.get("value") or "") if _WORDS in part else place
    for language, words in part.get(_WORDS, {}).items():
        if not words.strip():
            yield ".".join((*here, language))
    for key, value in part.items():
        if key != _WORDS:
            yield from _unwritten(value, here)
