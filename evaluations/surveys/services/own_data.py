"""The surveys' part of a shopper's own data: what she expects of a customer service."""

from typing import Any

from evaluations.surveys.models import (
    EarlierExpectation,
    ExpectationDraft,
    ExpectationResponse,
)
from shoppers.enums import Gender
from shoppers.models import Shopper
from shoppers.services.own_data import Part, register

# The columns of an answer know no "unknown": a year that nobody was born in says that it is gone.
NO_YEAR = 0
HERS = frozenset({EarlierExpectation, ExpectationDraft, ExpectationResponse})


def register_own_data() -> None:
    """Make this part known; done when the app is loaded."""
    register("surveys", Part(read=read, models=HERS, erase=erase))


def read(shopper: Shopper) -> dict[str, Any]:
    """Her answers to the yearly survey; `hundred` is how she shared it out over the sections."""
    found = ExpectationResponse.objects.filter(shopper=shopper).order_by("programme")
    drafts = ExpectationDraft.objects.filter(shopper=shopper).order_by("pk")
    return {
        "expectations": [
            {
                "programme": answer.programme.slug,
                "hundred": answer.points,
                "ranking": answer.ranking,
                "choices": answer.choices,
                "ratings": answer.ratings,
                "birth_year": answer.birth_year,
                "gender": answer.gender,
                "region": answer.region,
                "answered_at": answer.answered_at,
                "before": [
                    {
                        "hundred": earlier.points,
                        "ranking": earlier.ranking,
                        "choices": earlier.choices,
                        "ratings": earlier.ratings,
                        "answered_at": earlier.answered_at,
                        "replaced_at": earlier.replaced_at,
                    }
                    for earlier in answer.earlier.all()
                ],
            }
            for answer in found.select_related("programme").prefetch_related("earlier")
        ],
        "expectations_not_sent": [
            {
                "programme": draft.survey.programme.slug,
                "hundred": draft.points,
                "ranking": draft.ranking,
                "choices": draft.choices,
                "ratings": draft.ratings,
                "saved_at": draft.saved_at,
            }
            for draft in drafts.select_related("survey__programme")
        ],
    }


def erase(shopper: Shopper) -> None:
    """What she expects stays, because weights rest on it; who she is and what she never sent go.

    What she said before she changed it stays too: the weights of an earlier run rest on that.
    """
    ExpectationDraft.objects.filter(shopper=shopper).delete()
    ExpectationResponse.objects.filter(shopper=shopper).update(
        birth_year=NO_YEAR, gender=Gender.OTHER, region=""
    )
