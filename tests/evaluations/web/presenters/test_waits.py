"""Waits in words, as people in each country write a day."""

import datetime as dt

import pytest
from django.utils import translation

from evaluations.web.presenters.calls.waits import day_words


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Mon 23 Nov"), ("nb", "man 23. nov"), ("sv", "mån 23 nov")]
)
def test_a_day_is_written_as_in_the_readers_country(language: str, words: str) -> None:
    with translation.override(language):
        assert day_words(dt.date(2026, 11, 23)) == words
