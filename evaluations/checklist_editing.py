"""Changing a checklist's document piece by piece: pure, each function gives a new document.

The result is looked at as a whole afterwards: a piece may be right and still not fit the others.
"""

from copy import deepcopy
from typing import Any

Document = dict[str, Any]


class NoSuchPiece(LookupError):
    """The document has no section or question with this key."""


def moved(document: Document, *, what: str, key: str, by: int) -> Document:
    """A section, or a question within its section, one place up (-1) or down (1)."""
    changed = deepcopy(document)
    pieces = changed["sections"] if what == "section" else _section_of(changed, key)["questions"]
    place = _place(pieces, key)
    target = min(max(place + by, 0), len(pieces) - 1)
    pieces.insert(target, pieces.pop(place))
    return changed


def with_section(document: Document, section: Document, *, instead_of: str = "") -> Document:
    """A new section at the end, or other facts of the one named; its questions stay."""
    changed = deepcopy(document)
    if not instead_of:
        changed["sections"].append(section)
        return changed
    place = _place(changed["sections"], instead_of)
    changed["sections"][place] |= section
    return changed


def without_section(document: Document, key: str) -> Document:
    """Without a section and its questions."""
    changed = deepcopy(document)
    changed["sections"].pop(_place(changed["sections"], key))
    return changed


def with_question(
    document: Document, question: Document, *, section: str, instead_of: str = ""
) -> Document:
    """A new question at the end of a section, or another one in the place of the one named."""
    changed = deepcopy(document)
    if instead_of:
        home = _section_of(changed, instead_of)
        place = _place(home["questions"], instead_of)
        if home["key"] == section:
            home["questions"][place] = question
            return changed
        home["questions"].pop(place)
    target = changed["sections"][_place(changed["sections"], section)]
    target["questions"].append(question)
    return changed


def without_question(document: Document, key: str) -> Document:
    """Without a question."""
    changed = deepcopy(document)
    pieces = _section_of(changed, key)["questions"]
    pieces.pop(_place(pieces, key))
    return changed


def question_in(document: Document, key: str) -> tuple[Document, str]:
    """The question with this key and the key of its section. Raises NoSuchPiece."""
    section = _section_of(document, key)
    return section["questions"][_place(section["questions"], key)], section["key"]


def section_in(document: Document, key: str) -> Document:
    """The section with this key. Raises NoSuchPiece."""
    sections: list[Document] = document["sections"]
    return sections[_place(sections, key)]


def free_key(document: Document, stem: str) -> str:
    """A question's key that begins with the stem and that nothing has yet."""
    taken = {each["key"] for section in document["sections"] for each in section["questions"]}
    numbers = range(1, len(taken) + 2)
    return next(key for key in (f"{stem}_{number}" for number in numbers) if key not in taken)


def _section_of(document: Document, question: str) -> Document:
    for section in document["sections"]:
        if any(each["key"] == question for each in section["questions"]):
            found: Document = section
            return found
    raise NoSuchPiece(question)


def _place(pieces: list[Document], key: str) -> int:
    for place, piece in enumerate(pieces):
        if piece["key"] == key:
            return place
    raise NoSuchPiece(key)
