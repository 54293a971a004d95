"""The total told from the other side: by hand, and that nothing of it is lost on the way."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from scoring.formulas.parts import Part, Piece, pieces, put_together
from scoring.formulas.points_lost import UNANSWERED, AnswerResult, Contact, SectionResult

THIRD, HALF = Fraction(1, 3), Fraction(1, 2)
# Waiting 2 of 4 in one question; the solution 5 of 10 in two, of which a critical answer takes all.
CALL = Contact(
    channel="phone",
    answered=True,
    sections={
        "waiting": SectionResult(got=2, possible=4, zeroed=False),
        "solution": SectionResult(got=5, possible=10, zeroed=True),
    },
    answers=[
        AnswerResult("waiting", "wait", 2, 4),
        AnswerResult("solution", "correct", 0, 2),
        AnswerResult("solution", "fits", 5, 8),
    ],
)
SILENT = Contact(channel="email", answered=False)


def test_pieces_by_hand() -> None:
    shares = {"waiting": Fraction(1, 5), "solution": Fraction(3, 10)}

    found = dict(pieces([(CALL, shares), (SILENT, {UNANSWERED: HALF})]))

    assert found == {
        Piece(0, "waiting", "wait"): Part(Fraction(1, 5), Fraction(10)),
        Piece(0, "solution", "correct"): Part(Fraction(3, 50), Fraction(0)),
        Piece(0, "solution", "fits"): Part(Fraction(12, 50), Fraction(0)),
        Piece(1, UNANSWERED, ""): Part(HALF, Fraction(0)),
    }


def test_a_silent_contacts_sections_are_all_unanswered() -> None:
    """Where a method counts silence in each section, and an answered contact may lack a whole."""
    silent = pieces([(SILENT, {"waiting": THIRD, "solution": THIRD})])
    answered = pieces([(CALL, {UNANSWERED: THIRD, "waiting": THIRD})])

    assert list(silent) == [(Piece(0, UNANSWERED, ""), Part(THIRD, Fraction(0)))] * 2
    assert list(answered) == [
        (Piece(0, UNANSWERED, ""), Part(THIRD, Fraction(0))),
        (Piece(0, "waiting", "wait"), Part(THIRD, 100 * THIRD / 2)),
    ]


def test_a_part_says_its_percentage_and_nothing_of_no_share() -> None:
    assert Part(Fraction(1, 4), Fraction(20)).percent == 80
    assert Part(Fraction(0), Fraction(0)).percent is None


_PARTS = st.builds(Part, st.fractions(0, 1), st.fractions(0, 100))
_PIECES = st.builds(Piece, st.integers(0, 3), st.sampled_from("ab"), st.sampled_from("xyz"))


@given(st.lists(st.tuples(_PIECES, _PARTS), max_size=12))
def test_however_they_are_put_together_the_whole_is_the_same(
    every: list[tuple[Piece, Part]],
) -> None:
    whole = (sum(part.share for _, part in every), sum(part.points for _, part in every))

    for by in (lambda p: p.contact, lambda p: p.section, lambda p: (p.section, p.question)):
        found = put_together(every, by)
        assert set(found) == {by(piece) for piece, _part in every}
        assert (
            sum(part.share for part in found.values()),
            sum(part.points for part in found.values()),
        ) == whole
    alone = put_together(every, lambda piece: piece.contact)
    for contact, part in alone.items():
        own = [each for piece, each in every if piece.contact == contact]
        assert part.share == sum(each.share for each in own)
        assert part.points == sum(each.points for each in own)
