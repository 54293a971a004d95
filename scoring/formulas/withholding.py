"""Which partial figures are withheld because too few contacts stand behind them.

One withheld figure among several can be worked out from the others and the whole, so a second one
is withheld with it: the smallest of the rest (complementary suppression).
"""

from collections.abc import Mapping
from typing import TypeVar

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
