"""Numbers in the reader's notation."""

import pytest
from django.utils.translation import override

from shoppers.web.notation import agreement, in_percent, whole, with_counts_apart


@pytest.mark.parametrize(
    ("language", "number", "share", "count"),
    [
        ("nb", "78,1", "78,1\u00a0%", "4\u00a0762"),
        ("sv", "78,1", "78,1\u00a0%", "4\u00a0762"),
        ("en", "78.1", "78.1%", "4,762"),
    ],
)
def test_percent_and_thousands_are_written_as_the_reader_writes_them(
    language: str, number: str, share: str, count: str
) -> None:
    with override(language):
        assert in_percent(number) == share
        assert whole(4762) == count
        assert with_counts_apart("4762 / 763") == f"{count} / 763"


@pytest.mark.parametrize(
    ("coefficient", "shown"), [(-1 / 3, "\u22120,33"), (0.5, "0,50"), (-0.004, "0,00")]
)
def test_an_agreement_has_two_decimals_and_a_minus_of_its_own(
    coefficient: float, shown: str
) -> None:
    with override("nb"):
        assert agreement(coefficient) == shown
