"""The award and its people, made once for a module; see tests/evaluations/casting.py."""

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
