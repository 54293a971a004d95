"""Options that stand for waits, and which of them a wait is."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from evaluations.checklist_document import ChecklistDocument
from evaluations.services.importing.wait_table import with_seconds
from evaluations.wait_bands import band_of
from tests.evaluations.small_checklist import small_document
from tests.guards.repository import ROOT


def _banded(*bands: Any) -> dict[str, Any]:
    document = small_document()
    options = document["sections"][0]["questions"][0]["options_by_channel"]["phone"]
    for option, band in zip(options, bands, strict=True):
        option["seconds"] = band
    return document


@pytest.mark.parametrize(
    ("bands", "complaint"),
    [
        (([0, 30], [20, 60], None), "from 20 on belong to two options"),
        (([0, None], [60, 90], None), "from 60 on belong to two options"),
        (([0, 30], [40, 60], None), "from 30 to 40 belong to no option"),
        (([5, 30], None, None), "from 0 to 5 belong to no option"),
        (([0, 30], [30, 30], None), "from 30 to 30 are none"),
        (([-1, 30], None, None), "greater than or equal to 0"),
        (([0, 30.5], None, None), "valid integer"),
        (([0], None, None), "Field required"),
    ],
)
def test_bands_have_neither_gaps_nor_overlaps(bands: Any, complaint: str) -> None:
    with pytest.raises(ValidationError, match=complaint):
        ChecklistDocument.model_validate(_banded(*bands))


def test_one_question_at_most_is_about_the_wait() -> None:
    document = _banded([0, 30], [30, 60], None)
    document["sections"][1]["questions"][0]["options"][0]["seconds"] = [0, 10]

    with pytest.raises(ValidationError, match="more than one question is about the wait"):
        ChecklistDocument.model_validate(document)


def test_a_wait_is_the_option_it_lies_in() -> None:
    bands = {"fast": (0, 30), "fair": (30, 60), "later": None}

    assert [band_of(bands, seconds) for seconds in (0, 29, 30, 59, 60)] == [
        "fast",
        "fast",
        "fair",
        "fair",
        "",
    ]
    assert band_of({"slow": (0, None)}, 10**6) == "slow"


def test_the_reference_checklist_says_seconds_where_its_words_do() -> None:
    raw = json.loads((ROOT / "scoring" / "sample" / "checklist.json").read_text("utf-8"))

    question = ChecklistDocument.model_validate(with_seconds(raw)).wait_question

    assert question is not None
    said = {
        channel: [option.seconds for option in question.options_on(channel)]
        for channel in question.channels
    }
    assert said == {
        "phone": [(0, 30), (30, 60), (60, 120), (120, 240), (240, 300)],
        "email": [None] * 4,
        "chat": [(0, 30), (30, 60), (60, 180), (180, 300)],
        "messenger": [(0, 300), (300, 900), (900, 1800), None],
    }
    assert ChecklistDocument.model_validate(raw).wait_question is None


def test_seconds_that_a_file_states_itself_stay_as_they_are() -> None:
    raw = json.loads((ROOT / "scoring" / "sample" / "checklist.json").read_text("utf-8"))
    raw["sections"][0]["questions"][0]["options_by_channel"]["chat"][0]["seconds"] = [0, 25]

    assert with_seconds(raw) == raw
