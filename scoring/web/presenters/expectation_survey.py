"""The expectation survey on the desk: how many answered, and means once it is closed."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from evaluations.models import Programme
from evaluations.surveys.enums import Asks, SurveyStanding
from evaluations.surveys.models import ExpectationSurvey
from evaluations.surveys.queries.surveys import Turnout, survey_of, turnout
from evaluations.web.additions import Addition
from evaluations.web.presenters.checklist_words import scored_section_names
from scoring.queries.expectations import (
    MINIMUM_BASE,
    complete_answers,
    count_answers,
    sections_asked,
    survey_aggregates,
)

_CHIPS = {
    SurveyStanding.SCHEDULED: {"tone": "neutral", "icon": "clock"},
    SurveyStanding.OPEN: {"tone": "info", "icon": "pen"},
    SurveyStanding.CLOSED: {"tone": "good", "icon": "check"},
}


@dataclass(frozen=True, slots=True)
class Share:
    """A section and the mean of what it was given."""

    name: str
    value: Decimal
    text: str


def standing_chip(survey: ExpectationSurvey) -> dict[str, str]:
    """Where it stands today."""
    standing = survey.standing(timezone.localdate())
    return {"label": str(standing.label), **_CHIPS[standing]}


def survey_page(survey: ExpectationSurvey, programme: Programme) -> dict[str, Any]:
    """Everything a coordinator is told of a survey that was opened.

    Means stand there once it is closed, and from MINIMUM_BASE complete answers on: of two looks
    at a survey that runs, the difference would be the answer that came between them.
    """
    standing, found = survey.standing(timezone.localdate()), turnout(survey)
    closed = standing is SurveyStanding.CLOSED
    shares = _shares(programme) if closed else []
    return {
        "survey": survey,
        "chip": standing_chip(survey),
        "is_open": standing is SurveyStanding.OPEN,
        "closed": closed,
        "turnout": found,
        "turnout_text": turnout_words(found),
        "facts": _facts(survey, programme),
        "shares": shares,
        "too_few": closed and not shares,
        "minimum": MINIMUM_BASE,
        "left_to_remind": found.asked - found.answered,
    }


def turnout_words(found: Turnout) -> str:
    """How many of how many."""
    return _("%(answered)d of %(asked)d") % {"answered": found.answered, "asked": found.asked}


def asked_names(programme: Programme) -> list[str]:
    """What a survey of this programme asks about."""
    names = scored_section_names(programme)
    return [names[key] for key in sections_asked(programme)]


def on_the_programme(programme: Programme) -> Addition | None:
    """The line on the programme's page: where its survey stands, or that it can be opened.

    None where the method states all weights itself.
    """
    if not sections_asked(programme):
        return None
    survey = survey_of(programme)
    context = {
        "url": reverse("expectation_survey", args=[programme.slug]),
        "survey": survey,
        "chip": standing_chip(survey) if survey else None,
        "turnout": turnout_words(turnout(survey)) if survey else "",
    }
    return Addition("scoring/survey_line.html", context)


def _facts(survey: ExpectationSurvey, programme: Programme) -> list[tuple[str, str]]:
    names = scored_section_names(programme)
    facts = [
        (_("First day"), date_format(survey.opens_on, "DATE_FORMAT")),
        (_("Last day"), date_format(survey.closes_on, "DATE_FORMAT")),
        (_("What is asked"), str(Asks(survey.asks).label)),
        (_("Sections"), ", ".join(names[key] for key in survey.sections if key in names)),
        (_("Opened by"), survey.opened_by.name),
    ]
    for label, moment in (
        (_("Told by mail"), survey.announced_at),
        (_("Reminded"), survey.reminded_at),
        (_("Closed"), survey.closed_at),
    ):
        if moment is not None:
            words = date_format(timezone.localtime(moment), "DATETIME_FORMAT")
            facts.append((label, words))
    counted = _("%(stored)d stored, with those from files; %(complete)d of them count")
    numbers = {"stored": count_answers(programme), "complete": len(complete_answers(programme))}
    return [*facts, (_("Answers"), counted % numbers)]


def _shares(programme: Programme) -> list[Share]:
    found = survey_aggregates(programme)
    if found is None:
        return []
    names = scored_section_names(programme)
    shares = [
        Share(names[key], percent, number_format(percent, decimal_pos=1))
        for key, text in found["shares"].items()
        for percent in [100 * Decimal(text)]
    ]
    return sorted(shares, key=lambda share: share.value, reverse=True)
