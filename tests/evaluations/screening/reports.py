"""Made-up reports, without anything unusual unless a test asks for it."""

import datetime as dt
from typing import Any

from evaluations.screening.facts import ReportFacts

START = dt.datetime(2024, 1, 15, 9, tzinfo=dt.UTC)
QUESTIONS = tuple(f"q{number}" for number in range(12))


def report(number: int, **facts: Any) -> ReportFacts:
    """The report that was handed in so many minutes after the start."""
    given: dict[str, Any] = {
        "key": f"r{number:03}",
        "shopper": f"s{number % 4}",
        "channel": "phone",
        "checklist": "one",
        "handed_in": START + dt.timedelta(minutes=number),
    }
    return ReportFacts(**(given | facts))


def answers(*places: int) -> dict[str, int]:
    """These places of options, for the first questions."""
    return dict(zip(QUESTIONS, places, strict=False))


def varied(number: int) -> dict[str, int]:
    """Answers to all questions in which no two numbers below 81 are alike."""
    digits = [number // 3**power % 3 for power in range(4)]
    return answers(*(digits[at % 4] if at < 8 else (digits[at % 4] + at) % 3 for at in range(12)))
