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


# Above a shopper's calls, and below a programme's categories.
on_my_calls: Place[User] = Place()
on_programme: Place[Programme] = Place()
