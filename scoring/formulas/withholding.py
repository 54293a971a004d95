"""Which partial figures are withheld because too few contacts or companies stand behind them.

One withheld figure among several can be worked out from the others and the whole, so a second one
is withheld with it: the smallest of the rest (complementary suppression). What is left of the whole
when all that is shown is taken away must itself have enough behind it (the threshold rule of
statistical disclosure control: Hundepool and others, Statistical Disclosure Control, Wiley 2012,
chapter 4).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import lgamma, log
from typing import NamedTuple, TypeVar

K = TypeVar("K")
Companies = frozenset[int]
_NOBODY: Companies = frozenset()


def withheld(contacts: Mapping[K, int], least: int) -> set[K]:
    """The parts of one whole that are not shown; `contacts` stand behind each part.

    Two with hardly any contacts between them are told together by the whole, so they too take one
    more along. Of parts with as few contacts the first is taken.
    """
    few = {part for part, count in contacts.items() if count < least}
    rest = [part for part in contacts if part not in few]
    if rest and (len(few) == 1 or 0 < sum(contacts[part] for part in few) < least):
        few.add(min(rest, key=lambda part: contacts[part]))
    return few


def ways_to_share(contacts: Collection[int]) -> float:
    """In how many ways, as a power of 2, contacts are shared out among people who made so many.

    Who is who does not matter, only whose contacts belong together: n! / (prod of n_i! m_j!), where
    m_j people have as many contacts each. 0 where all are one person's, or each another's.
    """
    alike = Counter(contacts).values()
    ways = lgamma(sum(contacts) + 1) - sum(lgamma(each + 1) for each in (*contacts, *alike))
    return max(0.0, ways / log(2))


class Few(StrEnum):
    """Of which companies there are too few behind a mean; the fields of `Base`."""

    STAYED = "stayed"
    UNLISTED = "unlisted"
    MOVED = "moved"


class Base(NamedTuple):
    """The companies behind a group's means: those of both years, and those that no list prints.

    Whoever knows some of the first can take them away from it. `unlisted` are what is left of each
    single mean, a year's or that of those who stayed in it, when everybody takes the printed
    companies away. `moved` are those who left, and those who came, since each mean that was
    published before: everybody can take that one away from this.
    """

    stayed: Companies
    unlisted: tuple[Companies, ...] = ()
    moved: tuple[Companies, ...] = ()

    @property
    def sets(self) -> tuple[Companies, ...]:
        """Whatever may be left when something known is taken away."""
        return (self.stayed, *self.unlisted, *self.moved)

    @property
    def counts(self) -> tuple[int, ...]:
        """How many each of them are."""
        return tuple(map(len, self.sets))


@dataclass(frozen=True, slots=True)
class Secrecy:
    """How many companies have to stand behind a mean, and which of them somebody knows together.

    `known` has a set for each reader who knows several, as a client does who owns them. What is
    left of a mean without these must be enough for its companies not to know each other's.
    """

    least: int
    known: Collection[Companies] = ()

    def keeps(self, base: Base) -> bool:
        """Whether nothing that is left of these means tells of a single company."""
        return all(not companies or self._keeps(companies) for companies in base.sets)

    def _keeps(self, companies: Companies) -> bool:
        # Who knows one company is reckoned with in `least`: of three, she leaves two.
        few = range(1, self.least - 1)
        return len(companies) >= self.least and all(
            len(companies - known) not in few for known in self.known
        )


def publishable(groups: Mapping[K, Base], secrecy: Secrecy) -> set[K]:
    """The groups whose means tell of no company alone, together with the mean of all groups.

    Each has enough companies of both years, and none or enough that no list prints; and so has what
    is left of all groups. To that end the smallest is withheld that is enough for it, else the
    smallest; of equals the first one.
    """
    shown = [key for key, base in groups.items() if base.stayed and secrecy.keeps(base)]

    def left(without: K | None = None) -> Base:
        return _together(groups, [key for key in groups if key not in shown or key == without])

    while shown and not secrecy.keeps(left()):
        shown.remove(min(shown, key=lambda key: (not secrecy.keeps(left(key)), groups[key].counts)))
    return set(shown)


def too_few_for_whole(groups: Mapping[K, Base], secrecy: Secrecy) -> Few | None:
    """Why the mean of all groups together tells of single companies; None where it does not."""
    whole = _together(groups, groups.keys())
    if not whole.stayed or not secrecy.keeps(Base(whole.stayed)):
        return Few.STAYED
    if not secrecy.keeps(Base(whole.stayed, whole.unlisted)):
        return Few.UNLISTED
    return None if secrecy.keeps(whole) else Few.MOVED


def _together(groups: Mapping[K, Base], keys: Collection[K]) -> Base:
    """The companies behind several groups; `moved` since the same means in each of them."""
    bases = [groups[key] for key in keys]
    return Base(
        stayed=_NOBODY.union(*(base.stayed for base in bases)),
        unlisted=_united(base.unlisted for base in bases),
        moved=_united(base.moved for base in bases),
    )


def _united(sets: Iterable[tuple[Companies, ...]]) -> tuple[Companies, ...]:
    return tuple(_NOBODY.union(*alike) for alike in zip(*sets, strict=True))
