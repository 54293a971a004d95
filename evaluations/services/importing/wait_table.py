"""The seconds that the reference checklist states in words: see decision 0010.

A table, no reading of sentences: words that do not stand here get no seconds. "Later, before the
next attempt" and the days of a mail are no number of seconds, so they have none.
"""

import copy
from typing import Any

# The question and the English words of its options; from so many seconds, below so many.
QUESTION = "wait_band"
SECONDS: dict[str, tuple[int, int]] = {
    "Under 30 seconds": (0, 30),
    "30 seconds to 1 minute": (30, 60),
    "1 to 2 minutes": (60, 120),
    "1 to 3 minutes": (60, 180),
    "2 to 4 minutes": (120, 240),
    "3 to 5 minutes": (180, 300),
    "4 to 5 minutes": (240, 300),
    "Under 5 minutes": (0, 300),
    "5 to 15 minutes": (300, 900),
    "15 to 30 minutes": (900, 1800),
}


def with_seconds(document: dict[str, Any]) -> dict[str, Any]:
    """A checklist that was found good, with the seconds that its words state.

    A file that states seconds itself, for any option of the question, is left as it is.
    """
    made = copy.deepcopy(document)
    for section in made["sections"]:
        for question in section["questions"]:
            if question["key"] == QUESTION and question["type"] == "choice":
                _fill(question)
    return made


def _fill(question: dict[str, Any]) -> None:
    lists = [question.get("options") or [], *(question.get("options_by_channel") or {}).values()]
    options = [option for each in lists for option in each]
    if any(option.get("seconds") is not None for option in options):
        return
    for option in options:
        if option["text"]["en"] in SECONDS:
            option["seconds"] = list(SECONDS[option["text"]["en"]])
