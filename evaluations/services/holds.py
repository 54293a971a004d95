"""What of an app above rests on a report or a year: it says so here, and services ask."""

from collections.abc import Callable

from evaluations.models import Evaluation, Programme

# A sentence, or nothing where nothing rests on the report.
Hold = Callable[[Evaluation], str]
_published: list[Hold] = []
# Whether it is so with the programme.
Fact = Callable[[Programme], bool]
_released: list[Fact] = []
# Fewer companies than this in a category, and it has no winner.
Least = Callable[[Programme], int]
_least: list[Least] = []


def register_published(hold: Hold) -> None:
    """Let an app above say that a report is published; done when the app is loaded."""
    if hold not in _published:
        _published.append(hold)


def published(evaluation: Evaluation) -> str:
    """Why the report's content stays as it is; empty where nothing is published of it."""
    return next(filter(None, (hold(evaluation) for hold in _published)), "")


def register_released(fact: Fact) -> None:
    """Let an app above say that a programme is released; done when the app is loaded."""
    if fact not in _released:
        _released.append(fact)


def is_released(programme: Programme) -> bool:
    """Whether the programme's results are out, so that what comes now is a correction."""
    return any(fact(programme) for fact in _released)


def register_least_companies(least: Least) -> None:
    """Let an app above say how many companies a category needs; done when the app is loaded."""
    if least not in _least:
        _least.append(least)


def least_companies(programme: Programme) -> int:
    """How many companies a category needs to have a winner; 0 where nobody says."""
    return max((least(programme) for least in _least), default=0)
