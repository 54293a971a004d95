"""A calibration as its raters see it: what to read and answer, and afterwards how far they agreed.

What an answer is worth never comes near this file: a shopper is not to receive it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from evaluations.enums import CalibrationState, LeastAgreement
from evaluations.models import Calibration, CalibrationCase, CalibrationRater
from evaluations.points import shown_questions
from evaluations.queries.calibration.calibrated import CalibrationStanding
from evaluations.queries.years.checklists import checklist_of
from evaluations.web.crumbs import crumbs_of
from evaluations.web.presenters.imports.import_states import Chip
from evaluations.web.presenters.years.checklist_words import answer_words, words
from shoppers.languages import said_in_current_language

# Doubles of the same share differ by less.
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Place:
    """A session that somebody was invited to."""

    title: str
    programme: str
    url: str
    note: str
    chip: Chip


@dataclass(frozen=True, slots=True)
class ToRate:
    """A case in a rater's list; `is_begun` where some of her answers are kept."""

    title: str
    url: str
    is_rated: bool
    is_begun: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """A question with her answer and the master's, in words."""

    question: str
    own: str
    master: str
    is_same: bool


@dataclass(frozen=True, slots=True)
class ComparedCase:
    """A case with every question that one of the two was asked."""

    title: str
    words: str
    rows: tuple[Compared, ...]

    @property
    def agreed(self) -> int:
        """How many answers are the same."""
        return sum(row.is_same for row in self.rows)


def my_crumbs(*further: tuple[str, str]) -> list[dict[str, str]]:
    """The way to a page of her calibrations."""
    return crumbs_of((_("My calibrations"), reverse("my_calibrations")), *further)


def case_title(case: CalibrationCase) -> str:
    """What a case is called."""
    return _("Case %(number)d · %(channel)s") % {
        "number": case.number,
        "channel": case.get_channel_display(),
    }


def case_words(case: CalibrationCase) -> str:
    """What was said or written, in the reader's language where it has it."""
    return said_in_current_language(case.text)


def takes_answers(calibration: Calibration) -> bool:
    """Whether raters can answer today."""
    today = timezone.localdate()
    is_open = calibration.state == CalibrationState.OPEN
    return is_open and calibration.opens_on <= today <= calibration.closes_on


def days_words(calibration: Calibration) -> str:
    """From when to when answers are taken."""
    return _("%(first)s to %(last)s") % {
        "first": date_format(calibration.opens_on),
        "last": date_format(calibration.closes_on),
    }


def place_row(place: CalibrationRater) -> Place:
    """A place as `own_places` found it."""
    found: Any = place
    calibration = place.calibration
    done = _("%(rated)d of %(asked)d cases rated") % {"rated": found.rated, "asked": found.asked}
    return Place(
        title=calibration.title,
        programme=calibration.programme.name,
        url=reverse("my_calibration", args=[calibration.pk]),
        note=f"{done} · {days_words(calibration)}",
        chip=_place_chip(calibration, is_done=found.rated >= found.asked),
    )


def _place_chip(calibration: Calibration, *, is_done: bool) -> Chip:
    if calibration.state == CalibrationState.CLOSED:
        return Chip(str(CalibrationState.CLOSED.label), "neutral", "check")
    if is_done:
        return Chip(_("All sent"), "good", "check")
    if takes_answers(calibration):
        return Chip(_("Waits for you"), "warn", "clock")
    return Chip(_("Not today"), "neutral", "clock")


def standing_sentences(standing: CalibrationStanding) -> tuple[str, str]:
    """How she stands with what the programme asks, and the tone of it."""
    least = figure_words(standing.by, standing.least / 100)
    if standing.is_waived:
        return _("A coordinator has excused you from it."), "good"
    if standing.passed:
        return _("You agreed enough: %(least)s was asked for.") % {"least": least}, "good"
    if not standing.tries:
        return (
            _("Before your first call it asks for a calibration in which you reach %(least)s.")
            % {"least": least},
            "info",
        )
    told = [figure for figure in standing.tries if figure is not None]
    best = figure_words(standing.by, max(told)) if told else _("no figure")
    said = _("You reached %(best)s; %(least)s is asked for, so you take no calls yet.") % {
        "best": best,
        "least": least,
    }
    more = (
        _("A coordinator may invite you to one more calibration.")
        if standing.may_try
        else _("Ask a coordinator what can be done.")
    )
    return f"{said} {more}", "warn"


def calibration_lines(standing: CalibrationStanding | None) -> list[tuple[str, str]]:
    """How a shopper stands, for a coordinator; nothing where no calibration is asked for."""
    if standing is None:
        return []
    tries = [
        (
            _("Calibration %(number)d") % {"number": number},
            figure_words(standing.by, figure) if figure is not None else _("Cannot be told"),
        )
        for number, figure in enumerate(standing.tries, start=1)
    ]
    excused = [(_("Excused"), standing.waiver_reason)] if standing.is_waived else []
    asked = (_("Asked for"), figure_words(standing.by, standing.least / 100))
    none = [(_("So far"), _("The shopper has rated no calibration to its end."))]
    return [asked, *(tries or none), *excused]


def may_be_excused(standing: CalibrationStanding | None) -> bool:
    """Whether a coordinator can still say that none is asked of her."""
    return standing is not None and not standing.passed


def figure_words(by: LeastAgreement, figure: float) -> str:
    """A figure with what it is of; rounded down, so that nobody reads of enough who is below."""
    percent = floor(100 * figure + _ROUNDING)
    if by is LeastAgreement.MASTER:
        return _("%(percent)s %% of the master's answers") % {"percent": number_format(percent)}
    return _("an alpha of %(alpha)s") % {"alpha": number_format(percent / 100, decimal_pos=2)}


def compared_case(
    case: CalibrationCase, own: Mapping[str, Any], *, master: Mapping[str, Any]
) -> ComparedCase:
    """Her answers beside the master's, question by question."""
    checklist = checklist_of(case.calibration.checklist_version)
    asked: set[str] = set()
    for answers in (own, master):
        asked |= shown_questions(
            checklist, channel=case.channel, scenario_reason=case.reason, answers=answers
        )
    rows = [
        Compared(
            words(question.text),
            answer_words(question, own.get(key), channel=case.channel),
            answer_words(question, master.get(key), channel=case.channel),
            own.get(key) == master.get(key),
        )
        for key, question in checklist.questions.items()
        if key in asked and (own.get(key) is not None or master.get(key) is not None)
    ]
    return ComparedCase(case_title(case), case_words(case), tuple(rows))


def agreement_words(cases: Sequence[ComparedCase]) -> str:
    """How many of her answers were the master's."""
    return _("Your answer was the master's in %(agreed)d of %(asked)d questions.") % {
        "agreed": sum(case.agreed for case in cases),
        "asked": sum(len(case.rows) for case in cases),
    }
