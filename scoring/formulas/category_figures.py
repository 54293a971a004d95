"""Every figure of the companies of one category, exact until the last rounding."""

from collections.abc import Iterator, Mapping, Sequence
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
    section_means,
    summed,
)
from scoring.formulas.rounding import rounded


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
    """One company's figures in percent; sections and channels by their number."""

    contacts: int
    answered: int
    total: Decimal
    answered_only: Decimal | None
    agent: Decimal | None
    sections: dict[int, AreaFigure]
    channels: dict[int, AreaFigure]


@dataclass(frozen=True, slots=True)
class _Means:
    """The means of all companies, and the unanswered contacts of each company and channel."""

    answered: Mapping[int, Mean]
    agent: Mapping[int, Mean]
    sections: Sequence[Mapping[int, Mean]]
    channels: Mapping[tuple[int, int], Mean]
    silent: Mapping[tuple[int, int], int]


def company_figures(
    contacts: Contacts, *, weights: Sequence[Fraction], agent: Sequence[bool]
) -> dict[int, CompanyFigures]:
    """The figures of every company that has a contact.

    `agent` marks the sections of the agent's figure. Unanswered contacts count 0 in the total and
    on their channel; they are no part of the other figures.
    """
    found = _means(contacts, weights, agent)
    companies = {company for company, _channel in (*found.channels, *found.silent)}
    return {company: _figures(company, found) for company in sorted(companies)}


def _means(contacts: Contacts, weights: Sequence[Fraction], agent: Sequence[bool]) -> _Means:
    width = int(contacts.channel.max(initial=0)) + 1
    place = contacts.company * width + contacts.channel
    # The answered flag is a part of the group: picking rows out would copy every matrix.
    everything = summed(
        ContactPoints(
            group=2 * place + contacts.answered,
            got=contacts.got,
            possible=contacts.possible,
            zeroed=contacts.zeroed,
        )
    )
    cells = everything.chosen(everything.group % 2 == 1)
    silent = everything.chosen(everything.group % 2 == 0)
    company = cells.group // 2 // width
    of_agent = [weight * chosen for weight, chosen in zip(weights, agent, strict=True)]
    return _Means(
        answered=means(cells, weights, group=company),
        agent=means(cells, of_agent, group=company),
        sections=[section_means(cells, k, group=company) for k in range(len(weights))],
        channels={
            divmod(at, width): mean
            for at, mean in means(cells, weights, group=cells.group // 2).items()
        },
        silent=_counted(silent, width),
    )


def _counted(cells: Cells, width: int) -> Mapping[tuple[int, int], int]:
    counts: dict[tuple[int, int], int] = {}
    for group, contacts in zip(cells.group.tolist(), cells.contacts.tolist(), strict=True):
        at = divmod(group // 2, width)
        counts[at] = counts.get(at, 0) + contacts
    return counts


def _figures(company: int, found: _Means) -> CompanyFigures:
    answered = found.answered.get(company, NOTHING)
    channels = dict(_channels(company, found))
    contacts = sum(figure.contacts for figure in channels.values())
    return CompanyFigures(
        contacts=contacts,
        answered=answered.contacts,
        total=rounded(answered.with_unanswered(contacts - answered.contacts).value),
        answered_only=rounded(answered.value) if answered.contacts else None,
        agent=rounded(found.agent[company].value) if company in found.agent else None,
        sections={
            number: AreaFigure(rounded(section[company].value), section[company].contacts)
            for number, section in enumerate(found.sections)
            if company in section
        },
        channels=channels,
    )


def _channels(company: int, found: _Means) -> Iterator[tuple[int, AreaFigure]]:
    places = {at for at in (*found.channels, *found.silent) if at[0] == company}
    for at in sorted(places):
        mean = found.channels.get(at, NOTHING).with_unanswered(found.silent.get(at, 0))
        yield at[1], AreaFigure(rounded(mean.value), mean.contacts)
