"""Every figure of the companies of one category, exact until the last rounding."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scoring.formulas.company_means import (
    NOTHING,
    Cells,
    ContactPoints,
    Integers,
    Mean,
    means,
    ratios,
    section_means,
    summed,
)
from scoring.formulas.contact_cells import ContactCells
from scoring.formulas.counting import Counting
from scoring.formulas.rounding import rounded

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Contacts:
    """Approved contacts as arrays, answered or not: one row a contact, one column a section."""

    company: Integers  # numbered from 0
    channel: Integers  # numbered from 0
    answered: NDArray[np.bool_]
    got: Integers
    possible: Integers
    zeroed: NDArray[np.bool_]


class AreaFigure(NamedTuple):
    """A mean over a part of a company's contacts."""

    mean: Decimal
    contacts: int


@dataclass(frozen=True, slots=True)
class CompanyFigures:
    """One company's figures in percent; sections and channels by their number.

    `total` is None for a company without a contact that counts, which only a method that leaves
    unanswered contacts out can have. `contacts` are all, `answered` those somebody answered.
    """

    contacts: int
    answered: int
    total: Decimal | None
    answered_only: Decimal | None
    agent: Decimal | None
    sections: dict[int, AreaFigure]
    channels: dict[int, AreaFigure]


@dataclass(frozen=True, slots=True)
class _Sums:
    """Points added up by pattern and place; a place is `company x width + channel`."""

    cells: Cells
    place: Integers
    width: int
    answered: Mapping[int, int]  # contacts by place
    silent: Mapping[int, int]


def company_figures(
    contacts: Contacts, counting: Counting, *, with_areas: bool = True
) -> dict[int, CompanyFigures]:
    """The figures of every company that has a contact.

    Those of sections and channels take most of the time; without them there are none of either.
    """
    return figures_of_cells(contact_cells(contacts), counting, with_areas=with_areas)


def contact_cells(contacts: Contacts) -> ContactCells:
    """The contacts added up by company, channel, answered or not, and pattern."""
    width = int(contacts.channel.max(initial=0)) + 1
    place = contacts.company * width + contacts.channel
    # The answered flag is a part of the group: picking rows out would copy every matrix.
    cells = summed(
        ContactPoints(
            group=2 * place + contacts.answered,
            got=contacts.got,
            possible=contacts.possible,
            zeroed=contacts.zeroed,
        )
    )
    return ContactCells(
        company=cells.group // 2 // width,
        channel=cells.group // 2 % width,
        answered=cells.group % 2 == 1,
        contacts=cells.contacts,
        got=cells.got,
        possible=cells.possible,
        zeroed=cells.zeroed,
    )


