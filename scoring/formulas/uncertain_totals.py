"""Companies' totals with what their errors are made of, whatever the method's choices.

A total is a linear combination of means of parts (`clustered_errors`), and a method's choices say
which: all contacts of a company; its contacts on each channel, with the channels' weights; its
sections, with theirs. A ratio of sums R = sum w got / sum w possible is no mean, but to the first
order it moves like the mean of

    R + n (w got_i - R w possible_i) / sum w possible

over its n contacts (Taylor linearisation; methods.md 1.3). Figures here are doubles: the exact ones
stand in `category_figures`, and this says how far they could be off.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.formulas.category_figures import Contacts
from scoring.formulas.clustered_errors import ClusteredScores, clustered_means, combined
from scoring.formulas.counting import Counting

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Entries:
    """What contacts bring to the means: a value in percent for a place and a kind of part."""

    value: Floats
    place: Integers  # company x channels + channel, or the company where channels are pooled
    kind: Integers  # the section, or 0
    shopper: Integers


def uncertain_totals(contacts: Contacts, shopper: Integers, counting: Counting) -> ClusteredScores:
    """The total of every company with its error; one row a company number.

    `shopper` numbers from 0 who made each contact. Raises ValueError when a company has no contact
    that counts.
    """
    companies = int(contacts.company.max(initial=-1)) + 1
    channels = 1 if counting.channel_weights is None else int(contacts.channel.max()) + 1
    place = contacts.company * channels + (contacts.channel if channels > 1 else 0)
    entries = _entries(contacts, place, shopper, counting)
    kinds = len(counting.weights)
    parts, number = np.unique(entries.place * kinds + entries.kind, return_inverse=True)
    means = clustered_means(entries.value, number.astype(np.int64), entries.shopper)
    weight = _weights(parts, kinds, channels, counting)
    owner = parts // kinds // channels
    coefficient = np.zeros((companies, len(parts)))
    coefficient[owner, np.arange(len(parts))] = weight
    whole = coefficient.sum(axis=1, keepdims=True)
    if not whole.all():
        raise ValueError("a company has no contact that counts")
    return combined(means, coefficient / whole)


def _entries(
    contacts: Contacts, place: Integers, shopper: Integers, counting: Counting
) -> _Entries:
    got, possible = _counted(contacts, counting), contacts.possible.astype(np.float64)
    weights = np.array([float(weight) for weight in counting.weights])
    match counting.company:
        case "mean_of_contacts":
            return _of_contacts(contacts, place, shopper, counting, (got, possible, weights))
        case "ratio_of_sums":
            return _of_ratios(contacts, place, shopper, (got, possible, weights))
        case "mean_of_sections":
            return _of_sections(contacts, place, shopper, counting, (got, possible))


def _counted(contacts: Contacts, counting: Counting) -> Floats:
    """The points got that count under the method."""
    match counting.critical:
        case "zero_section":
            return np.where(contacts.zeroed, 0.0, contacts.got)
        case "zero_contact":
            return np.where(contacts.zeroed.any(axis=1, keepdims=True), 0.0, contacts.got)
        case "flag_only":
            return contacts.got.astype(np.float64)


def _of_contacts(
    contacts: Contacts,
    place: Integers,
    shopper: Integers,
    counting: Counting,
    points: tuple[Floats, Floats, Floats],
) -> _Entries:
    got, possible, weights = points
    if counting.by_points:
        upper, lower = got @ weights, possible @ weights
    else:
        applies = possible > 0
        share = np.divide(got, possible, out=np.zeros_like(got), where=applies)
        upper, lower = share @ weights, applies @ weights
    value = np.divide(100 * upper, lower, out=np.zeros_like(upper), where=lower > 0)
    counts = np.where(contacts.answered, lower > 0, counting.unanswered_count)
    return _chosen(value, place, np.zeros_like(place), shopper, counts)


def _of_ratios(
    contacts: Contacts, place: Integers, shopper: Integers, points: tuple[Floats, Floats, Floats]
) -> _Entries:
    got, possible, weights = points
    counts = contacts.answered & ((possible @ weights) > 0)
    upper, lower = (got @ weights)[counts], (possible @ weights)[counts]
    at = place[counts]
    size = int(at.max(initial=-1)) + 1
    number = np.bincount(at, minlength=size)
    got_in, possible_in = (np.bincount(at, weights=each, minlength=size) for each in (upper, lower))
    ratio = np.divide(got_in, possible_in, out=np.zeros(size), where=possible_in > 0)[at]
    value = 100 * (ratio + number[at] * (upper - ratio * lower) / possible_in[at])
    return _Entries(value, at, np.zeros_like(at), shopper[counts])


def _of_sections(
    contacts: Contacts,
    place: Integers,
    shopper: Integers,
    counting: Counting,
    points: tuple[Floats, Floats],
) -> _Entries:
    got, possible = points
    silent_in = np.array(counting.silent_in)
    answered = contacts.answered[:, np.newaxis]
    counts = np.where(answered, possible > 0, silent_in)
    value = np.divide(100 * got, possible, out=np.zeros_like(got), where=possible > 0)
    kind = np.broadcast_to(np.arange(got.shape[1]), got.shape)
    everywhere = (np.broadcast_to(each[:, np.newaxis], got.shape) for each in (place, shopper))
    at, who = everywhere
    return _chosen(value, at, kind, who, counts)


def _chosen(
    value: Floats, place: Integers, kind: Integers, shopper: Integers, counts: Booleans
) -> _Entries:
    return _Entries(value[counts], place[counts], kind[counts].astype(np.int64), shopper[counts])


def _weights(parts: Integers, kinds: int, channels: int, counting: Counting) -> Floats:
    """The weight of each part: its section's share of what its place has, times its channel's."""
    weight = np.ones(len(parts))
    if counting.company == "mean_of_sections":
        weight = np.array([float(each) for each in counting.weights])[parts % kinds]
        _places, place = np.unique(parts // kinds, return_inverse=True)
        whole = np.bincount(place, weights=weight)[place]
        weight = np.divide(weight, whole, out=np.zeros_like(weight), where=whole > 0)
    if counting.channel_weights is not None:
        of_channel = np.zeros(channels)
        for channel, each in counting.channel_weights.items():
            if channel < channels:
                of_channel[channel] = float(each)
        weight = weight * of_channel[parts // kinds % channels]
    return weight
