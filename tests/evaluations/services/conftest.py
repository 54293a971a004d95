"""The award and its people, made once for a module; see tests/evaluations/casting.py."""

from tests.evaluations.casting import (
    _cast_of_the_module,
    alma,
    award,
    begin,
    cast,
    make_award,
    nora,
    selma,
)

__all__ = ["_cast_of_the_module", "alma", "award", "begin", "cast", "make_award", "nora", "selma"]
