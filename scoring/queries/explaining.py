"""A company's place, step by step: total, sections, questions, contacts, answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from evaluations.queries.checklists import checklist_of
from evaluations.visibility import DESK
from scoring.formulas.parts import Part, Piece, pieces, put_together
from scoring.formulas.rounding import rounded
from scoring.models import Release, ReleasedContact, ReleasedRanking
from scoring.queries.points_lost import shared_contacts, shares_in_contact
from scoring.queries.released import ranks_in_category, row_of
from scoring.queries.sections import scored_sections

K = TypeVar("K")


class DoesNotAddUp(Exception):
    """The parts of a stored total are not the total: `verify` says where it was changed."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a company's released total is made of, exactly.

    `sections` stand under their keys, and under "" what nobody answered; `questions` under section
    and question; `contacts` in the order of `rows`. Each of the three adds up to the total.
    """

    row: ReleasedRanking
    rivals: int  # companies of its category, itself included
    sections: Mapping[str, Part]
    questions: Mapping[tuple[str, str], Part]
    contacts: Sequence[Part]
    rows: Sequence[ReleasedContact]


def explain(release: Release, company: str) -> Explanation | None:
    """How a company came to its place; None where the release does not rank it.

    For those who may use the database. Raises DoesNotAddUp.
    """
    row = row_of(release, company, reader=DESK)
    if row is None:
        return None
    shared = shared_contacts(release, row, reader=DESK) or []
    every = list(pieces((each.contact, each.shares) for each in shared))
    whole = put_together(every, lambda _piece: "").get("", Part(Fraction(0), Fraction(0)))
    if whole.share != 1 or rounded(whole.points) != row.total:
        raise DoesNotAddUp
    checklist = checklist_of(release.programme.checklist_version)
    sections = list(scored_sections(release.programme))
    asked = [
        (section.key, question.key)
        for section in checklist.sections
        for question in section.questions
    ]
    by_contact = put_together(every, lambda piece: piece.contact)
    nothing = Part(Fraction(0), Fraction(0))
    return Explanation(
        row=row,
        rivals=len(ranks_in_category(release, row)),
        sections=_in_order(put_together(every, lambda piece: piece.section), sections),
        questions=_in_order(put_together(every, _question), asked),
        contacts=[by_contact.get(place, nothing) for place in range(len(shared))],
        rows=[each.row for each in shared],
    )


def explain_contact(release: Release, row: ReleasedContact) -> dict[str, Part]:
    """What a contact's own total is made of, by section; empty where nobody answered.

    Raises DoesNotAddUp.
    """
    shares = shares_in_contact(release, row) if row.answered else {}
    parts = {key: Part(share, share * _score(row, key)) for key, share in shares.items()}
    points = sum((part.points for part in parts.values()), Fraction(0))
    if rounded(points) != row.total:
        raise DoesNotAddUp
    return parts


def _in_order(parts: Mapping[K, Part], order: Sequence[K]) -> dict[K, Part]:
    """The parts as the checklist orders them, and after them what it does not name."""
    place = {key: number for number, key in enumerate(order)}
    last = len(place)
    return {key: parts[key] for key in sorted(parts, key=lambda key: place.get(key, last))}


def _question(piece: Piece) -> tuple[str, str]:
    return piece.section, piece.question


def _score(row: ReleasedContact, section: str) -> Fraction:
    points = row.sections[section]
    return Fraction(0) if points["critical"] else Fraction(100 * points["got"], points["possible"])
