"""Which partial figures are withheld because too few contacts or companies stand behind them.

One withheld figure among several can be worked out from the others and the whole, so a second one
is withheld with it: the smallest of the rest (complementary suppression). What is left of the whole
when all that is shown is taken away must itself have enough behind it (the threshold rule of
statistical disclosure control: Hundepool and others, Statistical Disclosure Control, Wiley 2012,
chapter 4).
"""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import NamedTuple, TypeVar

K = TypeVar("K")


def withheld(contacts: Mapping[K, int], least: int) -> set[K]:
    """The parts of one whole that are not shown; `contacts` stand behind each part.

    Of parts with as few contacts the first is taken.
    """
    few = {part for part, count in contacts.items() if count < least}
    rest = [part for part in contacts if part not in few]
    if len(few) == 1 and rest:
        few.add(min(rest, key=lambda part: contacts[part]))
    return few


class Few(StrEnum):
    """Of which companies there are too few behind a mean; the fields of `Base`."""

    STAYED = "stayed"
    UNLISTED = "unlisted"
    MOVED = "moved"


class Base(NamedTuple):
    """The companies behind a group's means: those of both years, and those that no list prints.

    A company that knows itself can take itself away from the first; everybody can take the printed
    ones away from the second. `moved` are those who left, and those who came, since each mean that
    was published before: everybody can take that one away from this.
    """

    stayed: int
    unlisted: int
    moved: tuple[int, ...] = ()

    @property
    def counts(self) -> tuple[int, ...]:
        """Whatever may be left when something known is taken away."""
        return (self.stayed, self.unlisted, *self.moved)


def publishable(groups: Mapping[K, Base], least: int) -> set[K]:
    """The groups whose means tell of no company alone, together with the mean of all groups.

    Each has at least `least` companies of both years, and none or so many that no list prints; and
    so has what is left of all groups. To that end the smallest is withheld that is enough for it,
    else the smallest; of equals the first one.
    """
    shown = [key for key, base in groups.items() if base.stayed and _enough(base, least)]

    def left(without: K | None = None) -> Base:
        return _together(groups, [key for key in groups if key not in shown or key == without])

    while shown and not _enough(left(), least):
        shown.remove(min(shown, key=lambda key: (not _enough(left(key), least), groups[key])))
    return set(shown)


def too_few_for_whole(groups: Mapping[K, Base], least: int) -> Few | None:
    """Why the mean of all groups together tells of single companies; None where it does not."""
    whole = _together(groups, groups.keys())
    if whole.stayed < least:
        return Few.STAYED
    if 0 < whole.unlisted < least:
        return Few.UNLISTED
    return None if _enough(whole, least) else Few.MOVED


def _together(groups: Mapping[K, Base], keys: Collection[K]) -> Base:
    """The companies behind several groups; `moved` since the same means in each of them."""
    return Base(
        stayed=sum(groups[key].stayed for key in keys),
        unlisted=sum(groups[key].unlisted for key in keys),
        moved=tuple(map(sum, zip(*(groups[key].moved for key in keys), strict=True))),
    )


def _enough(base: Base, least: int) -> bool:
    return all(count == 0 or count >= least for count in base.counts)
