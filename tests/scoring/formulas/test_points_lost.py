"""What is missing from a total, taken apart: hand-computed, and adding up for any contacts."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.formulas.contact_scores import Points, contact_score
from scoring.formulas.counting import Counting
from scoring.formulas.points_lost import (
    UNANSWERED,
    AnswerResult,
    Contact,
    Loss,
    Place,
    SectionResult,
    grouped,
    lost_in,
)
from scoring.formulas.shares import shares_of_total, shares_within

WEIGHTS = {"waiting": Fraction(1, 5), "needs": Fraction(3, 10), "solution": Fraction(1, 2)}
ZERO = Fraction(0)
COUNTING = Counting(
    weights=tuple(WEIGHTS.values()), agent=(False, True, True), silent_in=(True, True, True)
)
NOT_ASKED = SectionResult(0, 0, zeroed=False)


def test_an_unanswered_contact_loses_everything_on_its_channel() -> None:
    assert lost_in(Contact("email", answered=False), {UNANSWERED: Fraction(1)}) == {
        Place("email"): Fraction(100)
    }


def test_a_section_that_did_not_apply_leaves_its_weight_to_the_others() -> None:
    # waiting and solution share the weight of needs: 2/7 and 5/7 of 100.
    contact = Contact(
        "phone",
        answered=True,
        sections={
            "waiting": SectionResult(2, 4, zeroed=False),
            "needs": NOT_ASKED,
            "solution": SectionResult(6, 10, zeroed=False),
        },
        answers=[
            AnswerResult("waiting", "wait", 2, 4),
            AnswerResult("solution", "correct", 2, 2),
            AnswerResult("solution", "fits", 4, 8),
        ],
    )

    assert lost_in(contact, shares_within(contact, WEIGHTS)) == {
        Place("phone", "waiting", "wait"): Fraction(100, 7),
        Place("phone", "solution", "correct"): Fraction(0),
        Place("phone", "solution", "fits"): Fraction(200, 7),
    }


def test_a_critical_answer_costs_what_its_section_had_got_beside() -> None:
    # solution weighs 5/7: its own 2 points are 100/7, and the 8 beside them 400/7.
    contact = Contact(
        "phone",
        answered=True,
        sections={
            "waiting": SectionResult(4, 4, zeroed=False),
            "solution": SectionResult(8, 10, zeroed=True),
        },
        answers=[
            AnswerResult("waiting", "wait", 4, 4),
            AnswerResult("solution", "correct", 0, 2),
            AnswerResult("solution", "fits", 8, 8),
        ],
        critical={"solution": ["correct"]},
    )

    lost = lost_in(contact, shares_within(contact, WEIGHTS))

    assert lost == {
        Place("phone", "waiting", "wait"): Fraction(0),
        Place("phone", "solution", "correct"): Fraction(100, 7),
        Place("phone", "solution", "fits"): Fraction(0),
        Place("phone", "solution", "correct", critical=True): Fraction(400, 7),
    }
    assert sum(lost.values()) == Fraction(500, 7)


def test_several_critical_answers_share_what_they_cost_together() -> None:
    contact = Contact(
        "phone",
        answered=True,
        sections={"solution": SectionResult(6, 10, zeroed=True)},
        answers=[AnswerResult("solution", "fits", 6, 10)],
        critical={"solution": ["correct", "polite"]},
    )

    lost = lost_in(contact, shares_within(contact, WEIGHTS))

    assert lost[Place("phone", "solution", "fits")] == Fraction(40)
    assert lost[Place("phone", "solution", "correct", critical=True)] == Fraction(30)
    assert lost[Place("phone", "solution", "polite", critical=True)] == Fraction(30)


def test_a_company_loses_the_sum_of_what_its_contacts_lose_of_its_total() -> None:
    alone = Place("phone")
    one, other = Place("phone", "waiting", "wait"), Place("email", "waiting", "wait")
    contacts = [{alone: Fraction(25)}, {one: Fraction(5, 2)}, {other: Fraction(0)}, {other: ZERO}]

    by_channel = grouped(contacts, lambda place: place.channel)
    by_section = grouped(contacts, lambda place: place.section or None)

    assert by_channel == {"phone": Loss(Fraction(55, 2), 2), "email": Loss(Fraction(0), 0)}
    assert by_section == {"waiting": Loss(Fraction(5, 2), 1)}


def test_answers_that_do_not_add_up_are_refused() -> None:
    contact = Contact(
        "phone",
        answered=True,
        sections={"waiting": SectionResult(2, 4, zeroed=False)},
        answers=[AnswerResult("waiting", "wait", 1, 4)],
    )

    with pytest.raises(ValueError, match="waiting do not add up"):
        lost_in(contact, {"waiting": Fraction(1)})


def test_a_contact_without_a_score_is_refused() -> None:
    contact = Contact("phone", answered=True, sections={"waiting": NOT_ASKED})

    with pytest.raises(ValueError, match="has no score"):
        shares_within(contact, WEIGHTS)


@st.composite
def _section(draw: st.DrawFn, key: str) -> tuple[SectionResult, list[AnswerResult], list[str]]:
    most = draw(st.lists(st.integers(1, 8), max_size=3))
    answers = [
        AnswerResult(key, f"{key}{number}", draw(st.integers(0, possible)), possible)
        for number, possible in enumerate(most)
    ]
    zeroed = bool(answers) and draw(st.booleans())
    guilty = [f"{key}{number}" for number in range(draw(st.integers(1, 2)))] if zeroed else []
    got = sum(answer.got for answer in answers)
    return SectionResult(got, sum(most), zeroed), answers, guilty


@st.composite
def contacts(draw: st.DrawFn) -> Contact:
    """Any contact with a score."""
    channel = draw(st.sampled_from(["phone", "email", "chat"]))
    drawn = {key: draw(_section(key)) for key in WEIGHTS}
    if not any(points.possible for points, _, _ in drawn.values()) or draw(st.integers(0, 4)) == 0:
        return Contact(channel, answered=False)
    return Contact(
        channel,
        answered=True,
        sections={key: points for key, (points, _, _) in drawn.items()},
        answers=[answer for _, answers, _ in drawn.values() for answer in answers],
        critical={key: guilty for key, (_, _, guilty) in drawn.items() if guilty},
    )


def of_total(given_contacts: list[Contact]) -> list[dict[Place, Fraction]]:
    """What each contact lost of the total of a company that has just these."""
    shares = shares_of_total(
        given_contacts, COUNTING, sections=list(WEIGHTS), channels=["phone", "email", "chat"]
    )
    return [lost_in(contact, own) for contact, own in zip(given_contacts, shares, strict=True)]


def exact_score(contact: Contact) -> Fraction:
    """The contact's score by the award's own formula."""
    points = [contact.sections.get(key, NOT_ASKED) for key in WEIGHTS]
    score = contact_score(
        Points(
            tuple(each.got for each in points),
            tuple(each.possible for each in points),
            tuple(each.zeroed for each in points),
        ),
        COUNTING,
        answered=contact.answered,
    )
    assert score is not None
    return score


@given(st.lists(contacts(), min_size=1, max_size=8))
def test_the_parts_add_up_to_what_the_total_lacks(given_contacts: list[Contact]) -> None:
    scores = [exact_score(contact) for contact in given_contacts]

    for contact, score in zip(given_contacts, scores, strict=True):
        own = lost_in(contact, shares_within(contact, WEIGHTS))
        assert sum(own.values(), ZERO) == 100 - score
        assert all(points >= 0 for points in own.values())
    total = sum(scores, ZERO) / len(scores)
    lost = of_total(given_contacts)
    for by in (lambda place: place, lambda place: place.channel, lambda place: place.section):
        parts = grouped(lost, by)
        assert sum((part.points for part in parts.values()), ZERO) == 100 - total


@given(st.lists(contacts(), min_size=1, max_size=8), st.integers(1, 50))
def test_weights_count_by_their_proportions_only(
    given_contacts: list[Contact], factor: int
) -> None:
    scaled = {key: weight * factor for key, weight in WEIGHTS.items()}

    for contact in given_contacts:
        assert shares_within(contact, WEIGHTS) == shares_within(contact, scaled)
