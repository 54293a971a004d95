"""How much of a figure each section of each contact makes.

Whatever the method's choices, a company's total is a weighted mean of what its contacts have in
their sections (methods.md 1.2):

    total = sum over contacts i and sections k of  c_ik s_ik,   sum of c_ik = 1

with s the percentage of a section, 0 for a contact that nobody answered. The shares c are constants
once it is known which sections applied in which contact; they are all that the methods differ in.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from scoring.formulas.counting import Counting
from scoring.formulas.points_lost import UNANSWERED, Contact

ZERO = Fraction(0)
Shares = dict[str, Fraction]


def shares_within(
    contact: Contact, weights: Mapping[str, Fraction], *, by_points: bool = False
) -> Shares:
    """The share of each section in the contact's own score; they add up to one.

    Without an answer the contact is its one share. Raises ValueError when no section with a weight
    applied: such a contact has no score.
    """
    if not contact.answered:
        return {UNANSWERED: Fraction(1)}
    found = {
        key: weights[key] * (points.possible if by_points else 1)
        for key, points in contact.sections.items()
        if points.possible
    }
    return _adding_to_one(found, "a contact in which no section with a weight applied has no score")


def shares_of_total(
    contacts: Sequence[Contact],
    counting: Counting,
    *,
    sections: Sequence[str],
    channels: Sequence[str],
) -> list[Shares]:
    """The share of each section of each contact in the company's total; all add up to one.

    `sections` and `channels` name what `counting` has by number. A contact that does not count has
    no share. Raises ValueError when none does.
    """
    if counting.channel_weights is None:
        return _together(contacts, counting, sections)
    named = {channels[number]: weight for number, weight in counting.channel_weights.items()}
    present = {contact.channel for contact in contacts if _counts(contact, counting)}
    weights = _adding_to_one(
        {channel: weight for channel, weight in named.items() if channel in present},
        "no contact counts on a channel with a weight",
    )
    found: list[Shares] = [{} for _ in contacts]
    for channel, weight in weights.items():
        on = [place for place, contact in enumerate(contacts) if contact.channel == channel]
        shares = _together([contacts[place] for place in on], counting, sections)
        for place, share in zip(on, shares, strict=True):
            found[place] = {key: weight * part for key, part in share.items()}
    return found


def _counts(contact: Contact, counting: Counting) -> bool:
    return contact.answered or counting.unanswered_count


def _together(
    contacts: Sequence[Contact], counting: Counting, sections: Sequence[str]
) -> list[Shares]:
    weights = dict(zip(sections, counting.weights, strict=True))
    match counting.company:
        case "mean_of_contacts":
            return _of_contacts(contacts, counting, weights)
        case "mean_of_sections":
            return _of_sections(contacts, counting, weights)
        case "ratio_of_sums":
            return _of_points(contacts, weights)


def _of_contacts(
    contacts: Sequence[Contact], counting: Counting, weights: Mapping[str, Fraction]
) -> list[Shares]:
    count = sum(_counts(contact, counting) for contact in contacts)
    return [
        {
            key: share / count
            for key, share in shares_within(contact, weights, by_points=counting.by_points).items()
        }
        if _counts(contact, counting)
        else {}
        for contact in contacts
    ]


def _of_sections(
    contacts: Sequence[Contact], counting: Counting, weights: Mapping[str, Fraction]
) -> list[Shares]:
    silent_in = dict(zip(weights, counting.silent_in, strict=True))
    silent = sum(not contact.answered for contact in contacts)
    counted = {
        key: sum(_has(contact, key) for contact in contacts) + silent * silent_in[key]
        for key in weights
    }
    share = _adding_to_one(
        {key: weights[key] for key, count in counted.items() if count},
        "no section with a weight applied in any contact",
    )
    one = {key: part / counted[key] for key, part in share.items()}
    unanswered = sum((part for key, part in one.items() if silent_in[key]), ZERO)
    return [
        {key: part for key, part in one.items() if _has(contact, key)}
        if contact.answered
        else {UNANSWERED: unanswered}
        for contact in contacts
    ]


def _of_points(contacts: Sequence[Contact], weights: Mapping[str, Fraction]) -> list[Shares]:
    found = [
        {
            key: weights[key] * points.possible
            for key, points in contact.sections.items()
            if contact.answered and points.possible
        }
        for contact in contacts
    ]
    whole = sum((part for shares in found for part in shares.values()), ZERO)
    if not whole:
        raise ValueError("no point could be earned in any contact")
    return [{key: part / whole for key, part in shares.items()} for shares in found]


def _has(contact: Contact, key: str) -> bool:
    return contact.answered and key in contact.sections and contact.sections[key].possible > 0


def _adding_to_one(parts: Mapping[str, Fraction], otherwise: str) -> dict[str, Fraction]:
    whole = sum(parts.values(), ZERO)
    if not whole:
        raise ValueError(otherwise)
    return {key: part / whole for key, part in parts.items()}
