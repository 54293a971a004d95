"""What of an app above rests on a report: it says so here, and services refuse by it."""

from collections.abc import Callable

from evaluations.models import Evaluation

# A sentence, or nothing where nothing rests on the report.
Hold = Callable[[Evaluation], str]
_published: list[Hold] = []


def register_published(hold: Hold) -> None:
    """Let an app above say that a report is published; done when the app is loaded."""
    if hold not in _published:
        _published.append(hold)


def published(evaluation: Evaluation) -> str:
    """Why the report's content stays as it is; empty where nothing is published of it."""
    return next(filter(None, (hold(evaluation) for hold in _published)), "")
