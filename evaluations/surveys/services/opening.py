"""Opening an expectation survey, telling shoppers of it, and closing it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.models import Programme
from evaluations.surveys.enums import Asks, SurveyNotice, SurveyStanding
from evaluations.surveys.models import ExpectationSurvey
from evaluations.surveys.queries.surveys import silent_shoppers
from evaluations.surveys.services.refusals import (
    AlreadyReminded,
    DayRefused,
    NothingToAsk,
    SurveyNotOpen,
    SurveyOpened,
)
from shoppers.models import Notice, Shopper, User

_FEWEST_SECTIONS = 2
# A cause has room for 80 characters.
_CAUSES = {SurveyNotice.OPENED: "opened", SurveyNotice.REMINDER: "reminder"}
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked, about which sections, and on which days."""

    asks: Asks
    sections: tuple[str, ...]
    opens_on: dt.date
    closes_on: dt.date


@transaction.atomic
def open_survey(*, programme: Programme, plan: Plan, by: User) -> ExpectationSurvey:
    """Ask the shoppers of a programme about these sections, once; they are told on its first day.

    Raises SurveyOpened, NothingToAsk or DayRefused.
    """
    Programme.objects.select_for_update().get(pk=programme.pk)
    check_days(plan.opens_on, plan.closes_on)
    if len(plan.sections) < _FEWEST_SECTIONS:
        raise NothingToAsk
    if ExpectationSurvey.objects.filter(programme=programme).exists():
        raise SurveyOpened
    survey = ExpectationSurvey.objects.create(
        programme=programme,
        asks=plan.asks,
        sections=list(plan.sections),
        opens_on=plan.opens_on,
        closes_on=plan.closes_on,
        opened_at=timezone.now(),
        opened_by=by,
    )
    _log.info("survey_opened", programme=programme.slug, asks=plan.asks, by=str(by.pk))
    if survey.standing(timezone.localdate()) is SurveyStanding.OPEN:
        _announce(survey)
    return survey


def check_days(opens_on: dt.date, closes_on: dt.date) -> None:
    """Whether a survey may be opened for these days. Raises DayRefused."""
    if opens_on < timezone.localdate():
        raise DayRefused("opens_on", _("A survey opens today or later."))
    if closes_on < opens_on:
        raise DayRefused("closes_on", _("The last day comes before the first."))


def announce_due() -> int:
    """Tell shoppers of every survey whose first day has come; how many surveys it were."""
    today = timezone.localdate()
    due = ExpectationSurvey.objects.filter(
        announced_at=None, closed_at=None, opens_on__lte=today, closes_on__gte=today
    )
    found = 0
    for key in list(due.values_list("pk", flat=True)):
        with transaction.atomic():
            # Whoever else sweeps has it: then it is told there.
            survey = due.select_for_update(skip_locked=True).filter(pk=key).first()
            if survey is not None:
                _announce(survey)
                found += 1
    return found


@transaction.atomic
def remind(*, survey: ExpectationSurvey, by: User) -> int:
    """Owe one reminder to everybody who has not answered; to how many.

    Raises SurveyNotOpen or AlreadyReminded.
    """
    held = _held(survey)
    _must_be_open(held)
    if held.reminded_at is not None:
        raise AlreadyReminded
    told = _owe_all(held, silent_shoppers(held), SurveyNotice.REMINDER)
    survey.reminded_at = held.reminded_at = timezone.now()
    held.save(update_fields=["reminded_at"])
    _log.info("survey_reminded", programme=str(held.programme_id), told=told, by=str(by.pk))
    return told


@transaction.atomic
def close_survey(*, survey: ExpectationSurvey, by: User) -> None:
    """Take no answers from now on; what was sent counts. Raises SurveyNotOpen."""
    held = _held(survey)
    if held.standing(timezone.localdate()) is SurveyStanding.CLOSED:
        raise SurveyNotOpen
    survey.closed_at = held.closed_at = timezone.now()
    held.save(update_fields=["closed_at"])
    _log.info("survey_closed", programme=str(held.programme_id), by=str(by.pk))


@transaction.atomic
def keep_open(*, survey: ExpectationSurvey, closes_on: dt.date, by: User) -> None:
    """Take answers until this day, also where the survey was closed. Raises DayRefused."""
    held = _held(survey)
    if closes_on < max(timezone.localdate(), held.opens_on):
        raise DayRefused("closes_on", _("The last day is today or later."))
    survey.closes_on = held.closes_on = closes_on
    survey.closed_at = held.closed_at = None
    held.save(update_fields=["closes_on", "closed_at"])
    _log.info(
        "survey_kept_open",
        programme=str(held.programme_id),
        closes_on=closes_on.isoformat(),
        by=str(by.pk),
    )


def _announce(survey: ExpectationSurvey) -> None:
    _owe_all(survey, silent_shoppers(survey), SurveyNotice.OPENED)
    survey.announced_at = timezone.now()
    survey.save(update_fields=["announced_at"])


def _owe_all(survey: ExpectationSurvey, shoppers: Iterable[Shopper], kind: SurveyNotice) -> int:
    """Owe everybody the mail, once each; the sweep sends them, no hint announces hundreds."""
    owed = [
        Notice(
            recipient_id=shopper.user_id,
            kind=kind,
            about=survey.pk,
            cause=f"{_CAUSES[kind]}:{survey.pk.hex}:{shopper.user_id}",
        )
        for shopper in shoppers
        if shopper.user_id is not None
    ]
    Notice.objects.bulk_create(owed, ignore_conflicts=True)
    return len(owed)


def _held(survey: ExpectationSurvey) -> ExpectationSurvey:
    return ExpectationSurvey.objects.select_for_update().get(pk=survey.pk)


def _must_be_open(survey: ExpectationSurvey) -> None:
    if survey.standing(timezone.localdate()) is not SurveyStanding.OPEN:
        raise SurveyNotOpen
