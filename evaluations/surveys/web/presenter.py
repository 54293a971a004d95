"""The form and the reading page of the expectation survey, in the shopper's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.canonical import digest
from evaluations.queries.checklists import checklist_of
from evaluations.surveys.answers import ALL_POINTS, STEP, Answer
from evaluations.surveys.enums import Asks
from evaluations.surveys.models import ExpectationResponse, ExpectationSurvey
from evaluations.surveys.web.posted_answer import Posted
from evaluations.web.presenters.checklist_words import NOTHING, section_names


@dataclass(frozen=True, slots=True)
class Row:
    """One section in the form."""

    key: str
    name: str
    value: str
    fault: str = ""


def names_of(survey: ExpectationSurvey) -> dict[str, str]:
    """The names of what is asked about, in the checklist's order."""
    names = section_names(checklist_of(survey.programme.checklist_version))
    return {key: names[key] for key in names if key in survey.sections}


def page_context(survey: ExpectationSurvey) -> dict[str, Any]:
    """What every page of the survey shows."""
    return {
        "title": _("What matters to you?"),
        "survey": survey,
        "programme": survey.programme,
        "standing": survey.standing(timezone.localdate()),
        "crumbs": [
            {"label": _("My calls"), "url": reverse("my_calls")},
            {"label": _("What matters to you?"), "url": ""},
        ],
    }


def form_context(survey: ExpectationSurvey, posted: Posted, refusal: str = "") -> dict[str, Any]:
    """The form with what is filled in; `refusal` says what keeps it from being sent."""
    names, asks, answer = names_of(survey), Asks(survey.asks), posted.answer
    faults = [
        {"target": f"give-{key}", "label": names[key], "sentence": posted.faults[key]}
        for key in names
        if key in posted.faults
    ]
    return page_context(survey) | {
        "asks_shares": asks.for_shares,
        "asks_ranking": asks.for_ranking,
        "rows": [
            Row(
                key,
                name,
                posted.raw.get(key, str(answer.points[key])),
                posted.faults.get(key, ""),
            )
            for key, name in names.items()
        ],
        "order": [Row(key, names[key], "") for key in answer.ranking],
        "in_order": posted.in_order,
        "left": answer.left,
        "over": max(-answer.left, 0),
        "all": ALL_POINTS,
        "step": STEP,
        "faults": faults,
        "refusal": refusal,
    }


def unsent(survey: ExpectationSurvey, answer: Answer) -> dict[str, Any]:
    """What she has filled in, to read: as far as the survey asks for it."""
    asks = Asks(survey.asks)
    return _reading(
        survey,
        answer.points if asks.for_shares else {},
        answer.ranking if asks.for_ranking else (),
    )


def sent(survey: ExpectationSurvey, response: ExpectationResponse) -> dict[str, Any]:
    """Her answer as it counts, with what shows later that it was this one."""
    return _reading(survey, response.points, response.ranking) | {
        "answered_at": response.answered_at,
        "fingerprint": digest({"given": response.points, "order": response.ranking}),
    }


def _reading(
    survey: ExpectationSurvey, points: Mapping[str, int | None], ranking: Sequence[str]
) -> dict[str, Any]:
    """Each section's number, a dash where there is none, and the list in her order."""
    names = names_of(survey)
    numbers = {key: points.get(key) for key in names} if points else {}
    return {
        "shares": [
            (names[key], NOTHING if number is None else number) for key, number in numbers.items()
        ],
        "order": [names[key] for key in ranking if key in names],
    }
