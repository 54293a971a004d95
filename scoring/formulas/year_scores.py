"""What a company would have scored, had one year's service met another year's weights and mix.

A company's total is a mean over its contacts. Put together by channel m it is

    Total = sum over m of mix_m score_m(weights)

so that each of its three factors can be taken from another year:

* mix: the share of the contacts that the organiser made on each channel;
* weights: of the sections, with whatever else the method says about counting points;
* service: everything the company did about the contacts of a channel. How its answered contacts
  went, which sections applied to them, and how many were not answered and so scored 0.

A channel that one year did not use has no service of that year. It takes the other year's, so that
what a new channel brings is an effect of the mix alone. Everything is exact (`company_means`).

Where the method weighs channels, the mix is their weights instead. A total that is not put together
from contacts (the ratio of sums, the mean of sections) has no such parts, and is refused.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from scoring.formulas.category_figures import Contacts
from scoring.formulas.company_means import Cells, ContactPoints, Mean, means, summed
from scoring.formulas.counting import Counting, zeroed_under

ZERO = Fraction(0)
# A company and one of its channels.
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Year:
    """One year's contacts and counting; companies, channels and sections numbered alike each year.

    `common` holds the same contacts with the points of what both years asked: it is `contacts`
    itself when the questionnaire stayed the same. Sections of the other year have the weight 0.
    """

    contacts: Contacts
    counting: Counting
    common: Contacts


def _itself(cells: Cells) -> Cells:
    return cells


@dataclass(frozen=True, slots=True)
class PlaceSums:
    """Contacts added up by company and channel: the answered ones, and a count of the others.

    `view` shows a part of the cells, after critical answers have done what they do.
    """

    cells: Cells
    silent: Mapping[Place, int]
    width: int
    view: Callable[[Cells], Cells] = _itself

    def scores(self, counting: Counting) -> dict[Place, Mean]:
        """The mean of each place; unanswered contacts as counted, those without a score not at all.

        Raises ValueError for a total that is not put together from contacts.
        """
        if not has_parts(counting):
            raise ValueError("a total that is not put together from contacts has no such parts")
        zeroed = zeroed_under(self.cells.zeroed, counting.critical)
        cells = self.view(replace(self.cells, zeroed=zeroed))
        found = means(cells, counting.weights, by_points=counting.by_points)
        answered = {divmod(group, self.width): mean for group, mean in found.items()}
        silent = self.silent if counting.unanswered_count else {}
        return {
            place: answered.get(place, Mean(ZERO, 0)).with_unanswered(silent.get(place, 0))
            for place in sorted(answered.keys() | silent.keys())
        }


class YearTable:
    """The scores of two years' service counted as in two years, and the two years' mixes.

    A year is 0, before, or 1, after.
    """

    def __init__(
        self, sums: tuple[PlaceSums, PlaceSums], countings: tuple[Counting, Counting]
    ) -> None:
        self._scores = [[year.scores(each) for each in countings] for year in sums]
        self._mixes = [_mixes(self._scores[year][year], countings[year]) for year in (0, 1)]

    def companies(self) -> list[int]:
        """The companies that have a total in both years."""
        return sorted(self._mixes[0].keys() & self._mixes[1].keys())

    def total(self, company: int, *, service: int, weights: int, mix: int) -> Fraction:
        """The company's total in percent, with each factor from the year named.

        Raises ValueError when a channel has no contact with a score under those weights.
        """
        return sum(
            (
                share * self._score((company, channel), service, weights)
                for channel, share in self._mixes[mix][company].items()
            ),
            ZERO,
        )

    def of(self, company: int) -> Callable[[int, int, int], Fraction]:
        """The company's total as a function of the years of service, weights and mix."""

        def total(service: int, weights: int, mix: int) -> Fraction:
            return self.total(company, service=service, weights=weights, mix=mix)

        return total

    def _score(self, place: Place, service: int, weights: int) -> Fraction:
        for year in (service, 1 - service):
            if mean := self._scores[year][weights].get(place):
                return mean.value
        raise ValueError(f"no contact at {place} has a score under the other year's weights")


def year_table(
    before: Contacts, after: Contacts, countings: tuple[Counting, Counting]
) -> YearTable:
    """The table of two years' contacts counted as in two years."""
    return YearTable(place_sums(before, after), countings)


def has_parts(counting: Counting) -> bool:
    """Whether a total is put together from contacts by channel, so that a change has such parts."""
    return counting.company == "mean_of_contacts"


def place_sums(before: Contacts, after: Contacts) -> tuple[PlaceSums, PlaceSums]:
    """Both years added up by company and channel."""
    width = 1 + max(int(year.channel.max(initial=0)) for year in (before, after))
    return _summed(before, width), _summed(after, width)


def totals(contacts: Contacts, counting: Counting) -> dict[int, Fraction]:
    """Each company's exact total in percent, as `category_figures` rounds it."""
    scores = place_sums(contacts, contacts)[0].scores(counting)
    return {
        company: sum(
            (share * scores[company, channel].value for channel, share in mix.items()), ZERO
        )
        for company, mix in _mixes(scores, counting).items()
    }


def common_sections(contacts: Contacts, common: NDArray[np.bool_]) -> Contacts:
    """The contacts as if only these sections had been asked; one flag a section."""
    return replace(
        contacts,
        got=np.where(common, contacts.got, 0),
        possible=np.where(common, contacts.possible, 0),
        zeroed=contacts.zeroed & common,
    )


def _summed(contacts: Contacts, width: int) -> PlaceSums:
    group = contacts.company * width + contacts.channel
    silent = np.bincount(group[~contacts.answered])
    answered = contacts.answered
    cells = summed(
        ContactPoints(
            group=group[answered],
            got=contacts.got[answered],
            possible=contacts.possible[answered],
            zeroed=contacts.zeroed[answered],
        )
    )
    at = np.flatnonzero(silent)
    return PlaceSums(
        cells=cells,
        silent={
            divmod(place, width): count
            for place, count in zip(at.tolist(), silent[at].tolist(), strict=True)
        },
        width=width,
    )


def _mixes(scores: Mapping[Place, Mean], counting: Counting) -> dict[int, dict[int, Fraction]]:
    """What part each channel is of each company that has one with a part."""
    parts: dict[int, dict[int, Fraction]] = {}
    for (company, channel), mean in scores.items():
        part = Fraction(mean.contacts)
        if counting.channel_weights is not None:
            part = counting.channel_weights.get(channel, ZERO)
        parts.setdefault(company, {})[channel] = part
    return {
        company: {channel: part / whole for channel, part in own.items()}
        for company, own in parts.items()
        if (whole := sum(own.values(), ZERO))
    }
