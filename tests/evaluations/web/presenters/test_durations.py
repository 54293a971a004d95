"""Lengths of time in words."""

import pytest
from django.utils import translation

from evaluations.web.presenters.calls.durations import duration


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0:00 min"),
        (65, "1:05 min"),
        (3_599, "59:59 min"),
        (3_600, "1 h 0 min"),
        (172_799, "47 h 59 min"),
        (172_800, "2 days"),
        (300_000, "3 days"),
    ],
)
def test_a_duration_is_said_as_exactly_as_it_matters(seconds: int, words: str) -> None:
    with translation.override("en"):
        assert duration(seconds) == words
