"""Expectation surveys: how many have answered, and what waits for a shopper."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from evaluations.models import Admission, Programme
from evaluations.surveys.models import ExpectationDraft, ExpectationResponse, ExpectationSurvey
from shoppers.models import Shopper, User


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many shoppers are asked, and how many of them have answered."""

    asked: int
    answered: int


def survey_of(programme: Programme) -> ExpectationSurvey | None:
    """The programme's survey, if it was ever opened."""
    return ExpectationSurvey.objects.filter(programme=programme).first()


def asked_shoppers(survey: ExpectationSurvey) -> QuerySet[Shopper]:
    """Everybody who can answer: admitted to the programme, and with a log-in."""
    return Shopper.objects.filter(
        admissions__programme=survey.programme_id, user__is_active=True
    ).order_by("code")


def silent_shoppers(survey: ExpectationSurvey) -> QuerySet[Shopper]:
    """Those of them who have not answered."""
    return asked_shoppers(survey).filter(~_has_answered(survey.programme_id, OuterRef("pk")))


def turnout(survey: ExpectationSurvey) -> Turnout:
    """How many answered; never who."""
    asked = asked_shoppers(survey).count()
    return Turnout(asked=asked, answered=asked - silent_shoppers(survey).count())


def surveys_on_the_phone(user: User, day: dt.date) -> QuerySet[ExpectationSurvey]:
    """The surveys that the shopper can answer on this day, each with `is_answered`."""
    mine = Admission.objects.filter(
        programme=OuterRef("programme"), shopper__user=user, shopper__user__is_active=True
    )
    answered = ExpectationResponse.objects.filter(
        programme=OuterRef("programme"), shopper__user=user
    )
    return (
        ExpectationSurvey.objects.filter(
            Exists(mine), opens_on__lte=day, closes_on__gte=day, closed_at=None
        )
        .select_related("programme")
        .defer("programme__method")
        .annotate(is_answered=Exists(answered))
        .order_by("closes_on", "pk")
    )


def own_survey(user: User, slug: str) -> ExpectationSurvey | None:
    """The programme's survey, with what its pages tell.

    None when there is none for her: she is not admitted, and has not answered.
    """
    admitted = Admission.objects.filter(programme=OuterRef("programme"), shopper__user=user)
    answered = ExpectationResponse.objects.filter(
        programme=OuterRef("programme"), shopper__user=user
    )
    return (
        ExpectationSurvey.objects.filter(
            Q(Exists(admitted)) | Q(Exists(answered)), programme__slug=slug
        )
        .select_related("programme__checklist_version")
        .first()
    )


def own_response(user: User, survey: ExpectationSurvey) -> ExpectationResponse | None:
    """What she has answered."""
    return ExpectationResponse.objects.filter(
        programme=survey.programme_id, shopper__user=user
    ).first()


def own_draft(user: User, survey: ExpectationSurvey) -> ExpectationDraft | None:
    """What she has filled in and not sent."""
    return ExpectationDraft.objects.filter(survey=survey, shopper__user=user).first()


def _has_answered(programme_id: int, shopper: OuterRef) -> Exists:
    return Exists(ExpectationResponse.objects.filter(programme=programme_id, shopper=shopper))