def figures_of_cells(
    cells: ContactCells, counting: Counting, *, with_areas: bool = True
) -> dict[int, CompanyFigures]:
    """The figures of every company that has a contact, from contacts added up."""
    sums = _summed(cells, counting)
    channels: Mapping[int, Mean] = {}
    if with_areas:
        channels = _means(sums, counting.weights, counting, silent=sums.silent)
    totals = _totals(sums, counting.weights, counting, silent=sums.silent)
    answered_only = _totals(sums, counting.weights, counting, silent={})
    agent = _totals(sums, counting.agent_weights, counting, silent={})
    asked = range(len(counting.weights) if with_areas else 0)
    sections = [_section(sums, number, counting) for number in asked]
    companies = sorted({place // sums.width for place in (*sums.answered, *sums.silent)})
    answered = _regrouped(sums.answered, sums.width)
    silent = _regrouped(sums.silent, sums.width)
    return {
        company: CompanyFigures(
            contacts=answered.get(company, 0) + silent.get(company, 0),
            answered=answered.get(company, 0),
            total=_figure(totals, company),
            answered_only=_figure(answered_only, company),
            agent=_figure(agent, company),
            sections=_areas({k: section.get(company) for k, section in enumerate(sections)}),
            channels=_areas({k: channels.get(company * sums.width + k) for k in range(sums.width)}),
        )
        for company in companies
    }


def company_totals(cells: ContactCells, counting: Counting) -> dict[int, Decimal]:
    """The total of every company that has one, alone: what a ranking under other weights needs."""
    sums = _summed(cells, counting)
    totals = _totals(sums, counting.weights, counting, silent=sums.silent)
    return {company: rounded(total) for company, total in totals.items()}


def _summed(cells: ContactCells, counting: Counting) -> _Sums:
    answered, width = cells.cells(counting.critical, answered=True)
    silent, _ = cells.cells(counting.critical, answered=False)
    return _Sums(answered, answered.group, width, _counted(answered), _counted(silent))


def _counted(cells: Cells) -> Mapping[int, int]:
    counts = np.bincount(cells.group, weights=cells.contacts)
    present = np.flatnonzero(counts)
    return dict(zip(present.tolist(), counts[present].astype(np.int64).tolist(), strict=True))


def _totals(
    sums: _Sums, weights: Sequence[Fraction], counting: Counting, *, silent: Mapping[int, int]
) -> Mapping[int, Fraction]:
    """The figure of each company that has one."""
    if counting.channel_weights is None:
        pooled = _means(sums, weights, counting, silent=silent, width=sums.width)
        return {company: mean.value for company, mean in pooled.items()}
    parts: dict[int, list[tuple[Fraction, Fraction]]] = {}
    for place, mean in _means(sums, weights, counting, silent=silent).items():
        company, channel = divmod(place, sums.width)
        weight = counting.channel_weights.get(channel, ZERO)
        parts.setdefault(company, []).append((weight, mean.value))
    return _weighted_means(parts)


def _means(
    sums: _Sums,
    weights: Sequence[Fraction],
    counting: Counting,
    *,
    silent: Mapping[int, int],
    width: int = 1,
) -> Mapping[int, Mean]:
    """The figure of each group of places: of each place alone, or with `width` of each company."""
    group = sums.place // width
    quiet = _regrouped(silent, width) if counting.unanswered_count else {}
    match counting.company:
        case "mean_of_contacts":
            found = means(sums.cells, weights, group=group, by_points=counting.by_points)
            return _with_unanswered(found, quiet)
        case "ratio_of_sums":
            return ratios(sums.cells, weights, group=group)
        case "mean_of_sections":
            answered = _regrouped(sums.answered, width)
            return _of_sections(
                _section_means(sums, group, quiet, counting), weights, answered, quiet
            )


def _section_means(
    sums: _Sums, group: Integers, quiet: Mapping[int, int], counting: Counting
) -> list[Mapping[int, Mean]]:
    return [
        _with_unanswered(section_means(sums.cells, number, group=group), quiet if counts else {})
        for number, counts in enumerate(counting.silent_in)
    ]


def _of_sections(
    sections: Sequence[Mapping[int, Mean]],
    weights: Sequence[Fraction],
    answered: Mapping[int, int],
    quiet: Mapping[int, int],
) -> Mapping[int, Mean]:
    parts: dict[int, list[tuple[Fraction, Fraction]]] = {}
    for weight, section in zip(weights, sections, strict=True):
        for group, mean in section.items():
            parts.setdefault(group, []).append((weight, mean.value))
    contacts = {group: answered.get(group, 0) + quiet.get(group, 0) for group in parts}
    return {
        group: Mean(value * contacts[group], contacts[group])
        for group, value in _weighted_means(parts).items()
    }


def _weighted_means(
    parts: Mapping[int, Sequence[tuple[Fraction, Fraction]]],
) -> dict[int, Fraction]:
    """Of each group's (weight, value) pairs; a group in which nothing has a weight is missing."""
    whole = {group: sum((weight for weight, _ in pairs), ZERO) for group, pairs in parts.items()}
    return {
        group: sum((weight * value for weight, value in pairs), ZERO) / whole[group]
        for group, pairs in parts.items()
        if whole[group]
    }


def _section(sums: _Sums, number: int, counting: Counting) -> Mapping[int, Mean]:
    """Each company's figure in one section, made as its total is made."""
    group = sums.place // sums.width
    alone = [Fraction(int(other == number)) for other in range(len(counting.weights))]
    if counting.company == "ratio_of_sums":
        return ratios(sums.cells, alone, group=group)
    counts = counting.company == "mean_of_sections" and counting.silent_in[number]
    quiet = _regrouped(sums.silent, sums.width) if counts else {}
    return _with_unanswered(section_means(sums.cells, number, group=group), quiet)


def _with_unanswered(found: Mapping[int, Mean], quiet: Mapping[int, int]) -> Mapping[int, Mean]:
    return {
        group: found.get(group, NOTHING).with_unanswered(quiet.get(group, 0))
        for group in sorted({*found, *quiet})
    }


def _regrouped(counts: Mapping[int, int], width: int) -> dict[int, int]:
    found: dict[int, int] = {}
    for place, contacts in counts.items():
        found[place // width] = found.get(place // width, 0) + contacts
    return found


def _figure(values: Mapping[int, Fraction], company: int) -> Decimal | None:
    return rounded(values[company]) if company in values else None


def _areas(found: Mapping[int, Mean | None]) -> dict[int, AreaFigure]:
    return {
        number: AreaFigure(rounded(mean.value), mean.contacts)
        for number, mean in found.items()
        if mean is not None
    }
