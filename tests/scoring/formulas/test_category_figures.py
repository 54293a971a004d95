"""The fast exact figures equal slow exact ones, whatever the contacts and their order."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any, NamedTuple

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from scoring.formulas.category_figures import (
    AreaFigure,
    CompanyFigures,
    Contacts,
    company_figures,
)
from scoring.formulas.contact_scores import Points
from scoring.formulas.counting import Counting
from scoring.formulas.rounding import rounded

AGENT = (False, True, True)
NOTHING = Points((0, 0, 0), (0, 0, 0), (False, False, False))


class Contact(NamedTuple):
    """One contact of the slow calculation; points are None when nobody answered."""

    company: int
    channel: int
    points: Points | None


@st.composite
def _points(draw: st.DrawFn) -> Points:
    # The first section always applies, so every answered contact has a score.
    possible = draw(st.tuples(st.sampled_from([1, 4]), *[st.sampled_from([0, 2, 7, 18])] * 2))
    got = tuple(draw(st.integers(min_value=0, max_value=most)) for most in possible)
    zeroed = draw(st.tuples(st.booleans(), st.booleans(), st.booleans()))
    return Points(got, possible, zeroed)


_CONTACTS = st.lists(
    st.builds(
        Contact,
        company=st.integers(min_value=0, max_value=3),
        channel=st.integers(min_value=0, max_value=3),
        points=st.none() | _points(),
    ),
    min_size=1,
    max_size=40,
)
_WEIGHTS = st.lists(st.fractions("1/100", 1, max_denominator=10**6), min_size=3, max_size=3)


def _arrays(contacts: list[Contact]) -> Contacts:
    points = [each.points or NOTHING for each in contacts]
    return Contacts(
        company=np.array([each.company for each in contacts], dtype=np.int64),
        channel=np.array([each.channel for each in contacts], dtype=np.int64),
        answered=np.array([each.points is not None for each in contacts], dtype=np.bool_),
        got=np.array([each.section_got for each in points], dtype=np.int64),
        possible=np.array([each.section_possible for each in points], dtype=np.int64),
        zeroed=np.array([each.section_zeroed for each in points], dtype=np.bool_),
    )


def _counting(weights: Sequence[Fraction], **choices: Any) -> Counting:
    silent_in = choices.pop("silent_in", (True,) * 3)
    return Counting(weights=tuple(weights), agent=AGENT, silent_in=silent_in, **choices)


class Slowly:
    """The figures of one company by the words of the method, contact by contact."""

    def __init__(self, own: list[Contact], counting: Counting) -> None:
        self.own, self.counting = own, counting

    def figures(self) -> CompanyFigures:
        """All of them."""
        weights, agent = self.counting.weights, self.counting.agent_weights
        answered = [each for each in self.own if each.points is not None]
        return CompanyFigures(
            contacts=len(self.own),
            answered=len(answered),
            total=self._shown(self._company(self.own, weights)),
            answered_only=self._shown(self._company(answered, weights)),
            agent=self._shown(self._company(answered, agent)),
            sections=self._areas({k: self._section(k) for k in range(3)}),
            channels=self._areas({c: self._channel(c) for c in range(4)}),
        )

    def _company(self, own: list[Contact], weights: Sequence[Fraction]) -> Fraction | None:
        channels = self.counting.channel_weights
        if channels is None:
            return self._together(own, weights)
        found = {
            channel: self._together([each for each in own if each.channel == channel], weights)
            for channel in channels
        }
        return _weighted([(channels[key], value) for key, value in found.items()])

    def _together(self, own: list[Contact], weights: Sequence[Fraction]) -> Fraction | None:
        match self.counting.company:
            case "mean_of_contacts":
                return _mean([self._score(each, weights) for each in own])
            case "mean_of_sections":
                return _weighted([(weights[k], _mean(self._in(own, k))) for k in range(3)])
            case "ratio_of_sums":
                got = possible = Fraction(0)
                for each in own:
                    for k in range(3):
                        got += weights[k] * self._points(each).section_got[k]
                        possible += weights[k] * self._points(each).section_possible[k]
                return 100 * got / possible if possible else None

    def _points(self, contact: Contact) -> Points:
        points = contact.points or NOTHING
        zeroed = points.section_zeroed
        if self.counting.critical == "zero_contact" and any(zeroed):
            zeroed = (True, True, True)
        if self.counting.critical == "flag_only":
            zeroed = (False, False, False)
        got = tuple(
            0 if zero else some for some, zero in zip(points.section_got, zeroed, strict=True)
        )
        return Points(got, points.section_possible, (False,) * 3)

    def _score(self, contact: Contact, weights: Sequence[Fraction]) -> Fraction | None:
        if contact.points is None:
            return Fraction(0) if self.counting.unanswered_count else None
        points = self._points(contact)
        applying = [k for k in range(3) if points.section_possible[k]]
        if self.counting.by_points:
            got = sum((weights[k] * points.section_got[k] for k in applying), Fraction(0))
            possible = sum((weights[k] * points.section_possible[k] for k in applying), Fraction(0))
            return 100 * got / possible if possible else None
        return _weighted(
            [
                (weights[k], Fraction(100 * points.section_got[k], points.section_possible[k]))
                for k in applying
            ]
        )

    def _in(self, own: list[Contact], k: int) -> list[Fraction | None]:
        """What contacts have in a section, with those nobody answered where they count."""
        found: list[Fraction | None] = []
        for each in own:
            if each.points is None:
                found.append(Fraction(0) if self.counting.silent_in[k] else None)
            elif each.points.section_possible[k]:
                points = self._points(each)
                found.append(Fraction(100 * points.section_got[k], points.section_possible[k]))
        return found

    def _section(self, k: int) -> tuple[Fraction | None, int]:
        own = self.own
        if self.counting.company != "mean_of_sections":
            own = [each for each in own if each.points is not None]
        values = [value for value in self._in(own, k) if value is not None]
        if self.counting.company != "ratio_of_sums":
            return _mean(list(values)), len(values)
        alone = [Fraction(int(k == other)) for other in range(3)]
        return self._together(own, alone), len(values)

    def _channel(self, channel: int) -> tuple[Fraction | None, int]:
        own = [each for each in self.own if each.channel == channel]
        if not self.counting.unanswered_count:
            own = [each for each in own if each.points is not None]
        return self._together(own, self.counting.weights), len(own)

    @staticmethod
    def _areas(found: Mapping[int, tuple[Fraction | None, int]]) -> dict[int, AreaFigure]:
        return {
            key: AreaFigure(rounded(value), contacts)
            for key, (value, contacts) in found.items()
            if value is not None
        }

    @staticmethod
    def _shown(value: Fraction | None) -> Decimal | None:
        return None if value is None else rounded(value)


def _mean(scores: Sequence[Fraction | None]) -> Fraction | None:
    known = [score for score in scores if score is not None]
    return sum(known, Fraction(0)) / len(known) if known else None


def _weighted(pairs: Sequence[tuple[Fraction, Fraction | None]]) -> Fraction | None:
    known = [(weight, value) for weight, value in pairs if value is not None]
    whole = sum((weight for weight, _ in known), Fraction(0))
    return sum((weight * value for weight, value in known), Fraction(0)) / whole if whole else None


CHOICES: list[dict[str, Any]] = [
    {},
    {"critical": "zero_contact"},
    {"critical": "flag_only", "contact": "share_of_points"},
    {"silent_in": (False,) * 3},
    {"channel_weights": {0: Fraction(1, 2), 1: Fraction(1, 5), 2: Fraction(3, 10)}},
    {"company": "mean_of_sections"},
    {"company": "mean_of_sections", "silent_in": (True, False, False)},
    {
        "company": "mean_of_sections",
        "silent_in": (False,) * 3,
        "channel_weights": {0: Fraction(1, 3), 3: Fraction(2, 3)},
    },
    {"company": "ratio_of_sums", "silent_in": (False,) * 3},
    {"company": "ratio_of_sums", "silent_in": (False,) * 3, "critical": "zero_contact"},
]


@given(contacts=_CONTACTS, weights=_WEIGHTS, choices=st.sampled_from(CHOICES))
def test_figures_equal_the_slow_ones(
    contacts: list[Contact], weights: list[Fraction], choices: dict[str, Any]
) -> None:
    counting = _counting(weights, **choices)

    assert company_figures(_arrays(contacts), counting) == {
        company: Slowly([each for each in contacts if each.company == company], counting).figures()
        for company in {each.company for each in contacts}
    }


@given(contacts=_CONTACTS, weights=_WEIGHTS, order=st.randoms(use_true_random=False))
def test_order_does_not_matter(
    contacts: list[Contact], weights: list[Fraction], order: Random
) -> None:
    shuffled = list(contacts)
    order.shuffle(shuffled)
    counting = _counting(weights)

    figures = company_figures(_arrays(contacts), counting)

    assert company_figures(_arrays(shuffled), counting) == figures
