"""What a calibration refuses, for tests."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from evaluations.enums import CalibrationRefusal
from evaluations.services.calibrating.refusals import CalibrationRefused


@contextmanager
def refused(refusal: CalibrationRefusal) -> Iterator[None]:
    """The step inside is refused for this reason."""
    with pytest.raises(CalibrationRefused) as found:
        yield
    assert found.value.refusal is refusal
