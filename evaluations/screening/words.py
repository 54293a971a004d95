"""Words that stand in two reports: near-duplicate texts among thousands, each pair confirmed.

Texts are compared by their shingles, the sets of all runs of five characters (case and spacing
left aside), with the Jaccard similarity |A and B| / |A or B|. Comparing every two texts would take
millions of sets, so candidates come from MinHash (Broder 1997, "On the resemblance and containment
of documents"): under a random order of all shingles, the first of A and that of B are the same
with just the probability of their similarity s. Of 64 orders, bands of 4 are compared as a whole;
a pair is a candidate when any of the 16 bands is the same, which happens with probability
1 - (1 - s^4)^16: in 0.99 of pairs at s = 0.7, and in 0.002 at s = 0.1 (Leskovec, Rajaraman and
Ullman, Mining of Massive Datasets, section 3.4); all 64 then sort out most of those. What is left
is confirmed by its exact similarity, so nothing is named in vain; one pair in a hundred at the very
limit may be missed.

No library does this here: it is two pages over numpy, whose hashing of all texts at once is what
takes the time, while datasketch hashes shingle by shingle.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations
from math import sqrt

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint64]

SHINGLE = 5
_BANDS, _ROWS = 16, 4
# Of 64 hashes so many standard errors fewer than expected may be the same: 1 pair in 30,000 is not.
_ERRORS = 4
# Fixed orders: which candidates are found must not change from day to day.
_SEED = 20_240_115
# Odd multipliers spread what they multiply over all 64 bits (Knuth; Steele et al. 2014).
_STEP = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_HALF = np.uint64(32)


def copied(  # noqa: PLR0913 - the texts, and the limits, all named
    texts: Sequence[str],
    owner: Sequence[int],
    *,
    author: Sequence[int] | None = None,
    limit: float = 0.7,
    shortest: int = 40,
    most: int = 5,
    authors: int = 4,
) -> dict[int, list[tuple[int, float]]]:
    """By owner whose words stand with an earlier one: at most so many of those, most alike first.

    Each text has its owner's number, and a lower number is earlier. Texts with fewer characters
    than `shortest` are left out. `author` has the number of each owner's author; words of more
    than so many `authors` are a phrase in common use, which nobody has from anybody. Raises
    ValueError where texts and owners do not match, unless the limit is above 0 and at most 1, and
    when a text may be shorter than a shingle.
    """
    if len(owner) != len(texts):
        raise ValueError("every text has an owner")
    if not 0 < limit <= 1:
        raise ValueError("the limit of similarity is above 0 and at most 1")
    if shortest < SHINGLE:
        raise ValueError("a text is no shorter than a shingle")
    owners: dict[str, set[int]] = {}
    for text, whose in zip(map(normal, texts), owner, strict=True):
        if len(text) >= shortest:
            owners.setdefault(text, set()).add(whose)
    distinct = sorted(owners)
    holders = [sorted(owners[text]) for text in distinct]
    # Whoever has the very same words needs no search.
    pairs = [*((at, at, 1.0) for at in range(len(distinct))), *_confirmed(distinct, limit)]
    if author is not None:
        common = _common(holders, pairs, author, authors)
        pairs = [pair for pair in pairs if not common & {pair[0], pair[1]}]
    return _earlier(holders, pairs, most)


def _common(
    holders: Sequence[Sequence[int]],
    pairs: Iterable[tuple[int, int, float]],
    author: Sequence[int],
    most: int,
) -> set[int]:
    """The texts that stand, they or one like them, with more than so many authors."""
    own = [{author[owner] for owner in each} for each in holders]
    whose = [set(each) for each in own]
    for one, other, _ in pairs:
        whose[one] |= own[other]
        whose[other] |= own[one]
    return {at for at, each in enumerate(whose) if len(each) > most}


def _earlier(
    holders: Sequence[Sequence[int]], pairs: Iterable[tuple[int, int, float]], most: int
) -> dict[int, list[tuple[int, float]]]:
    """Of the holders of like texts, the earlier ones of each; the first of them will do."""
    nearest: dict[int, dict[int, float]] = {}
    for one, other, alike in pairs:
        for mine, theirs in {(one, other), (other, one)}:
            first = holders[theirs][:most]
            for later in holders[mine]:
                for earlier in first:
                    if earlier < later:
                        found = nearest.setdefault(later, {})
                        found[earlier] = max(alike, found.get(earlier, 0.0))
    return {
        later: sorted(found.items(), key=lambda each: (-each[1], each[0]))[:most]
        for later, found in sorted(nearest.items())
    }


def normal(text: str) -> str:
    """The text without differences of case and spacing."""
    return " ".join(text.casefold().split())


def shingles(text: str) -> frozenset[str]:
    """Every run of five characters."""
    return frozenset(text[at : at + SHINGLE] for at in range(len(text) - SHINGLE + 1))


def similarity(one: frozenset[str], other: frozenset[str]) -> float:
    """Jaccard: what both have of what either has."""
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared)


def _confirmed(texts: Sequence[str], limit: float) -> Iterator[tuple[int, int, float]]:
    if not texts:
        return
    candidates = _candidates(_signatures(texts), limit)
    sets: Mapping[int, frozenset[str]] = {at: shingles(texts[at]) for at in set(chain(*candidates))}
    for one, other in candidates:
        alike = similarity(sets[one], sets[other])
        if alike >= limit:
            yield one, other, alike


def _signatures(texts: Sequence[str]) -> Words:
    """The least hash of each text's shingles in each order: one row a text."""
    codes = np.frombuffer(
        "".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32
    ).astype(np.uint64)
    lengths = np.array([len(text) for text in texts])
    starts = np.cumsum(lengths) - lengths
    hashes = np.zeros(len(codes) - SHINGLE + 1, dtype=np.uint64)
    for shift in range(SHINGLE):
        hashes = (hashes ^ codes[shift : shift + len(hashes)]) * _STEP
        hashes ^= hashes >> _HALF
    # Runs that begin in one text and end in the next belong to neither.
    own = np.repeat(starts + lengths - SHINGLE, lengths)[: len(hashes)]
    hashes = hashes[np.arange(len(hashes)) <= own]
    firsts = np.cumsum(lengths - SHINGLE + 1) - (lengths - SHINGLE + 1)
    random = np.random.Generator(np.random.PCG64(_SEED))
    orders = random.integers(1, 2**64, size=_BANDS * _ROWS, dtype=np.uint64, endpoint=False)
    columns, mixed, high = [], np.empty_like(hashes), np.empty_like(hashes)
    for order in orders:
        # In place: fresh memory for millions of hashes costs more than the arithmetic.
        np.multiply(np.bitwise_xor(hashes, order, out=mixed), _MIX, out=mixed)
        np.bitwise_xor(mixed, np.right_shift(mixed, _HALF, out=high), out=mixed)
        columns.append(np.minimum.reduceat(mixed, firsts))
    return np.column_stack(columns)


def _candidates(signatures: Words, limit: float) -> list[tuple[int, int]]:
    """The texts with a band in common, and hashes enough to be as similar as the limit."""
    size = signatures.shape[1]
    fewest = size * limit - _ERRORS * sqrt(size * limit * (1 - limit))
    found: set[tuple[int, int]] = set()
    for band in np.split(signatures, _BANDS, axis=1):
        pairs = np.array(list(_together(band)), dtype=np.int64).reshape(-1, 2)
        same = (signatures[pairs[:, 0]] == signatures[pairs[:, 1]]).sum(axis=1)
        found.update(map(tuple, pairs[same >= fewest].tolist()))
    return sorted(found)


def _together(band: Words) -> Iterator[tuple[int, int]]:
    """The texts whose band is the same, two by two."""
    _, bucket = np.unique(band, axis=0, return_inverse=True)
    order = np.argsort(bucket, kind="stable")
    ends = np.cumsum(np.bincount(bucket))
    for end, count in zip(ends.tolist(), np.bincount(bucket).tolist(), strict=True):
        if count > 1:
            yield from combinations(order[end - count : end].tolist(), 2)
