"""What a posted form says: numbers by section, the order, what was named, the button pressed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.http import QueryDict
from django.utils.translation import gettext as _

from evaluations.surveys.answers import ALL_POINTS, HIGHEST_RATING, Answer, Choice, is_ranking

SHARE, ORDER, STEP_BUTTON, MOVE_BUTTON, IN_ORDER = "give-", "order", "step", "move", "in_order"
BEST, WORST, RATING = "best-", "worst-", "rate-"
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
    choices = tuple(_named(post, number, one) for number, one in enumerate(standing.choices))
    faults |= {
        f"{BEST}{number}": _("Choose another one as the least important.")
        for number, one in enumerate(choices)
        if one.best and one.best == one.worst
    }
    answer = replace(
        standing,
        points=points,
        ranking=ranking,
        choices=choices,
        ratings=standing.ratings | _rated(post, sections),
    )
    return Posted(answer, IN_ORDER in post, raw, faults)


def _named(post: QueryDict, number: int, standing: Choice) -> Choice:
    """The set as the form names two of it; what is not of the set is no word about it."""
    best, worst = (post.get(f"{name}{number}", "") for name in (BEST, WORST))
    return replace(
        standing,
        best=best if best in standing.shown else standing.best,
        worst=worst if worst in standing.shown else standing.worst,
    )


def _rated(post: QueryDict, sections: Sequence[str]) -> dict[str, int]:
    scale = {str(number): number for number in range(1, HIGHEST_RATING + 1)}
    said = {section: post.get(RATING + section, "") for section in sections}
    return {section: scale[text] for section, text in said.items() if text in scale}


def pressed(post: QueryDict, answer: Answer) -> tuple[Answer, str] | None:
    """The answer after the button that changes it, and the section it is about; None: no such."""
    for name, change in ((STEP_BUTTON, Answer.stepped), (MOVE_BUTTON, Answer.moved)):
        press = _PRESSED.fullmatch(post.get(name, ""))
        if press is not None and press["section"] in answer.points:
            section = press["section"]
            return change(answer, section, up=press["way"] == "up"), f"{name}-{section}"
    return None
