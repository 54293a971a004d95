"""A shopper's answer to the expectation survey: kept while she fills it in, taken, changed."""

from collections.abc import Sequence
from typing import Any

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluations.models import Admission
from evaluations.surveys.answers import (
    ALL_POINTS,
    HIGHEST_RATING,
    Answer,
    is_complete,
    is_ranking,
)
from evaluations.surveys.best_worst import sets_of
from evaluations.surveys.enums import Asks, SurveyStanding
from evaluations.surveys.models import (
    EarlierExpectation,
    ExpectationDraft,
    ExpectationResponse,
    ExpectationSurvey,
)
from evaluations.surveys.services.refusals import AnswerRefused, NotAsked, SurveyNotOpen
from shoppers.models import Shopper, User

_log = structlog.get_logger(__name__)
_ANSWER = ("points", "ranking", "choices", "ratings")
_SAID = (*_ANSWER, "complete", "answered_at")


@transaction.atomic
def save_draft(*, survey: ExpectationSurvey, answer: Answer, by: User) -> ExpectationDraft:
    """Keep what she has filled in so far; nothing of it counts before she sends it.

    Raises SurveyNotOpen, NotAsked, or AnswerRefused for what no form of the survey can say.
    """
    shopper = _asked(survey, by)
    _check_shape(survey, answer)
    draft, _new = ExpectationDraft.objects.update_or_create(
        survey=survey,
        shopper=shopper,
        defaults={
            "points": answer.points,
            "ranking": list(answer.ranking),
            "choices": [choice.document() for choice in answer.choices],
            "ratings": answer.ratings,
            "saved_at": timezone.now(),
        },
    )
    return draft


@transaction.atomic
def send_answer(*, survey: ExpectationSurvey, answer: Answer, by: User) -> ExpectationResponse:
    """Take the answer; one that stood there before is kept beside it, the same one stays as it is.

    Raises SurveyNotOpen, NotAsked, or AnswerRefused where something that is asked is not said: 100
    are not given out exactly, a set or a section is left out.
    """
    shopper = _asked(survey, by)
    _check_shape(survey, answer)
    facts = _facts(survey, answer, shopper)
    person = {name: getattr(shopper, name) for name in ("birth_year", "gender", "region")}
    # A file may bring her answer in this very moment.
    response, new = ExpectationResponse.objects.select_for_update().get_or_create(
        programme=survey.programme, shopper=shopper, defaults=facts | person
    )
    if not new and (
        response.answered_at is None
        or any(getattr(response, name) != facts[name] for name in _ANSWER)
    ):
        _replace(response, facts)
    ExpectationDraft.objects.filter(survey=survey, shopper=shopper).delete()
    _log.info("expectations_answered", programme=str(survey.programme_id))
    return response


def _replace(response: ExpectationResponse, facts: dict[str, Any]) -> None:
    EarlierExpectation.objects.create(
        response=response,
        replaced_at=facts["answered_at"],
        **{name: getattr(response, name) for name in _SAID},
    )
    for name in _SAID:
        setattr(response, name, facts[name])
    response.save(update_fields=_SAID)


def _facts(survey: ExpectationSurvey, answer: Answer, shopper: Shopper) -> dict[str, Any]:
    """The columns of the response: what was not asked stays empty."""
    asks = Asks(survey.asks)
    if asks.for_shares and answer.left:
        raise AnswerRefused("left", left_words(answer.left))
    if asks.for_best_worst and (open_sets := sets_left(answer)):
        raise AnswerRefused("sets", sets_words(open_sets))
    if asks.for_importance and (unrated := ratings_left(answer, survey.sections)):
        raise AnswerRefused("ratings", ratings_words(unrated))
    points = answer.points if asks.for_shares else {}
    return {
        "points": points,
        "ranking": list(answer.ranking) if asks.for_ranking else [],
        "choices": [choice.document() for choice in answer.choices] if asks.for_best_worst else [],
        "ratings": answer.ratings if asks.for_importance else {},
        "complete": is_complete(points, survey.sections) or not asks.for_shares,
        "answered_at": timezone.now(),
    }


def left_words(left: int) -> str:
    """What is missing, or too much, in a sentence."""
    if left > 0:
        return _("%(left)d of the 100 are left to give.") % {"left": left}
    return _("%(over)d too many are given: take some back.") % {"over": -left}


def sets_left(answer: Answer) -> int:
    """In how many sets two different sections are still to be named."""
    return sum(not choice.whole for choice in answer.choices)


def sets_words(left: int) -> str:
    """The same in a sentence."""
    return ngettext(
        "Name the most and the least important in every group: %(left)d is left.",
        "Name the most and the least important in every group: %(left)d are left.",
        left,
    ) % {"left": left}


def ratings_left(answer: Answer, sections: Sequence[str]) -> int:
    """Of how many sections it is still to be said how important they are."""
    return sum(section not in answer.ratings for section in sections)


def ratings_words(left: int) -> str:
    """The same in a sentence."""
    return ngettext(
        "Say of each how important it is: %(left)d is left.",
        "Say of each how important it is: %(left)d are left.",
        left,
    ) % {"left": left}


def _asked(survey: ExpectationSurvey, by: User) -> Shopper:
    """The shopper, while the survey asks her; held until the end, so that closing comes after."""
    held = ExpectationSurvey.objects.select_for_update().get(pk=survey.pk)
    if held.standing(timezone.localdate()) is not SurveyStanding.OPEN:
        raise SurveyNotOpen
    admission = (
        Admission.objects.select_related("shopper")
        .filter(programme=survey.programme_id, shopper__user=by)
        .first()
    )
    if admission is None:
        raise NotAsked
    return admission.shopper


def _check_shape(survey: ExpectationSurvey, answer: Answer) -> None:
    sets = sets_of(survey.sections) if Asks(survey.asks).for_best_worst else ()
    if (
        set(answer.points) != set(survey.sections)
        or not is_ranking(answer.ranking, survey.sections)
        or tuple(choice.shown for choice in answer.choices) != sets
        or any({one.best, one.worst} - {"", *one.shown} for one in answer.choices)
        or not set(answer.ratings) <= set(survey.sections)
        or not set(answer.ratings.values()) <= set(range(1, HIGHEST_RATING + 1))
    ):
        raise AnswerRefused("", _("Some of this does not fit the form."))
    for section, value in answer.points.items():
        if not 0 <= value <= ALL_POINTS:
            raise AnswerRefused(section, _("Give a whole number from 0 to 100."))
