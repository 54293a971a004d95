"""The stage with several shoppers, and the year before it."""

from scoring.models import Run
from tests.factories.awards import Award, scored_award, shopper
from tests.factories.tiny_method import FIXED, PERFECT
from tests.scoring.web.conftest import Stage

FAIR = PERFECT | {"fits": "fair"}
SLOW = PERFECT | {"wait": "slow"}
HEAVY_WAITING = {
    "source": "fixed",
    "weights": {"waiting": "0.5", "needs": "0.3", "solution": "0.2"},
}


WAITED = PERFECT | {"wait": "fair"}


def called_by_three(award: Award) -> None:
    """Three more shoppers call every company once; the third is severe with all of them.

    With them alfa has 3800/49 of 100, gamma 1550/21 and beta 1500/21.
    """
    calls = {
        "S-701": (PERFECT, FAIR, PERFECT, PERFECT),
        "S-702": (WAITED, PERFECT, FAIR, WAITED),
        "S-703": (FAIR, FAIR | {"wait": "slow"}, FAIR | {"wait": "fair"}, FAIR),
    }
    award.shopper = shopper("S-701")
    award.contact("alfa", WAITED)
    for code, answers in calls.items():
        award.shopper = shopper(code)
        for company, given in zip(("alfa", "beta", "gamma", "delta"), answers, strict=True):
            award.contact(company, given, channel="email" if company == "delta" else "phone")


def year_before(stage: Stage, *, weights: object = HEAVY_WAITING) -> Run:
    """2025 with other weights, one more perfect contact for beta, and released."""
    award = stage.award
    stage.award = scored_award("2025", weights=weights or FIXED)  # type: ignore[arg-type]
    stage.award.contact("beta", SLOW)
    stage.award.contact("beta", SLOW, channel="chat")
    release = stage.release()
    stage.award = award
    return release.run
