"""The surveys' part of a shopper's own data: what she expects of a customer service."""

from typing import Any

from evaluations.surveys.models import ExpectationResponse
from shoppers.enums import Gender
from shoppers.models import Shopper
from shoppers.services.own_data import Part, register

# The columns of an answer know no "unknown": a year that nobody was born in says that it is gone.
NO_YEAR = 0


def register_own_data() -> None:
    """Make this part known; done when the app is loaded."""
    register("surveys", Part(read=read, models=frozenset({ExpectationResponse}), erase=erase))


def read(shopper: Shopper) -> dict[str, Any]:
    """Her answers to the yearly survey; `hundred` is how she shared it out over the sections."""
    found = ExpectationResponse.objects.filter(shopper=shopper).order_by("programme")
    return {
        "expectations": [
            {
                "programme": answer.programme.slug,
                "hundred": answer.points,
                "ranking": answer.ranking,
                "birth_year": answer.birth_year,
                "gender": answer.gender,
                "region": answer.region,
            }
            for answer in found.select_related("programme")
        ]
    }


def erase(shopper: Shopper) -> None:
    """What she expects stays, because weights rest on it; who she is goes."""
    ExpectationResponse.objects.filter(shopper=shopper).update(
        birth_year=NO_YEAR, gender=Gender.OTHER, region=""
    )
