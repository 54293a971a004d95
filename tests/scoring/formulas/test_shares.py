"""Shares of a total: with the sections' percentages they make it, whatever the method's choices."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.formulas.category_figures import company_figures
from scoring.formulas.points_lost import UNANSWERED, Contact, SectionResult
from scoring.formulas.rounding import rounded
from scoring.formulas.shares import shares_of_total, shares_within
from tests.scoring.formulas import test_category_figures as figures

SECTIONS = ["a", "b", "c"]
CHANNELS = ["phone", "email", "chat", "messenger"]


def as_contact(given_contact: figures.Contact, critical: str) -> Contact:
    points = given_contact.points
    channel = CHANNELS[given_contact.channel]
    if points is None:
        return Contact(channel, answered=False)
    zeroed = points.section_zeroed
    if critical == "zero_contact":
        zeroed = (any(zeroed),) * 3
    if critical == "flag_only":
        zeroed = (False,) * 3
    rows = zip(SECTIONS, points.section_got, points.section_possible, zeroed, strict=True)
    return Contact(
        channel,
        answered=True,
        sections={key: SectionResult(got, possible, zero) for key, got, possible, zero in rows},
    )


def section_percent(points: SectionResult) -> Fraction:
    return Fraction(0) if points.zeroed else Fraction(100 * points.got, points.possible)


@given(
    contacts=figures._CONTACTS,
    weights=figures._WEIGHTS,
    choices=st.sampled_from(figures.CHOICES),
)
def test_the_shares_make_the_total(
    contacts: list[figures.Contact], weights: list[Fraction], choices: dict[str, Any]
) -> None:
    counting = figures._counting(weights, **choices)
    own = [each for each in contacts if each.company == contacts[0].company]
    total = company_figures(figures._arrays(own), counting)[contacts[0].company].total
    found = [as_contact(each, counting.critical) for each in own]

    if total is None:
        with pytest.raises(ValueError, match=r"no .* (counts|weight|earned)"):
            _shares_or_error(found, counting)
        return
    shares = shares_of_total(found, counting, sections=SECTIONS, channels=CHANNELS)

    assert sum(part for share in shares for part in share.values()) == 1
    made = sum(
        part * section_percent(contact.sections[key])
        for contact, share in zip(found, shares, strict=True)
        for key, part in share.items()
        if key != UNANSWERED
    )
    assert rounded(Fraction(made)) == total


def _shares_or_error(contacts: list[Contact], counting: Any) -> None:
    shares = shares_of_total(contacts, counting, sections=SECTIONS, channels=CHANNELS)
    if not any(part for share in shares for part in share.values()):
        raise ValueError("no contact counts")


def test_two_channels_by_hand() -> None:
    # Phone weighs 1/2 and e-mail 1/5; nobody chats, so they count 5/7 and 2/7. Two phone contacts
    # share 5/7; within the answered one, a and b weigh 1/3 and 2/3.
    both = {key: SectionResult(1, 2, zeroed=False) for key in ("a", "b")}
    contacts = [
        Contact("phone", answered=True, sections=both | {"c": SectionResult(0, 0, zeroed=False)}),
        Contact("phone", answered=False),
        Contact("email", answered=True, sections={"c": SectionResult(0, 1, zeroed=False)}),
    ]
    counting = figures._counting(
        [Fraction(1, 6), Fraction(2, 6), Fraction(3, 6)],
        channel_weights={0: Fraction(1, 2), 1: Fraction(1, 5), 2: Fraction(3, 10)},
    )

    assert shares_of_total(contacts, counting, sections=SECTIONS, channels=CHANNELS) == [
        {"a": Fraction(5, 42), "b": Fraction(10, 42)},
        {UNANSWERED: Fraction(5, 14)},
        {"c": Fraction(2, 7)},
    ]


def test_by_points_a_section_counts_by_what_could_be_earned_in_it() -> None:
    contact = Contact(
        "phone",
        answered=True,
        sections={"a": SectionResult(1, 2, zeroed=False), "b": SectionResult(0, 6, zeroed=False)},
    )
    weights = {"a": Fraction(1, 2), "b": Fraction(1, 2)}

    assert shares_within(contact, weights, by_points=True) == {
        "a": Fraction(1, 4),
        "b": Fraction(3, 4),
    }
    assert shares_within(contact, weights) == weights
