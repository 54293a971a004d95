"""A company's place, step by step: total, sections, questions, contacts, answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from evaluations.queries.years.checklists import checklist_of
from evaluations.visibility import DESK
from scoring.formulas.parts import Part, Piece, pieces, put_together
from scoring.formulas.rounding import rounded
from scoring.models import Release, ReleasedContact, ReleasedRanking
from scoring.queries.releases.released import row_of
from scoring.queries.results.points_lost import SharedContact, shared_contacts, shares_in_contact
from scoring.queries.runs.sections import scored_sections

K = TypeVar("K")
_NOTHING = Part(Fraction(0), Fraction(0))


class DoesNotAddUp(Exception):
    """The parts of a stored total are not the total: `verify` says where it was changed."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a company's released total is made of, exactly.

    `sections` stand under their keys, and under "" what nobody answered; `questions` under section
    and question; `contacts` in the order of `rows`. Each of the three adds up to the total.
    """

    row: ReleasedRanking
    shared: Sequence[SharedContact]
    pieces: Sequence[tuple[Piece, Part]]
    sections: Mapping[str, Part]
    questions: Mapping[tuple[str, str], Part]
    contacts: Sequence[Part]

    @property
    def rows(self) -> list[ReleasedContact]:
        """The contacts as their company may see them."""
        return [each.row for each in self.shared]

    def in_contacts(self, section: str, question: str) -> dict[int, Part]:
        """A question's parts in the contacts that it was scored in, by their places in `rows`."""
        return {
            piece.contact: part
            for piece, part in self.pieces
            if (piece.section, piece.question) == (section, question)
        }


def explain(release: Release, company: str) -> Explanation | None:
    """How a company came to its place; None where the release does not rank it.

    For those who may use the database. Raises DoesNotAddUp.
    """
    row = row_of(release, company, reader=DESK)
    if row is None:
        return None
    return taken_apart(release, row, shared_contacts(release, row, reader=DESK) or [])


def taken_apart(
    release: Release, row: ReleasedRanking, shared: Sequence[SharedContact]
) -> Explanation:
    """What the total of this row is made of, from all of its contacts. Raises DoesNotAddUp."""
    every = list(pieces((each.contact, each.shares) for each in shared))
    whole = put_together(every, lambda _piece: "").get("", _NOTHING)
    if whole.share != 1 or rounded(whole.points) != row.total:
        raise DoesNotAddUp
    checklist = checklist_of(release.programme.checklist_version)
    asked = [
        (section.key, question.key)
        for section in checklist.sections
        for question in section.questions
    ]
    by_contact = put_together(every, lambda piece: piece.contact)
    by_section = put_together(every, lambda piece: piece.section)
    return Explanation(
        row=row,
        shared=shared,
        pieces=every,
        sections=_in_order(by_section, list(scored_sections(release.programme))),
        questions=_in_order(put_together(every, _question), asked),
        contacts=[by_contact.get(place, _NOTHING) for place in range(len(shared))],
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
