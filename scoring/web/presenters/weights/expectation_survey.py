"""The expectation survey on the desk: how many answered, and means once it is closed."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluations.models import Programme
from evaluations.surveys.enums import Asks, SurveyStanding
from evaluations.surveys.models import ExpectationSurvey
from evaluations.surveys.queries.surveys import Turnout, survey_of, turnout
from evaluations.surveys.services.refusals import MeansKnown
from evaluations.web.additions import Addition
from evaluations.web.presenters.years.checklist_words import scored_section_names
from scoring.queries.weights.expectations import (
    answers_that_count,
    count_answers,
    fewest_answers,
    means_are_known,
    sections_asked,
)
from scoring.queries.weights.survey_aggregates import survey_aggregates
from scoring.queries.weights.weight_decisions import approval_of, newest_proposal
from scoring.web.numbers import NOTHING, percent
from scoring.web.presenters.states import weights_chip
from shoppers.web.notation import in_percent

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

    Means stand there once it is closed and enough answers count, and from then on it stays closed:
    of two looks at a survey that runs, the difference would be the answer that came between them.
    """
    standing, found = survey.standing(timezone.localdate()), turnout(survey)
    closed = standing is SurveyStanding.CLOSED
    shares = _shares(programme) if means_are_known(programme) else []
    return {
        "survey": survey,
        "chip": standing_chip(survey),
        "is_open": standing is SurveyStanding.OPEN,
        "closed": closed,
        "turnout": found,
        "turnout_text": turnout_words(found),
        "facts": _facts(survey, programme),
        "shares": shares,
        "by_points": Asks(survey.asks).for_shares,
        "weights_settled": approval_of(programme) is not None,
        "too_few": closed and not shares,
        "minimum": fewest_answers(programme),
        "left_to_remind": found.asked - found.answered,
    }


def what_closing_means(programme: Programme) -> dict[str, Any]:
    """Whether closing it is final, as its means can be read then; and from how many answers."""
    minimum = fewest_answers(programme)
    return {"final": len(answers_that_count(programme)) >= minimum, "minimum": minimum}


def turnout_words(found: Turnout) -> str:
    """How many of how many."""
    return _("%(answered)d of %(asked)d") % {"answered": found.answered, "asked": found.asked}


def response_rate(found: Turnout) -> str:
    """The part that has answered, in percent; a dash where nobody is asked."""
    if not found.asked:
        return NOTHING
    rate = Decimal(100) * found.answered / found.asked
    return in_percent(percent(rate, 0))


def _base_facts(programme: Programme, complete: int) -> list[tuple[str, str]]:
    """How many answers have to count, and how many are missing."""
    fewest = fewest_answers(programme)
    wanted = ngettext("%(count)d complete answer", "%(count)d complete answers", fewest) % {
        "count": fewest
    }
    missing = fewest - complete
    if missing > 0:
        wanted = _("%(wanted)s: %(missing)d more before weights can be computed") % {
            "wanted": wanted,
            "missing": missing,
        }
    return [(_("Needed for weights"), wanted)]


def asked_names(programme: Programme) -> list[str]:
    """What a survey of this programme asks about."""
    names = scored_section_names(programme)
    return [names[key] for key in sections_asked(programme)]


def never_asked(programme: Programme) -> str:
    """Why a programme without a survey can open none; empty where it can."""
    approval = approval_of(programme)
    if approval is None:
        return str(MeansKnown()) if means_are_known(programme) else ""
    return _(
        "Its weights were approved on %(day)s by %(name)s, from answers that came in a file. They"
        " stay as they are, so its shoppers are not asked."
    ) % {
        "day": date_format(timezone.localtime(approval.approved_at), "DATE_FORMAT"),
        "name": approval.approved_by.name,
    }


def on_the_programme(programme: Programme) -> Addition | None:
    """The line on the programme's page: where its survey stands, or that it can be opened.

    None where the method states all weights itself.
    """
    if not sections_asked(programme):
        return None
    survey, approval = survey_of(programme), approval_of(programme)
    context = {
        "url": reverse("expectation_survey", args=[programme.slug]),
        "survey": survey,
        "settled": approval is not None,
        "known": means_are_known(programme),
        "chip": standing_chip(survey) if survey else None,
        "turnout": turnout_words(turnout(survey)) if survey else "",
        "weights_url": reverse("weights", args=[programme.slug]),
        "weights_chip": weights_chip(
            approved=approval is not None,
            proposed=newest_proposal(programme) is not None,
        ),
    }
    return Addition("scoring/weights/survey_line.html", context)


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
    complete = len(answers_that_count(programme))
    numbers = {"stored": count_answers(programme), "complete": complete}
    return [
        *facts,
        (_("Response rate"), response_rate(turnout(survey))),
        (_("Answers"), counted % numbers),
        *_base_facts(programme, complete),
    ]


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
