"""The one writer of JSON and CSV."""

import pytest

from evaluations.exports import csv_text, json_text


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\tx", "\rx", "\nx"])
def test_csv_cells_that_would_run_are_text(text: str) -> None:
    cell = csv_text(["a"], [{"a": text}]).split("\r\n", 1)[1]

    assert cell.lstrip('"').startswith("'")


def test_csv_quotes_what_must_be_quoted() -> None:
    assert csv_text(["a", "b"], [{"a": 'x,"y"', "b": True}]) == 'a,b\r\n"x,""y""",True\r\n'


def test_not_a_number_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        json_text({"a": [float("nan")]})
