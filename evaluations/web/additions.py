"""What apps above this one add to its pages: they register it, and the page asks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from evaluations.models import Programme
from shoppers.models import User

About = TypeVar("About")


@dataclass(frozen=True, slots=True)
class Addition:
    """A piece of a page: its template, and all that the template sees."""

    template: str
    context: Mapping[str, Any]


class Place(Generic[About]):
    """A place on a page; `About` is what the page is about."""

    def __init__(self) -> None:
        self._makers: list[Callable[[About], Addition | None]] = []

    def register(self, maker: Callable[[About], Addition | None]) -> None:
        """Let this maker add a piece, or None where it has nothing to say."""
        if maker not in self._makers:
            self._makers.append(maker)

    def shown(self, about: About) -> list[Addition]:
        """The pieces to show."""
        made = [maker(about) for maker in self._makers]
        return [addition for addition in made if addition is not None]


@dataclass(frozen=True, slots=True)
class RosterCell:
    """What a column says of one shopper, and by what it is sorted; None stands last."""

    text: str
    note: str = ""
    value: float | None = None


@dataclass(frozen=True, slots=True)
class RosterColumn:
    """A column of the roster, by the keys of shoppers; `note` says below the list what it tells."""

    key: str
    label: str
    cells: Mapping[int, RosterCell]
    missing: RosterCell
    note: str

    def of(self, shopper: int) -> RosterCell:
        """The cell of one shopper."""
        return self.cells.get(shopper, self.missing)


class RosterPlace:
    """Columns that apps above add to the roster of one programme."""

    def __init__(self) -> None:
        self._makers: list[Callable[[Programme, User], RosterColumn | None]] = []

    def register(self, maker: Callable[[Programme, User], RosterColumn | None]) -> None:
        """Let this maker add a column for who reads, or None where it has nothing to say."""
        if maker not in self._makers:
            self._makers.append(maker)

    def shown(self, about: Programme, *, by: User) -> list[RosterColumn]:
        """The columns to show to her."""
        made = [maker(about, by) for maker in self._makers]
        return [column for column in made if column is not None]


on_roster = RosterPlace()
# Above a shopper's calls, and below a programme's categories.
on_my_calls: Place[User] = Place()
on_programme: Place[Programme] = Place()
