"""Which answer stands for a wait: options that say from how many seconds to how many.

Pure and free of the framework, as the checklist's document that it is a part of.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated

from pydantic import Field, StrictInt
from pydantic_core import PydanticCustomError

from evaluations.document_faults import fault

Seconds = Annotated[StrictInt, Field(ge=0)]
# From so many seconds, below so many; without an end where it is null.
Band = tuple[Seconds, Seconds | None]


def band_problem(bands: Sequence[Band | None]) -> PydanticCustomError | None:
    """What is wrong with the bands of one question on one channel; None when nothing is.

    They begin at 0 and follow one another without a gap. An option may say nothing: "later" is no
    number of seconds.
    """
    end: int | None = 0
    for start, below in sorted(
        (band for band in bands if band is not None), key=lambda band: band[0]
    ):
        if end is None or start < end:
            return fault("seconds_twice", start=start)
        if start > end:
            return fault("seconds_left_out", start=start, end=end)
        if below is not None and below <= start:
            return fault("no_seconds", start=start, below=below)
        end = below
    return None


def band_of(bands: Mapping[str, Band | None], seconds: int) -> str:
    """The option that stands for a wait; empty where none does."""
    for value, band in bands.items():
        if band is not None and band[0] <= seconds and (band[1] is None or seconds < band[1]):
            return value
    return ""
