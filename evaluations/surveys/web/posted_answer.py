"""What a posted form says: numbers by section, the order of the list, and the button pressed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _

from evaluations.surveys.answers import ALL_POINTS, Answer, is_ranking

SHARE, ORDER, STEP_BUTTON, MOVE_BUTTON, IN_ORDER = "give-", "order", "step", "move", "in_order"
_WHOLE = re.compile(r"[0-9]{1,3}", re.ASCII)
_PRESSED = re.compile(r"(?P<section>[A-Za-z0-9_-]{1,60}):(?P<way>up|down)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Posted:
    """The answer in a form; `faults` has a sentence by section, `raw` what was typed there."""

    answer: Answer
    in_order: bool = False
    raw: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)


def posted_answer(post: QueryDict, standing: Answer, sections: Sequence[str]) -> Posted:
    """The form over what stands; a number that is none stays as it was typed, with a fault."""
    points, raw, faults = dict(standing.points), {}, {}
    for section in sections:
        text = post.get(SHARE + section)
        if text is None:
            continue
        text = text.strip()
        if not text:
            points[section] = 0
        elif _WHOLE.fullmatch(text) and int(text) <= ALL_POINTS:
            points[section] = int(text)
        else:
            raw[section], faults[section] = text, _("Give a whole number from 0 to 100.")
    order = post.getlist(ORDER)
    ranking = tuple(order) if is_ranking(order, sections) else standing.ranking
    return Posted(Answer(points, ranking), IN_ORDER in post, raw, faults)


def pressed(post: QueryDict, answer: Answer) -> tuple[Answer, str] | None:
    """The answer after the button that changes it, and the section it is about; None: no such."""
    for name, change in ((STEP_BUTTON, Answer.stepped), (MOVE_BUTTON, Answer.moved)):
        press = _PRESSED.fullmatch(post.get(name, ""))
        if press is not None and press["section"] in answer.points:
            section = press["section"]
            return change(answer, section, up=press["way"] == "up"), f"{name}-{section}"
    return None
