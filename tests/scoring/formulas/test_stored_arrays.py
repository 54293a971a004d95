"""What was stored comes back; nothing else is taken for it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from scoring.formulas.stored_arrays import from_bytes, to_bytes


@dataclass(frozen=True, slots=True)
class Pair:
    """Two arrays of different kinds."""

    counts: NDArray[np.uint8]
    known: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Single:
    """Something else."""

    other: Any


def test_arrays_come_back_as_they_were() -> None:
    counts = np.array([[1, 2], [3, 255]], np.uint8)

    back = from_bytes(Pair, to_bytes(Pair(counts, np.array([True, False]))))

    assert (str(back.counts.dtype), back.counts.tolist()) == ("uint8", [[1, 2], [3, 255]])
    assert (str(back.known.dtype), back.known.tolist()) == ("bool", [True, False])


def test_equal_arrays_are_equal_bytes() -> None:
    one, other = (Pair(np.arange(9, dtype=np.uint8), np.ones(3, np.bool_)) for _ in range(2))

    assert to_bytes(one) == to_bytes(other)


def test_a_python_object_is_never_read() -> None:
    stored = to_bytes(Single(np.array([{"any": "thing"}], dtype=object)))

    with pytest.raises(ValueError, match="allow_pickle=False"):
        from_bytes(Single, stored)


@pytest.mark.parametrize(
    "stored",
    [b"", b"PK\x03\x04 but no archive", to_bytes(Single(np.arange(3)))],
    ids=["nothing", "torn", "other fields"],
)
def test_other_bytes_are_refused(stored: bytes) -> None:
    with pytest.raises(ValueError, match=r"^these bytes are no stored Pair$"):
        from_bytes(Pair, stored)


def test_text_is_refused() -> None:
    with pytest.raises(ValueError, match="pickle"):
        from_bytes(Pair, b"no archive at all")
