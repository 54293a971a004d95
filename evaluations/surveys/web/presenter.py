"""The form and the reading page of the expectation survey, in the shopper's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.canonical import digest
from evaluations.queries.years.checklists import checklist_of
from evaluations.surveys.answers import ALL_POINTS, HIGHEST_RATING, STEP, Answer, Choice
from evaluations.surveys.enums import Asks
from evaluations.surveys.models import ExpectationResponse, ExpectationSurvey
from evaluations.surveys.web.posted_answer import BEST, Posted
from evaluations.web.presenters.years.checklist_words import NOTHING, section_names


@dataclass(frozen=True, slots=True)
class Row:
    """One section in the form."""

    key: str
    name: str
    value: str
    fault: str = ""


@dataclass(frozen=True, slots=True)
class SetShown:
    """A few sections of which the most and the least important are named.

    A row is a section's key and name, and whether it is the most, and the least important.
    """

    number: int
    title: str
    rows: list[tuple[str, str, bool, bool]]
    fault: str

    @property
    def target(self) -> str:
        """Where the page finds it."""
        return f"set-{self.number}"


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
    sets = _sets(posted, names)
    faults = [
        {"target": f"give-{key}", "label": names[key], "sentence": posted.faults[key]}
        for key in names
        if key in posted.faults
    ]
    faults += [
        {"target": one.target, "label": one.title, "sentence": one.fault}
        for one in sets
        if one.fault
    ]
    return page_context(survey) | {
        "asks_shares": asks.for_shares,
        "asks_ranking": asks.for_ranking,
        "asks_importance": asks.for_importance,
        "sets": sets,
        "scale": _scale(),
        "rated": [(key, name, answer.ratings.get(key)) for key, name in names.items()],
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


def _sets(posted: Posted, names: Mapping[str, str]) -> list[SetShown]:
    choices = posted.answer.choices
    return [
        SetShown(
            number=number,
            title=_("%(number)d of %(all)d") % {"number": number + 1, "all": len(choices)},
            rows=[
                (key, names[key], key == choice.best, key == choice.worst) for key in choice.shown
            ],
            fault=posted.faults.get(f"{BEST}{number}", ""),
        )
        for number, choice in enumerate(choices)
    ]


def _scale() -> list[tuple[int, str]]:
    """The steps of the scale; its two ends in words."""
    ends = {1: _("Not important"), HIGHEST_RATING: _("Very important")}
    return [(step, ends.get(step, "")) for step in range(1, HIGHEST_RATING + 1)]


def unsent(survey: ExpectationSurvey, answer: Answer) -> dict[str, Any]:
    """What she has filled in, to read: as far as the survey asks for it."""
    asks = Asks(survey.asks)
    return _reading(
        survey,
        answer.points if asks.for_shares else {},
        answer.ranking if asks.for_ranking else (),
        answer.choices,
        answer.ratings,
    )


def sent(survey: ExpectationSurvey, response: ExpectationResponse) -> dict[str, Any]:
    """Her answer as it counts, with what shows later that it was this one."""
    said = {"given": response.points, "order": response.ranking}
    # Only where they were asked for: the fingerprint of an earlier answer stays what it was.
    said |= {"choices": response.choices} if response.choices else {}
    said |= {"ratings": response.ratings} if response.ratings else {}
    choices = [Choice(tuple(one["shown"]), one["best"], one["worst"]) for one in response.choices]
    return _reading(survey, response.points, response.ranking, choices, response.ratings) | {
        "answered_at": response.answered_at,
        "fingerprint": digest(said),
    }


def _reading(
    survey: ExpectationSurvey,
    points: Mapping[str, int | None],
    ranking: Sequence[str],
    choices: Sequence[Choice],
    ratings: Mapping[str, int],
) -> dict[str, Any]:
    """Each section's number, a dash where there is none; her order; what she named and rated."""
    names = names_of(survey)
    numbers = {key: points.get(key) for key in names} if points else {}
    return {
        "shares": [
            (names[key], NOTHING if number is None else number) for key, number in numbers.items()
        ],
        "order": [names[key] for key in ranking if key in names],
        "choices": [
            (names.get(one.best, NOTHING), names.get(one.worst, NOTHING)) for one in choices
        ],
        "ratings": [(names[key], ratings.get(key, NOTHING)) for key in names] if ratings else [],
    }
