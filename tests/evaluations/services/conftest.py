"""The award and its people, made once for a module; see tests/evaluations/casting.py."""

from collections.abc import Iterator

import pytest
from django.utils.translation import override

from tests.evaluations.casting import (
    alma,
    award,
    begin,
    cast,
    cast_given,
    make_award,
    nora,
    selma,
)

__all__ = ["alma", "award", "begin", "cast", "cast_given", "make_award", "nora", "selma"]


@pytest.fixture
def in_english() -> Iterator[None]:
    """Sentences are read in English."""
    with override("en"):
        yield
